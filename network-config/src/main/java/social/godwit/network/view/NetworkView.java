package social.godwit.network.view;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import social.godwit.network.act.Act.Ruling;
import social.godwit.network.charter.Label;
import social.godwit.network.charter.Label.Effect;
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
     */
    public record Entry(
            Order.Placed placed,
            boolean outside,
            Optional<Effect> effect,
            List<Label> labels,
            List<String> warnings,
            List<JudgedRuling> rulings) {
        public Entry {
            labels = List.copyOf(labels);
            warnings = List.copyOf(warnings);
            rulings = List.copyOf(rulings);
        }
    }

    /** The view of these posts at this moment. */
    public static NetworkView of(List<Candidate> posts, Order order, Standings standings, Instant now) {
        Map<Left, Integer> left = new LinkedHashMap<>();
        Map<String, Shaping> kept = new LinkedHashMap<>();
        List<Candidate> shown = new ArrayList<>();
        for (Candidate post : posts) {
            Shaping shaping = new Shaping();
            standings.about(post).forEach(ruling -> shaping.apply(ruling, post, standings));
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
                                .entry(placed, standings))
                        .toList(),
                Map.copyOf(left));
    }

    /** What rulings make of one post, while they are gone through. */
    private static final class Shaping {
        private Optional<Left> left = Optional.empty();
        private Optional<Effect> effect = Optional.empty();
        private final Map<String, Label> labels = new LinkedHashMap<>();
        private final List<String> warnings = new ArrayList<>();
        private final List<JudgedRuling> rulings = new ArrayList<>();

        void apply(JudgedRuling judged, Candidate post, Standings standings) {
            Ruling ruling = judged.ruling();
            switch (ruling.action()) {
                case WARN -> {
                    return; // Words for the one affected, nothing for readers.
                }
                case LABEL -> standings.label(ruling.text().orElse("")).ifPresent(this::label);
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

        private void label(Label label) {
            labels.put(label.id(), label);
            if (label.effect() == Effect.HIDE) {
                leave(new Left(Left.Reason.LABEL, label.id()));
            } else {
                effect(label.effect());
            }
        }

        private void effect(Effect other) {
            effect = effect.filter(one -> one.compareTo(other) >= 0).or(() -> Optional.of(other));
        }

        private void leave(Left reason) {
            left = left.or(() -> Optional.of(reason));
        }

        Entry entry(Order.Placed placed, Standings standings) {
            return new Entry(
                    placed,
                    standings.member(placed.post().actor()).isEmpty(),
                    effect,
                    List.copyOf(labels.values()),
                    warnings,
                    rulings);
        }
    }
}
