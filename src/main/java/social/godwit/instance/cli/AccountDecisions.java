package social.godwit.instance.cli;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
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
        String words = all.stream()
                .map(one -> one.string("at").orElse("") + "\n"
                        + one.string("statement").orElse("")
                        + one.string("takenBack")
                                .map(why -> "This was taken back: " + why + "\n")
                                .orElse(""))
                .collect(Collectors.joining("\n"));
        return Told.done(
                JsonObject.builder().put("decisions", all).build(),
                all.isEmpty() ? "Nothing was decided about you." : words.strip());
    }
}
