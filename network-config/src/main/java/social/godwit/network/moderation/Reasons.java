package social.godwit.network.moderation;

import java.text.MessageFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;

/**
 * The statement of reasons for the one affected by a decision: what, for how long, why, on which facts, whether a machine
 * decided, what it does not touch, and how to appeal (the points of Article 17 of the EU's Digital Services Act). In one language of
 * {@link #LANGUAGES}; what moderators wrote is in theirs.
 */
public final class Reasons {
    /** The languages that there are catalogues in; the first is for everybody else. */
    public static final List<String> LANGUAGES = List.of("en", "de");

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    private final Locale locale;
    private final ResourceBundle words;

    private Reasons(Locale locale) {
        this.locale = locale;
        this.words = ResourceBundle.getBundle(
                "social.godwit.network.moderation.reasons",
                locale,
                Reasons.class.getClassLoader(),
                Control.getNoFallbackControl(Control.FORMAT_PROPERTIES));
    }

    /** In the first of these languages (tags, best first) that there is a catalogue in; else in the first of {@link #LANGUAGES}. */
    public static Reasons in(List<String> tags) {
        return new Reasons(known(tags).orElse(Locale.forLanguageTag(LANGUAGES.getFirst())));
    }

    /** The first of these languages that there is a catalogue in. */
    public static Optional<Locale> known(List<String> tags) {
        return tags.stream()
                .map(tag -> Locale.forLanguageTag(tag).getLanguage())
                .filter(LANGUAGES::contains)
                .findFirst()
                .map(Locale::forLanguageTag);
    }

    /** Which language it is in, for {@code lang}. */
    public String language() {
        return locale.getLanguage();
    }

    /**
     * A charter's rule, for whoever reads that it was broken.
     *
     * @param network what the network is called
     * @param text the rule's text, in the version that is cited
     */
    public record Cited(String network, String text) {}

    /** The statement as plain text; {@code cited} is the rule that the decision names, where a charter that is known here has it. */
    public String of(Decision decision, Optional<Cited> cited, String instance, Duration window) {
        return String.join(
                        "\n",
                        said("decided", what(decision, instance)),
                        said(
                                "duration",
                                decision.until()
                                        .map(end -> said("until", day(end)))
                                        .orElseGet(() -> said("open"))),
                        said("why", rule(decision.rule(), cited)),
                        said("facts", decision.facts().isBlank() ? said("facts.none") : decision.facts()),
                        said(decision.automated() ? "by.program" : "by.person"),
                        said("untouched"),
                        said("appeal", day(decision.at().plus(window)), decision.id()))
                + "\n";
    }

    /** That a decision was taken back, and why, where somebody said it. */
    public String takenBack(Decision decision) {
        return said(
                        "taken-back",
                        said("name." + decision.measure().word()),
                        decision.id(),
                        decision.reversed().map(Decision.Reversal::reason).orElse(""))
                .strip();
    }

    /** That an appeal was answered and the decision stays, and why. */
    public String upheld(Decision decision, String answer) {
        return said("upheld", said("name." + decision.measure().word()), decision.id(), answer);
    }

    private String what(Decision decision, String instance) {
        String target = switch (decision.target().kind()) {
            case POST -> said("post", decision.target().id());
            case DOMAIN -> said("domain", decision.target().id());
            case ACCOUNT -> said("account");
        };
        // A post that is hidden is not sent on either; an account that is hidden can still send what lets it leave.
        boolean unsent = decision.measure().hides() && decision.target().kind() == Subject.Kind.POST;
        return said("measure." + decision.measure().word(), target, decision.text(), instance)
                + (unsent ? " " + said("unsent") : "");
    }

    private String rule(RuleReference rule, Optional<Cited> cited) {
        if (rule.charter().equals(RuleReference.HOUSE)) {
            String named = "house." + rule.rule();
            return said("rule.house", words.containsKey(named) ? said(named) : rule.rule());
        }
        // A line of the statement is a line, whatever a charter says.
        return cited.map(one -> said(
                        "rule.text",
                        one.network().replaceAll("\\s+", " "),
                        one.text().strip().replaceAll("\\s+", " "),
                        rule.rule(),
                        rule.version()))
                .orElseGet(() -> said("rule", rule.charter(), rule.rule(), rule.version()));
    }

    private String said(String key, Object... arguments) {
        return new MessageFormat(words.getString(key), locale).format(arguments);
    }

    private static String day(Instant at) {
        return DAY.format(at);
    }
}
