package social.godwit.instance.network;

import java.util.List;
import java.util.Optional;
import social.godwit.network.charter.Ranking;
import social.godwit.network.view.Order;

/** The ranking that is used, and why it is another than was asked for. */
record RankingChoice(Ranking ranking, Order order, Optional<String> substitute) {
    /** The one of this id, or where people begin; one by time where it is not to be had. */
    static RankingChoice of(List<Ranking> all, Optional<String> asked) {
        Optional<Ranking> wanted = all.stream()
                .filter(one -> asked.map(one.id()::equals).orElse(one.preset()))
                .findFirst();
        Optional<Order> order = wanted.flatMap(Order::of);
        if (order.isPresent()) {
            return new RankingChoice(wanted.get(), order.get(), Optional.empty());
        }
        Ranking byTime = all.stream()
                .filter(one -> one.algorithm().equals(Ranking.CHRONOLOGICAL))
                .findFirst()
                .orElseThrow();
        return new RankingChoice(
                byTime,
                Order.CHRONOLOGICAL,
                Optional.of(
                        wanted.isEmpty()
                                ? "The charter has no ranking of this name."
                                : "This server does not know how "
                                        + wanted.get().algorithm() + " orders posts."));
    }
}
