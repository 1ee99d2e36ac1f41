package social.godwit.network.moderation;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import social.godwit.identity.encoding.Sha256;

/**
 * Somebody asks the moderators to look at something.
 *
 * @param id what makes it the same report when it comes again, for example a Flag's id
 * @param subject whose case it belongs to: the account where one is named, else the post or the domain
 * @param reporter who says so: an actor's id; of servers that hide their people, the server's actor
 * @param source who answers for the reporter: the origin or the DID of its id; limits count by it
 * @param rule the rule that is said to be broken, if the reporter named one
 * @param comment plain text, possibly empty; at most {@value #COMMENT_MAX} characters
 * @param evidence the posts it names, as they were; at most {@value #EVIDENCE_MAX}
 * @param at when it arrived
 */
public record Report(
        String id,
        Subject subject,
        String reporter,
        String source,
        Category category,
        Optional<RuleReference> rule,
        String comment,
        List<Evidence> evidence,
        Instant at) {
    /** The longest comment, in characters. */
    public static final int COMMENT_MAX = 5_000;
    /** How many posts a report may name. */
    public static final int EVIDENCE_MAX = 100;

    private static final int COPIED_MAX = 1 << 20;

    public Report {
        evidence = List.copyOf(evidence);
        if (comment.length() > COMMENT_MAX || evidence.size() > EVIDENCE_MAX) {
            throw new IllegalArgumentException(
                    "a report has at most " + COMMENT_MAX + " characters and " + EVIDENCE_MAX + " pieces of evidence");
        }
        if (evidence.stream()
                        .flatMap(one -> one.copy().stream())
                        .mapToInt(String::length)
                        .sum()
                > COPIED_MAX) {
            throw new IllegalArgumentException("a report copies at most " + COPIED_MAX + " characters");
        }
    }

    /** What it is about, gravest first: the order of the queues. */
    public enum Category {
        LEGAL,
        VIOLATION,
        SPAM,
        OTHER;

        /** The word that stands for it in requests, answers and the database. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Reads the word as people write it. */
        public static Optional<Category> parse(String word) {
            for (Category category : values()) {
                if (category.word().equals(word.toLowerCase(Locale.ROOT))) {
                    return Optional.of(category);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * A post as it was when it was reported: what its author changes or deletes afterwards does not change it.
     *
     * @param copy the post's document, verbatim; empty when this instance did not have it
     */
    public record Evidence(String post, Optional<String> copy) {
        /** The hash of the copy. */
        public Optional<Sha256> hash() {
            return copy.map(text -> Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** Equal for reports that say the same again: the same source, about the same subject and posts. */
    Sha256 fingerprint() {
        String posts =
                String.join("\n", evidence.stream().map(Evidence::post).sorted().toList());
        return Sha256.of((source + "\n" + subject + "\n" + posts).getBytes(StandardCharsets.UTF_8));
    }
}
