package social.godwit.network.view;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.did.Did;
import social.godwit.network.act.Act.Ruling;
import social.godwit.network.charter.Label;
import social.godwit.network.charter.Label.Effect;
import social.godwit.network.charter.Moderation.Filter;
import social.godwit.network.charter.Moderation.Filter.Reaction;
import social.godwit.network.governance.JudgedRuling;

/**
 * What a network shows of some posts: in which order and why, with which effects, and how many are left out for which reason. A pure
 * function of signed documents and figures; another network, with other rules, shows the same posts in its own way.
 */
public record NetworkView(List<Entry> entries, Map<Left, Integer> left) {
    public NetworkView {
        entries = List.copyOf(entries);
    }

    /**
     * A post that is shown.
     *
     * @param outside whether its author is no member: it is there because the reader follows the author
     * @param effect the strongest of its labels and rulings, never {@link Effect#HIDE}; nothing: shown as it is
     * @param labels that it carries, each once
     * @param warnings that stewards put before it
     * @param rulings that did this
     * @param filters that folded it
     */
    public record Entry(
            Order.Placed placed,
            boolean outside,
            Optional<Effect> effect,
            List<Label> labels,
            List<String> warnings,
            List<JudgedRuling> rulings,
            List<Filter> filters) {
        public Entry {
            filters = List.copyOf(filters);
            labels = List.copyOf(labels);
            warnings = List.copyOf(warnings);
            rulings = List.copyOf(rulings);
        }
    }

    /** The view of these posts for somebody at this moment. */
    public static NetworkView of(List<Candidate> posts, Order order, Standings standings, Reader reader, Instant now) {
        Map<Left, Integer> left = new LinkedHashMap<>();
        Map<String, Shaping> kept = new LinkedHashMap<>();
        List<Candidate> shown = new ArrayList<>();
        for (Candidate post : posts) {
            Shaping shaping = new Shaping(standings, reader);
            standings.about(post).forEach(ruling -> shaping.apply(ruling, post));
            post.labels().stream()
                    .filter(by -> standings.heeds(by.labeler()))
                    .forEach(by -> standings.label(by.label()).ifPresent(label -> shaping.label(by.labeler(), label)));
            standings.filters(post.hits()).forEach(filter -> shaping.found(filter, post));
            Optional<Left> reason = standings.excluded(post).or(() -> shaping.left);
            reason.ifPresent(why -> left.merge(why, 1, Integer::sum));
            if (reason.isEmpty()) {
                kept.put(post.id(), shaping);
                shown.add(post);
            }
        }
        return new NetworkView(
                order.place(shown, standings, now).stream()
                        .map(placed -> Objects.requireNonNull(
                                        kept.get(placed.post().id()))
                                .entry(placed))
                        .toList(),
                Map.copyOf(left));
    }

    /** Without the posts that the reader wants to see nothing of for another reason than this network's. */
    public NetworkView only(Set<String> ids) {
        List<Entry> some = entries.stream()
                .filter(entry -> ids.contains(entry.placed().post().id()))
                .toList();
        if (some.size() == entries.size()) {
            return this;
        }
        Map<Left, Integer> more = new LinkedHashMap<>(left);
        more.merge(new Left(Left.Reason.CHOSEN, ""), entries.size() - some.size(), Integer::sum);
        return new NetworkView(some, Map.copyOf(more));
    }

    /** What rulings, labels and filters make of one post, while they are gone through. */
    private static final class Shaping {
        private final Standings standings;
        private final Reader reader;
        private Optional<Left> left = Optional.empty();
        private Optional<Effect> effect = Optional.empty();
        private final Map<String, Label> labels = new LinkedHashMap<>();
        private final List<String> warnings = new ArrayList<>();
        private final List<JudgedRuling> rulings = new ArrayList<>();
        private final List<Filter> filters = new ArrayList<>();

        Shaping(Standings standings, Reader reader) {
            this.standings = standings;
            this.reader = reader;
        }

        void apply(JudgedRuling judged, Candidate post) {
            Ruling ruling = judged.ruling();
            switch (ruling.action()) {
                case WARN -> {
                    return; // Words for the one affected, nothing for readers.
                }
                case LABEL ->
                    standings
                            .label(ruling.text().orElse(""))
                            .ifPresent(label -> label(judged.act().author(), label));
                case CONTENT_WARNING -> {
                    warnings.add(ruling.text().orElse(""));
                    effect(Effect.WARN);
                }
                case SENSITIVE -> effect(Effect.BLUR);
                case LIMIT -> {
                    if (!post.followed()) {
                        leave(new Left(Left.Reason.LIMITED, ruling.rule()));
                    }
                }
                case HIDE, SUSPEND -> leave(new Left(Left.Reason.RULING, ruling.rule()));
            }
            rulings.add(judged);
        }

        /** Of what the reader chose, what is about the network's label comes before what is about all labels of whoever put it. */
        void label(Did by, Label label) {
            Did network = standings.charter().network();
            boolean byNetwork = reader.hasChosen(network, label) || !reader.hasChosen(by, label);
            Optional<Effect> does = reader.effect(byNetwork ? network : by, label);
            if (does.isEmpty()) {
                return;
            }
            labels.put(label.id(), label);
            if (does.get() == Effect.HIDE) {
                boolean declared = label.effect() == Effect.HIDE;
                leave(new Left(declared ? Left.Reason.LABEL : Left.Reason.CHOSEN, label.id()));
            } else {
                effect(does.get());
            }
        }

        void found(Filter filter, Candidate post) {
            if (filter.reaction() == Reaction.HOLD && standings.admitted(post)) {
                return;
            }
            switch (filter.reaction()) {
                case FLAG -> {
                    return; // Told to the staff, nothing for readers.
                }
                case FOLD -> effect(Effect.FOLD);
                case HOLD, HIDE -> leave(new Left(Left.Reason.FILTER, filter.rule()));
            }
            filters.add(filter);
        }

        private void effect(Effect other) {
            effect = effect.filter(one -> one.compareTo(other) >= 0).or(() -> Optional.of(other));
        }

        private void leave(Left reason) {
            left = left.or(() -> Optional.of(reason));
        }

        Entry entry(Order.Placed placed) {
            return new Entry(
                    placed,
                    standings.member(placed.post().actor()).isEmpty(),
                    effect,
                    List.copyOf(labels.values()),
                    warnings,
                    rulings,
                    filters);
        }
    }
}
