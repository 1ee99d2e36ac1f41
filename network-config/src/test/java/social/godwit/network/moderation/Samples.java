package social.godwit.network.moderation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import social.godwit.network.moderation.Report.Category;
import social.godwit.network.moderation.Report.Evidence;

/** Reports and decisions for tests. */
public final class Samples {
    public static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
    public static final Subject TROLL = Subject.account("https://troll.example/users/t");
    public static final String ANN = "did:key:ann";
    public static final String BOB = "did:key:bob";

    private Samples() {}

    public static Report report(String id, String source, String... posts) {
        return report(id, source, Category.SPAM, NOON, posts);
    }

    static Report report(String id, String source, Category category, Instant at, String... posts) {
        return new Report(
                id,
                TROLL,
                "https://" + source + "/actor",
                source,
                category,
                Optional.of(RuleReference.house("spam")),
                "look at this",
                List.of(posts).stream()
                        .map(post -> new Evidence(post, Optional.of("{\"id\":\"" + post + "\"}")))
                        .toList(),
                at);
    }

    public static Decision decision(String id, Measure measure, Subject target) {
        return decision(id, measure, target, Optional.empty(), Optional.empty());
    }

    public static Decision decision(
            String id, Measure measure, Subject target, Optional<Duration> lasting, Optional<String> bulk) {
        return new Decision(
                id,
                target.kind() == Subject.Kind.POST ? TROLL : target,
                target,
                measure,
                "spam",
                new RuleReference("did:key:net", "3", "no-spam"),
                "40 equal mentions within an hour",
                false,
                ANN,
                NOON,
                lasting.map(NOON::plus),
                bulk,
                Optional.empty());
    }
}
