package social.godwit.network.moderation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import social.godwit.identity.did.Did;

/**
 * All decisions that hold at one moment, compiled to look-ups: what every door asks before it takes or shows anything. An
 * answer costs one look-up per id and one per label of a host, however many decisions there are.
 */
public final class Overlay {
    private final Map<String, Effects> byId;
    private final Map<String, Effects> byDomain;
    private final boolean refusesMedia;

    /**
     * A label on something.
     *
     * @param labeler whose it is; empty: this instance's
     */
    public record Labelled(Optional<Did> labeler, String name) {}

    /**
     * What decisions do to one target.
     *
     * @param hidden not shown, not taken, not fetched
     * @param limited shown only to those who follow
     * @param sensitive media are blurred
     * @param noMedia media are not fetched or shown
     * @param warnings what stands in front of it
     * @param labels that stand on it
     */
    public record Effects(
            boolean hidden,
            boolean limited,
            boolean sensitive,
            boolean noMedia,
            List<String> warnings,
            List<Labelled> labels) {
        /** Nothing was decided. */
        public static final Effects NONE = new Effects(false, false, false, false, List.of(), List.of());

        public Effects {
            warnings = List.copyOf(warnings);
            labels = List.copyOf(labels);
        }

        /** Both, the stricter where they differ. */
        public Effects and(Effects other) {
            if (equals(NONE)) {
                return other;
            }
            return other.equals(NONE)
                    ? this
                    : new Effects(
                            hidden || other.hidden,
                            limited || other.limited,
                            sensitive || other.sensitive,
                            noMedia || other.noMedia,
                            joined(warnings, other.warnings),
                            joined(labels, other.labels));
        }

        private static <T> List<T> joined(List<T> some, List<T> others) {
            List<T> all = new ArrayList<>(some);
            others.stream().filter(one -> !all.contains(one)).forEach(all::add);
            return all;
        }

        private static Effects of(Decision decision) {
            List<String> text = List.of(decision.text());
            return switch (decision.measure()) {
                case WARN -> NONE;
                case LABEL ->
                    new Effects(
                            false,
                            false,
                            false,
                            false,
                            List.of(),
                            List.of(new Labelled(decision.labeler(), decision.text())));
                case CONTENT_WARNING -> new Effects(false, false, false, false, text, List.of());
                case SENSITIVE -> new Effects(false, false, true, false, List.of(), List.of());
                case REFUSE_MEDIA -> new Effects(false, false, false, true, List.of(), List.of());
                case LIMIT -> new Effects(false, true, false, false, List.of(), List.of());
                case SUSPEND, PURGE -> new Effects(true, false, false, false, List.of(), List.of());
            };
        }
    }

    private Overlay(Map<String, Effects> byId, Map<String, Effects> byDomain) {
        this.byId = byId;
        this.byDomain = byDomain;
        this.refusesMedia = Stream.concat(byId.values().stream(), byDomain.values().stream())
                .anyMatch(Effects::noMedia);
    }

    /** No decisions at all. */
    public static Overlay none() {
        return new Overlay(Map.of(), Map.of());
    }

    /** What these decisions do at this time; those that do not hold do nothing. */
    public static Overlay of(Collection<Decision> decisions, Instant now) {
        Map<String, Effects> byId = new HashMap<>();
        Map<String, Effects> byDomain = new HashMap<>();
        for (Decision decision : decisions) {
            Effects effects = Effects.of(decision);
            if (decision.holds(now) && !effects.equals(Effects.NONE)) {
                Map<String, Effects> map = decision.target().kind() == Subject.Kind.DOMAIN ? byDomain : byId;
                map.merge(decision.target().id(), effects, Effects::and);
            }
        }
        return new Overlay(byId, byDomain);
    }

    /** What holds for an actor or a post itself, by its id as ids are compared. */
    public Effects onId(String id) {
        return byId.getOrDefault(id, Effects.NONE);
    }

    /** What holds for everything from a host (lower case, A-labels), by rules about it and the domains above it. */
    public Effects onHost(String host) {
        if (byDomain.isEmpty()) {
            return Effects.NONE;
        }
        Effects all = Effects.NONE;
        String domain = host;
        while (true) {
            all = all.and(byDomain.getOrDefault(domain, Effects.NONE));
            int dot = domain.indexOf('.');
            if (dot < 0) {
                return all;
            }
            domain = domain.substring(dot + 1);
        }
    }

    /** Whether the media of anybody are refused. */
    public boolean refusesMedia() {
        return refusesMedia;
    }

    /** Every label that stands on something, once. */
    public Set<Labelled> labels() {
        return Stream.concat(byId.values().stream(), byDomain.values().stream())
                .flatMap(effects -> effects.labels().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** All domains about which something holds. */
    public Set<String> domains() {
        return Set.copyOf(byDomain.keySet());
    }

    /** All ids of actors and posts for which something holds, with what it is. */
    public Map<String, Effects> ids() {
        return Map.copyOf(byId);
    }
}
