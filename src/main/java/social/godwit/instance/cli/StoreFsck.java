package social.godwit.instance.cli;

import static social.godwit.instance.cli.StoreStatusCommand.is;
import static social.godwit.instance.cli.StoreStatusCommand.number;

import java.util.Map;
import java.util.StringJoiner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.OperatorConnection;

/** {@code store fsck}. */
@Command(name = "fsck", description = "Verify again every stored document, in the background, a hundred in a second.")
final class StoreFsck extends OperatorCommand {
    @Option(names = "--status", description = "Only say how it stands; begin nothing.")
    private boolean only;

    @Override
    Told run(OperatorConnection operator) {
        JsonObject answer = only
                ? operator.get("/admin/v1/store/inspection", Map.of())
                : operator.post("/admin/v1/store/inspection", JsonObject.empty());
        StringJoiner lines = new StringJoiner("\n");
        lines.add(
                is(answer, "running")
                        ? "Under way: " + number(answer, "documents")
                                + " documents so far. Ask again: godwit store fsck --status"
                        : "Ended " + answer.string("ended").orElse("(not begun yet)") + " after "
                                + number(answer, "documents") + " documents.");
        lines.add(number(answer, "unverified") + " do not verify.");
        for (Json item : answer.list("faults"))
            if (item instanceof JsonObject fault) lines.add(OperatorLines.row(fault, "account", "hash", "reason"));
        return new Told(answer, lines.toString(), number(answer, "unverified") > 0 ? 1 : 0);
    }
}
