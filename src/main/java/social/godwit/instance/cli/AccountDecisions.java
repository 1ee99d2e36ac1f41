package social.godwit.instance.cli;

import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.moderation.DecisionsAboutMe;

/** {@code account decisions}. */
@Command(name = "decisions", description = "What your server's moderators decided about you, why, and how to appeal.")
final class AccountDecisions extends OwnerCommand {
    @Option(names = "--appeal", paramLabel = "DECISION", description = "Disagree with this decision.")
    private String appealed = "";

    @Option(names = "--text", paramLabel = "TEXT", description = "With --appeal: why it is wrong.")
    private String text = "";

    @Override
    Told run(Owner owner) {
        var decisions = new DecisionsAboutMe(owner);
        if (!appealed.isEmpty()) {
            decisions.appeal(appealed, text);
            return Told.done("appealed", appealed, "Sent. Somebody else than who decided will answer.");
        }
        List<JsonObject> all = decisions.all();
        String words = all.stream().map(AccountDecisions::told).collect(Collectors.joining("\n\n"));
        return Told.done(
                JsonObject.builder().put("decisions", all).build(),
                all.isEmpty() ? "Nothing was decided about you." : words);
    }

    private static String told(JsonObject decision) {
        StringJoiner lines = new StringJoiner("\n");
        lines.add(OperatorLines.time(decision, "at") + (is(decision, "stands") ? ", holds" : ", holds no more"));
        lines.add(Terminal.harmless(decision.string("statement").orElse("")).strip());
        Optional<JsonObject> appeal = decision.object("appeal");
        appeal.ifPresent(one -> lines.add("You appealed, " + OperatorLines.time(one, "at") + ": " + said(one)));
        appeal.flatMap(one -> one.object("answered"))
                .ifPresentOrElse(
                        one -> lines.add(
                                (is(one, "granted") ? "It was granted: " : "It was turned down: ") + said(one)),
                        () -> appeal.filter(one -> !decision.has("takenBack"))
                                .ifPresent(one -> lines.add("Nobody has answered yet.")));
        decision.string("takenBack").ifPresent(why -> lines.add("This was taken back: " + Terminal.harmless(why)));
        if (is(decision, "appealable"))
            lines.add("Appeal with: godwit account decisions --appeal "
                    + decision.string("decision").orElse("") + " --text \"…\"");
        return lines.toString();
    }

    private static String said(JsonObject of) {
        return Terminal.harmless(of.string("text").orElse(""));
    }

    private static boolean is(JsonObject of, String member) {
        return of.get(member) instanceof JsonBoolean yes && yes.value();
    }
}
