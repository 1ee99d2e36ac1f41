package social.godwit.activitypub.policy;

import java.util.List;
import java.util.stream.Stream;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.label.Label;
import social.godwit.store.label.LabelChoices;

/**
 * What the bridge asks before it takes, shows or sends anything. Answered by the instance out of its own rules; the
 * bridge knows nothing of networks.
 */
public interface FederationPolicy {
    /** How this instance stands to {@code host} (lower case, A-labels, no port). Answers from memory, in microseconds. */
    Stance stanceOn(String host);

    /**
     * What moderators of this instance decided about one actor or post, by its id as ids are compared. Answers from memory,
     * in microseconds. What SQL selects goes by {@link ModeratedIds}, which says the same.
     */
    default Standing standing(String id) {
        return Standing.PLAIN;
    }

    /** Whether there is anybody whose media are not shown; where not, nobody has to look who keeps a file. Answers from memory. */
    default boolean refusesMedia() {
        return true;
    }

    /** Whether whoever follows from {@code host} waits until the followed agrees, also where follows are open to all. */
    default boolean approvesFollows(String host) {
        return false;
    }

    /**
     * What filters of this instance say to a post before it is kept. Answers from memory, in a time that grows with the
     * length of the post alone.
     */
    default Screening screen(Arriving post) {
        return Screening.NONE;
    }

    /** Whether a filter asks for how long an author has been known here, which has to be looked up. */
    default boolean screensNewcomers() {
        return false;
    }

    /** The three stances, from open to closed. */
    enum Stance {
        /** Everything is taken and shown. */
        ALLOW,
        /** Taken, but shown only to those who follow; no notifications from strangers. */
        LIMIT,
        /** Nothing is taken from there and nothing is sent there; of an actor or a post, nothing is shown either. */
        DENY;

        /** The more closed of both. */
        public Stance and(Stance other) {
            return compareTo(other) >= 0 ? this : other;
        }
    }

    /**
     * How one actor or post stands here.
     *
     * @param sensitive its media are blurred
     * @param withoutMedia its media are not shown
     * @param warnings what stands in front of it
     * @param labels that stand on it; readers choose what they do
     */
    record Standing(Stance stance, boolean sensitive, boolean withoutMedia, List<String> warnings, List<Label> labels) {
        /** As everything about which nothing was decided. */
        public static final Standing PLAIN = new Standing(Stance.ALLOW, false, false, List.of(), List.of());

        public Standing {
            warnings = List.copyOf(warnings);
            labels = List.copyOf(labels);
        }

        /** Both, for example of an author and of the post, the stricter where they differ. */
        public Standing and(Standing other) {
            if (equals(PLAIN)) {
                return other;
            }
            return new Standing(
                    stance.and(other.stance),
                    sensitive || other.sensitive,
                    withoutMedia || other.withoutMedia,
                    Stream.concat(warnings.stream(), other.warnings.stream())
                            .distinct()
                            .toList(),
                    Stream.concat(labels.stream(), other.labels.stream())
                            .distinct()
                            .toList());
        }

        /** The same for a reader: what labels do by themselves or by the reader's choice is blurred, or stands behind a warning. */
        public Standing readWith(LabelChoices choices) {
            if (labels.isEmpty()) {
                return this;
            }
            List<Label> applied = choices.applied(labels);
            Stream<String> names = applied.stream()
                    .filter(label -> label.effect().compareTo(Label.Effect.WARN) >= 0)
                    .map(Label::name);
            return new Standing(
                    stance,
                    sensitive || applied.stream().anyMatch(label -> label.effect() == Label.Effect.BLUR),
                    withoutMedia,
                    Stream.concat(warnings.stream(), names).distinct().toList(),
                    applied);
        }

        /** The same for whoever made it: labels say their names and do nothing. */
        public Standing forAuthor() {
            return new Standing(
                    stance,
                    sensitive,
                    withoutMedia,
                    warnings,
                    labels.stream()
                            .map(label -> label.with(Label.Effect.INFORM))
                            .toList());
        }

        /** Whether a label hides it from lists; asked of what {@link #readWith} gave. */
        public boolean leftOut() {
            return labels.stream().anyMatch(label -> label.effect() == Label.Effect.HIDE);
        }

        /** A post as readers here see it: the same, or behind a warning, blurred, without its media. */
        public JsonObject shown(JsonObject post) {
            JsonObject shown = withoutMedia ? post.without("attachment", "image") : post;
            if (!warnings.isEmpty()) {
                String warning = String.join(", ", warnings);
                shown = shown.with(
                        "summary",
                        Json.of(shown.string("summary")
                                .filter(text -> !text.isBlank())
                                .map(own -> warning + " · " + own)
                                .orElse(warning)));
            }
            return sensitive || !warnings.isEmpty() ? shown.with("sensitive", new JsonBoolean(true)) : shown;
        }

        /** True when it is as if it did not exist. */
        public boolean hidden() {
            return stance == Stance.DENY;
        }
    }
}
