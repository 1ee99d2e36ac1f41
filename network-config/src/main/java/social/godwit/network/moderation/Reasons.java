package social.godwit.network.moderation;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The statement of reasons for the one affected by a decision: what, for how long, why, on which facts, whether a machine
 * decided, what it does not touch, and how to appeal (the points of Article 17 of the EU's Digital Services Act).
 */
public final class Reasons {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    private Reasons() {}

    /** The statement as plain text, in English. */
    public static String of(Decision decision, String instance, Duration window) {
        StringBuilder text = new StringBuilder();
        String target = decision.target().kind() == Subject.Kind.POST
                ? "your post " + decision.target().id()
                : decision.target().kind() == Subject.Kind.DOMAIN
                        ? "everything from " + decision.target().id()
                        : "your account";
        text.append("What was decided: ")
                .append(what(decision, target, instance))
                .append('\n');
        text.append("For how long: ")
                .append(decision.until().map(end -> "until " + day(end)).orElse("until it is taken back"))
                .append(".\n");
        text.append("Why: it breaks the rule ").append(decision.rule()).append(".\n");
        text.append("What happened: ")
                .append(decision.facts().isBlank() ? "see the rule." : decision.facts())
                .append('\n');
        text.append(
                decision.automated()
                        ? "This was decided by a program; no person has looked at it yet.\n"
                        : "This was decided by a person.\n");
        text.append(
                "What it does not touch: your account and your posts are yours. They stay as they are at other servers,"
                        + " and you can take all of them to another server at any time.\n");
        text.append("If you disagree: appeal until ")
                .append(day(decision.at().plus(window)))
                .append(", naming decision ")
                .append(decision.id())
                .append(". Somebody else than who decided will answer.\n");
        return text.toString();
    }

    private static String what(Decision decision, String target, String instance) {
        return switch (decision.measure()) {
            case WARN -> "a warning. " + decision.text();
            case LABEL -> target + " carries the label \"" + decision.text() + "\" at " + instance + ".";
            case CONTENT_WARNING ->
                target + " is shown behind the warning \"" + decision.text() + "\" at " + instance + ".";
            case SENSITIVE -> "media of " + target + " are shown blurred at " + instance + ".";
            case REFUSE_MEDIA -> "media of " + target + " are not kept or shown at " + instance + ".";
            case LIMIT -> target + " is shown only to followers at " + instance + ".";
            case SUSPEND -> target + " is not shown at " + instance + ".";
            case PURGE -> target + " is not shown at " + instance + ", and the copy there was deleted.";
        };
    }

    private static String day(Instant at) {
        return DAY.format(at);
    }
}
