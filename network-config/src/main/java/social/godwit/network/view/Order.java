package social.godwit.network.view;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import social.godwit.network.charter.Ranking;

/**
 * How a charter's ranking orders posts: by time, or by the sum of weighted {@link Feature}s. A pure function: whoever has the same
 * posts and figures puts them in the same order.
 *
 * @param weights empty: newest first
 * @param halfLife after which a post's freshness is half
 */
public record Order(Map<Feature, Double> weights, Duration halfLife) {
    /** The algorithm of a ranking whose parameters are weights by features' names. */
    public static final String WEIGHTED = "weighted";

    /** The parameter for the hours after which freshness is half; 24 when it is left out. */
    public static final String HALF_LIFE = "half-life-hours";

    /** Newest first. */
    public static final Order CHRONOLOGICAL = new Order(Map.of(), Duration.ofDays(1));

    private static final double WEIGHT_MAX = 100;
    private static final double HOURS_MAX = 24 * 365;
    private static final int MANY = 63;
    private static final double STEPS = 6;
    private static final int REPEATS = 5;
    private static final double ROUNDED = 1e6;
    private static final double SECONDS_OF_HOUR = 3_600;

    public Order {
        weights = Map.copyOf(weights);
    }

    /** The order that a ranking declares; nothing when this server does not know its algorithm or one of its parameters. */
    public static Optional<Order> of(Ranking ranking) {
        if (ranking.algorithm().equals(Ranking.CHRONOLOGICAL)) {
            return Optional.of(CHRONOLOGICAL);
        }
        Map<Feature, Double> weights = new EnumMap<>(Feature.class);
        double hours = CHRONOLOGICAL.halfLife().toHours();
        for (Map.Entry<String, Double> parameter : ranking.parameters().entrySet()) {
            double value = parameter.getValue();
            Optional<Feature> feature = Feature.named(parameter.getKey());
            if (parameter.getKey().equals(HALF_LIFE) && value > 0 && value <= HOURS_MAX) {
                hours = value;
            } else if (feature.isPresent() && Math.abs(value) <= WEIGHT_MAX) {
                weights.put(feature.get(), value);
            } else {
                return Optional.empty();
            }
        }
        return ranking.algorithm().equals(WEIGHTED) && !weights.isEmpty()
                ? Optional.of(new Order(weights, Duration.ofSeconds(Math.round(hours * SECONDS_OF_HOUR))))
                : Optional.empty();
    }

    /**
     * Why a post stands where it stands: one feature's part in its score.
     *
     * @param value of the feature, 0 to 1
     * @param points value times weight; the score is the sum of them
     */
    public record Reason(Feature feature, double value, double weight, double points) {}

    /** A post, its score and what it is made of; in an order by time no reasons and a score of 0. */
    public record Placed(Candidate post, double score, List<Reason> because) {
        public Placed {
            because = List.copyOf(because);
        }
    }

    /** Whether it looks at one of these. */
    public boolean looksAt(Feature... features) {
        return Stream.of(features).anyMatch(weights::containsKey);
    }

    /** Whether it is the order by time. */
    public boolean chronological() {
        return weights.isEmpty();
    }

    /** The posts in their order at this moment: highest score first, then the newest, then by id. */
    List<Placed> place(List<Candidate> posts, Standings standings, Instant now) {
        List<Candidate> newest = new ArrayList<>(posts);
        newest.sort(Comparator.comparing(Candidate::published).reversed().thenComparing(Candidate::id));
        Map<String, Integer> seen = new HashMap<>();
        List<Placed> placed = new ArrayList<>();
        for (Candidate post : newest) {
            int repeated = seen.merge(post.actor(), 1, Integer::sum) - 1;
            placed.add(placed(post, standings, repeated, now));
        }
        placed.sort(Comparator.comparingDouble(Placed::score).reversed()); // stable: the newest first among equals
        return placed;
    }

    private Placed placed(Candidate post, Standings standings, int repeated, Instant now) {
        List<Reason> reasons = new ArrayList<>();
        double score = 0;
        for (Feature feature : Feature.values()) {
            double weight = weights.getOrDefault(feature, 0.0);
            if (weight != 0) {
                double value = rounded(value(feature, post, standings, repeated, now));
                double points = rounded(value * weight);
                reasons.add(new Reason(feature, value, weight, points));
                score += points;
            }
        }
        return new Placed(post, rounded(score), reasons);
    }

    private double value(Feature feature, Candidate post, Standings standings, int repeated, Instant now) {
        return switch (feature) {
            case FRESHNESS -> {
                long age = Math.max(0, Duration.between(post.published(), now).toSeconds());
                yield StrictMath.pow(0.5, (double) age / Math.max(1, halfLife.toSeconds()));
            }
            case LIKES -> steps(post.likes());
            case BOOSTS -> steps(post.boosts());
            case ANSWERS -> steps(post.answers());
            case FOLLOWED -> of(post.followed());
            case MEDIA -> of(post.media());
            case REPLY -> of(post.reply());
            case NEWCOMER -> of(standings.joinedWithin(post.actor(), Duration.ofDays(30)));
            case VOUCHED -> of(post.author().filter(standings::vouched).isPresent());
            case REPEATED -> Math.min(repeated, REPEATS) / (double) REPEATS;
        };
    }

    private static double steps(long count) {
        return StrictMath.log(1.0 + Math.clamp(count, 0, MANY)) / StrictMath.log(2) / STEPS;
    }

    private static double of(boolean holds) {
        return holds ? 1 : 0;
    }

    /** To six places, so that no machine's last digit decides. */
    private static double rounded(double value) {
        return StrictMath.rint(value * ROUNDED) / ROUNDED;
    }
}
