package social.godwit.instance.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.OperatorConnection;

/** {@code admin shutdown plan|announce|offer|status|cancel}. */
@Command(
        name = "shutdown",
        description =
                "Close this server without losing anybody: say so in time, offer a new home, see who has not left yet.",
        subcommands = {
            AdminShutdown.Plan.class,
            AdminShutdown.Announce.class,
            AdminShutdown.Offer.class,
            AdminShutdown.Status.class,
            AdminShutdown.Cancel.class
        })
final class AdminShutdown extends CommandGroup {
    private static final String SHUTDOWN = "/admin/v1/shutdown";

    private static String words(JsonObject answer) {
        JsonObject health = answer.object("health").orElse(JsonObject.empty());
        String closing = answer.object("closing")
                .map(plan -> "Announced: this server closes on "
                        + plan.string("deadline").orElse("")
                        + ". Everybody reads:\n  "
                        + answer.string("says").orElse("") + "\n")
                .orElse("It is not announced that this server closes.\n");
        String home = answer.string("newHome")
                .map(origin -> switch (answer.string("newHomeTakes").orElse("")) {
                    case "open" -> origin + " takes everybody.\n";
                    case "invite" ->
                        origin
                                + " asks for an invitation: get a code for everybody from its operator, then: admin shutdown offer --invite CODE\n";
                    case "closed" -> origin + " takes no new accounts at present: it is no new home.\n";
                    default ->
                        origin + " does not answer as a server that takes portable accounts: it is no new home.\n";
                })
                .orElse("No new home is named: --to https://SERVER\n");
        long ready = AdminHealth.number(health, "safe");
        long notYet = AdminHealth.number(health, "home") - ready;
        return closing + home
                + "%d accounts could leave this minute: another server has everything. Of %d there is no complete copy elsewhere yet.\n"
                        .formatted(ready, notYet)
                + "Only the owners can move their accounts, for only they can sign. Who has not: admin health --list at-risk\n"
                + "Nothing is deleted when the day has come. Let the server run until nobody is listed, as long as you can.";
    }

    /** {@code admin shutdown plan}. */
    @Command(name = "plan", description = "See what closing would mean today. Changes nothing, tells nobody.")
    static final class Plan extends OperatorCommand {
        @Option(names = "--to", paramLabel = "ORIGIN", description = "A server that would take the accounts.")
        private String to = "";

        @Override
        Told run(OperatorConnection operator) {
            JsonObject answer = operator.get(SHUTDOWN, to.isEmpty() ? Map.of() : Map.of("newHome", to));
            return Told.done(answer, words(answer));
        }
    }

    /** {@code admin shutdown announce}. */
    @Command(
            name = "announce",
            description =
                    "Tell everybody that this server closes: on all its pages and in their programs. Nobody registers here from then on.")
    static final class Announce extends OperatorCommand {
        @Option(
                names = "--deadline",
                required = true,
                paramLabel = "DATE",
                description = "Up to when it certainly runs, for example 2027-03-31.")
        private String deadline = "";

        @Option(names = "--to", paramLabel = "ORIGIN", description = "A server that takes the accounts.")
        private @Nullable String to;

        @Option(names = "--text", paramLabel = "TEXT", description = "What else everybody should know, in English.")
        private @Nullable String text;

        @Option(
                names = "--text-in",
                paramLabel = "LANGUAGE=TEXT",
                description = "The same in another language, for example de=…")
        private Map<String, String> texts = new LinkedHashMap<>();

        @Override
        Told run(OperatorConnection operator) {
            JsonObject.Builder wish = JsonObject.builder()
                    .put("deadline", time(deadline).toString())
                    .putIfPresent("newHome", Optional.ofNullable(to));
            AdminAnnounce.texts(Optional.ofNullable(text), texts).ifPresent(said -> wish.put("texts", said));
            JsonObject answer = operator.put(SHUTDOWN, wish.build());
            return Told.done(answer, words(answer));
        }
    }

    /** {@code admin shutdown offer}. */
    @Command(
            name = "offer",
            description =
                    "Tell everybody who is still here, one by one, that the new home has a place for them, and how to move there. At most once a day.")
    static final class Offer extends OperatorCommand {
        @Option(
                names = "--invite",
                paramLabel = "CODE",
                description =
                        "An invitation of the new home that is good for everybody. Only owners here will read it.")
        private @Nullable String invite;

        @Override
        Told run(OperatorConnection operator) {
            JsonObject answer = operator.post(
                    SHUTDOWN + "/offers",
                    JsonObject.builder()
                            .putIfPresent("invite", Optional.ofNullable(invite))
                            .build());
            return Told.done(
                    answer,
                    AdminHealth.number(answer, "told")
                            + " were told, among their notifications. Who has not left yet: admin shutdown status");
        }
    }

    /** {@code admin shutdown status}. */
    @Command(name = "status", description = "How far it is: who could leave, who has not.")
    static final class Status extends OperatorCommand {
        @Override
        Told run(OperatorConnection operator) {
            JsonObject answer = operator.get(SHUTDOWN, Map.of());
            return Told.done(answer, words(answer));
        }
    }

    /** {@code admin shutdown cancel}. */
    @Command(name = "cancel", description = "Take the announcement back: this server goes on.")
    static final class Cancel extends OperatorCommand {
        @Override
        Told run(OperatorConnection operator) {
            JsonObject answer = operator.delete(SHUTDOWN);
            return Told.done(answer, "The announcement is taken back. Who may register is as it was before.");
        }
    }

    /** The end of a day, or a time. */
    static Instant time(String text) {
        try {
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text)
                            .plusDays(1)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                            .minusSeconds(1);
        } catch (DateTimeException e) {
            throw new ClientProblem(text + " is not a day.", "Write it like 2027-03-31", e);
        }
    }
}
