package social.godwit.instance.client;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;

/**
 * Whether a gateway has something of the account that none of the others has, as they tell themselves: how far they know the
 * chains of checkpoints, and how many of the documents that these list they cannot account for. Asked before a gateway is taken
 * out of the list, for a post that it alone took would go with it.
 */
final class LastCopy {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Owner owner;
    private final Origin gateway;

    /** Of {@code gateway}, one of the account's. */
    LastCopy(Owner owner, Origin gateway) {
        this.owner = owner;
        this.gateway = gateway;
    }

    /** What there is to say before the gateway goes. */
    enum Verdict {
        /** Another gateway has all that this one has. */
        SPARE,
        /** No other has all of it, not even after a while. */
        LAST,
        /** The gateway does not tell what it has. */
        UNTOLD
    }

    /** Asks; and again until {@code patience} has passed, as the gateway passes on by itself what the others lack. */
    Verdict await(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        Verdict verdict = ask();
        while (verdict == Verdict.LAST && System.nanoTime() < end) {
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return verdict;
            }
            verdict = ask();
        }
        return verdict;
    }

    private Verdict ask() {
        Optional<JsonObject> here = told(gateway);
        if (here.isEmpty()) return Verdict.UNTOLD;
        boolean spare = others().stream()
                .flatMap(other -> told(other).stream())
                .anyMatch(there -> number(there, "missing") == 0 && reaches(there, here.get()));
        return spare ? Verdict.SPARE : Verdict.LAST;
    }

    private List<Origin> others() {
        return owner.gateways().origins().stream()
                .filter(origin -> !origin.equals(gateway))
                .toList();
    }

    private Optional<JsonObject> told(Origin origin) {
        try {
            GatewayAnswer answer =
                    owner.gateways().getAt(origin, "/client/v1/" + owner.did() + "/repository", "application/json");
            return answer.isSuccess() ? Answers.json(answer.body()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Every chain as far, and, for what no chain lists, no fewer documents. */
    private static boolean reaches(JsonObject there, JsonObject here) {
        Map<String, Long> known = chains(there);
        boolean chains = chains(here).entrySet().stream()
                .allMatch(chain -> known.getOrDefault(chain.getKey(), 0L) >= chain.getValue());
        return chains && accounted(there) >= accounted(here);
    }

    private static Map<String, Long> chains(JsonObject told) {
        Map<String, Long> counts = new HashMap<>();
        for (Json item : told.list("chains"))
            if (item instanceof JsonObject head)
                counts.merge(
                        head.string("device").orElse("") + " "
                                + head.string("class").orElse(""),
                        number(head, "count"),
                        Math::max);
        return counts;
    }

    private static long accounted(JsonObject told) {
        return number(told, "held") + number(told, "erased") + number(told, "purged") + number(told, "erasedElsewhere");
    }

    private static long number(JsonObject json, String member) {
        return json.get(member) instanceof JsonNumber number ? number.integer().orElse(0) : 0;
    }
}
