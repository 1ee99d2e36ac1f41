package social.godwit.instance.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.OperatorConnection;

/** {@code admin case list|show|note|message|forward|resolve|decide|reverse|answer}. */
@Command(
        name = "case",
        description =
                "What was reported, and what was decided. A case is written account:ADDRESS, post:ADDRESS or domain:NAME.",
        subcommands = {
            AdminCase.Listed.class,
            AdminCase.Show.class,
            AdminCase.Note.class,
            AdminCase.Message.class,
            AdminCase.Forward.class,
            AdminCase.Resolve.class,
            AdminCase.Decide.class,
            AdminCase.Reverse.class,
            AdminCase.Answer.class
        })
final class AdminCase extends CommandGroup {
    private static final String CASES = "/admin/v1/cases";
    private static final String DECISIONS = "/admin/v1/decisions";
    private static final String CASE =
            "Whom or what it is about: @name@server, the address of a profile or post, its id, or domain:NAME.";
    private static final String ACCOUNT = "Whom it is about: @name@server, the address of the profile, or its id.";

    /** {@code admin case list}. */
    @Command(name = "list", description = "Cases that wait, the longest waiting first.")
    static final class Listed extends OperatorCommand {
        @Option(names = "--status", paramLabel = "WORD", description = "open (the default), resolved or all.")
        private String status = "open";

        @Option(names = "--after", paramLabel = "MARK", description = "Go on where an earlier page ended.")
        private @Nullable String after;

        @Override
        Told run(OperatorConnection operator) {
            Map<String, String> asked = new HashMap<>(Map.of("status", status));
            if (after != null) asked.put("after", after);
            JsonObject answer = operator.get(CASES, asked);
            StringJoiner lines = new StringJoiner("\n");
            for (Json item : OperatorLines.items(answer, "cases"))
                if (item instanceof JsonObject file) lines.add(CaseLines.queued(file, answer));
            return Told.done(answer, lines.length() == 0 ? "Nothing waits." : lines.toString());
        }
    }

    /** {@code admin case show}. */
    @Command(name = "show", description = "Everything that happened in a case.")
    static final class Show extends OperatorCommand {
        @Parameters(paramLabel = "CASE", description = CASE)
        private String subject = "";

        @Override
        Told run(OperatorConnection operator) {
            JsonObject answer = operator.get(CASES + "/one", Map.of("subject", operator.subject(subject)));
            StringJoiner lines = new StringJoiner("\n");
            for (Json item : answer.list("timeline"))
                if (item instanceof JsonObject entry) lines.add(CaseLines.entry(entry, answer));
            return Told.done(answer, lines.toString());
        }
    }

    /** {@code admin case note}. */
    @Command(name = "note", description = "Write something down for colleagues.")
    static final class Note extends OperatorCommand {
        @Parameters(index = "0", paramLabel = "CASE", description = CASE)
        private String subject = "";

        @Parameters(index = "1", paramLabel = "TEXT", description = "What.")
        private String text = "";

        @Override
        Told run(OperatorConnection operator) {
            JsonObject answer = operator.post(
                    CASES + "/note",
                    JsonObject.builder()
                            .put("subject", operator.subject(subject))
                            .put("text", text)
                            .build());
            return Told.done(answer, "Noted.");
        }
    }

    /** {@code admin case message}. */
    @Command(
            name = "message",
            description =
                    "Write to the one whom a case is about, or to those who reported it. It goes out at once: among the notifications of people here, as a private note to others.")
    static final class Message extends OperatorCommand {
        @Parameters(index = "0", paramLabel = "CASE", description = ACCOUNT)
        private String subject = "";

        @Parameters(index = "1", paramLabel = "TEXT", description = "What they will read.")
        private String text = "";

        @Option(names = "--reporters", description = "To those who reported it.")
        private boolean reporters;

        @Override
        Told run(OperatorConnection operator) {
            JsonObject answer = operator.post(
                    CASES + "/message",
                    JsonObject.builder()
                            .put("subject", operator.subject(subject))
                            .put("to", reporters ? "reporters" : "subject")
                            .put("text", text)
                            .build());
            return Told.done(answer, "Delivered.");
        }
    }

    /** {@code admin case forward}. */
    @Command(
            name = "forward",
            description = "Tell the moderators of the account's own server, without saying who reported it.")
    static final class Forward extends OperatorCommand {
        @Parameters(index = "0", paramLabel = "CASE", description = ACCOUNT)
        private String subject = "";

        @Parameters(index = "1..*", arity = "0..*", paramLabel = "POST", description = "Posts that show it.")
        private List<String> posts = List.of();

        @Option(names = "--text", required = true, paramLabel = "TEXT", description = "What is wrong.")
        private String text = "";

        @Override
        Told run(OperatorConnection operator) {
            JsonObject answer = operator.post(
                    CASES + "/forward",
                    JsonObject.builder()
                            .put("subject", operator.subject(subject))
                            .put("posts", posts.stream().map(operator::postId).toList())
                            .put("text", text)
                            .build());
            return Told.done(answer, "The moderators there have it. They do not learn who reported it.");
        }
    }

    /** {@code admin case resolve}. */
    @Command(name = "resolve", description = "Say that the open reports are dealt with.")
    static final class Resolve extends OperatorCommand {
        @Parameters(paramLabel = "CASE", description = CASE)
        private String subject = "";

        @Override
        Told run(OperatorConnection operator) {
            JsonObject answer = operator.post(
                    CASES + "/resolve",
                    JsonObject.builder()
                            .put("subject", operator.subject(subject))
                            .build());
            return Told.done(answer, "Resolved.");
        }
    }

    /** {@code admin case decide}. */
    @Command(
            name = "decide",
            description = "Decide: warn, label, content-warning, sensitive, refuse-media, limit, suspend or purge.")
    static final class Decide extends OperatorCommand {
        @Parameters(index = "0", paramLabel = "CASE", description = CASE)
        private String subject = "";

        @Parameters(index = "1", paramLabel = "MEASURE", description = "What is done.")
        private String measure = "";

        @Option(
                names = "--rule",
                required = true,
                paramLabel = "ID",
                description =
                        "The rule that was broken: spam, abuse, illegal, impersonation or other, which its owner reads in words.")
        private String rule = "";

        @Option(
                names = "--facts",
                required = true,
                paramLabel = "TEXT",
                description = "What happened, for the one affected.")
        private String facts = "";

        @Option(names = "--text", paramLabel = "TEXT", description = "The label, or the words of a warning.")
        private String text = "";

        @Option(
                names = "--post",
                paramLabel = "POST",
                description = "Only this post of the account: its page's address, or its id.")
        private @Nullable String post;

        @Option(names = "--hours", paramLabel = "N", description = "For how long; for good if left out.")
        private @Nullable Integer hours;

        @Option(names = "--dry-run", description = "Only tell what it would do, and what would be said.")
        private boolean dry;

        @Override
        Told run(OperatorConnection operator) {
            JsonObject.Builder wish = JsonObject.builder()
                    .put("subject", operator.subject(subject))
                    .put("measure", measure)
                    .put("rule", rule)
                    .put("facts", facts)
                    .put("text", text);
            if (post != null) wish.put("target", "post:" + operator.postId(post));
            if (hours != null) wish.put("hours", JsonNumber.of(hours));
            if (dry) {
                JsonObject tried = operator.post(DECISIONS + "/preview", wish.build());
                return Told.done(tried, effect(tried));
            }
            JsonObject answer = operator.post(DECISIONS, wish.build());
            return Told.done(answer, answer.string("statement").orElse("Done.").strip());
        }

        private static String effect(JsonObject tried) {
            JsonObject reach = tried.object("reach").orElse(JsonObject.empty());
            return "It would touch " + OperatorLines.count(reach, "posts", "post", "posts") + " of the last "
                    + reach.get("days") + " days and "
                    + OperatorLines.count(reach, "followers", "follower", "followers")
                    + ". This would be said:\n\n"
                    + tried.string("statement").orElse("").strip();
        }
    }

    /** {@code admin case reverse}. */
    @Command(name = "reverse", description = "Take a decision back.")
    static final class Reverse extends OperatorCommand {
        @Parameters(index = "0", paramLabel = "DECISION", description = "Its number, as admin case show tells it.")
        private String decision = "";

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
        private String reason = "";

        @Override
        Told run(OperatorConnection operator) {
            JsonObject answer = operator.post(
                    DECISIONS + "/" + OperatorConnection.segment(decision) + "/reverse",
                    JsonObject.builder().put("reason", reason).build());
            return Told.done(answer, "Taken back. What it hid is shown again.");
        }
    }

    /** {@code admin case answer}. */
    @Command(name = "answer", description = "Answer an appeal; not by whoever decided.")
    static final class Answer extends OperatorCommand {
        @Parameters(index = "0", paramLabel = "DECISION", description = "The decision that was appealed.")
        private String decision = "";

        @Option(names = "--grant", description = "The appeal is right: take the decision back.")
        private boolean granted;

        @Option(names = "--text", required = true, paramLabel = "TEXT", description = "Why.")
        private String text = "";

        @Override
        Told run(OperatorConnection operator) {
            JsonObject answer = operator.post(
                    DECISIONS + "/" + OperatorConnection.segment(decision) + "/answer",
                    JsonObject.builder()
                            .put("granted", granted)
                            .put("text", text)
                            .build());
            return Told.done(
                    answer, granted ? "Granted: the decision is taken back." : "Rejected: the decision stands.");
        }
    }
}
