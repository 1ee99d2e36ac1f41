package social.godwit.network.moderation;

/**
 * The rule that a report names or a decision cites, in the version of the charter that held at that time.
 *
 * @param charter the network's DID, or {@value #HOUSE} for what stands in no charter
 * @param version the charter's version, as its documents number it; empty for {@value #HOUSE}
 * @param rule the rule's id, for example {@code spam}
 */
public record RuleReference(String charter, String version, String rule) {
    /** Stands for the operator's own rules, where no charter is cited. */
    public static final String HOUSE = "house";

    private static final int MAX = 256;

    public RuleReference {
        if (charter.isBlank() || rule.isBlank() || charter.length() + version.length() + rule.length() > MAX) {
            throw new IllegalArgumentException(
                    "a rule is named by a charter and an id, at most " + MAX + " characters");
        }
    }

    /** A rule of the operator's own. */
    public static RuleReference house(String rule) {
        return new RuleReference(HOUSE, "", rule);
    }

    @Override
    public String toString() {
        return charter.equals(HOUSE) ? rule : rule + " of " + charter + " version " + version;
    }
}
