package social.godwit.instance.cli;

import static social.godwit.instance.cli.StoreStatusCommand.number;

import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.OperatorConnection;

/** {@code store audit}. */
@Command(
        name = "audit",
        description = {
            "Whether other gateways hold what accounts here have published: complete, behind, withheld, or not attested.",
            "With an account it is asked now, else the last audits are shown. The evidence is in --json."
        })
final class StoreAudit extends OperatorCommand {
    @Parameters(paramLabel = "DID", arity = "0..1", description = "Of this account, and now.")
    private @Nullable String account;

    @Override
    Told run(OperatorConnection operator) {
        JsonObject answer = account == null
                ? operator.get("/admin/v1/store/audits", Map.of())
                : operator.post(
                        "/admin/v1/store/audits",
                        JsonObject.builder().put("account", account).build());
        StringJoiner lines = new StringJoiner("\n");
        boolean withheld = false;
        for (Json item : answer.list("reports")) {
            if (!(item instanceof JsonObject report)) continue;
            withheld |= number(report, "withheld") > 0;
            lines.add(report.string("account").orElse("") + " at "
                    + report.string("origin").orElse("") + ": " + words(report));
        }
        if (answer.list("reports").isEmpty())
            lines.add("Nothing was audited yet: no account here has another gateway.");
        return new Told(answer, lines.toString(), withheld ? 1 : 0);
    }

    private static String words(JsonObject report) {
        Optional<String> asOf = report.string("asOf");
        String counted = number(report, "held") + " held, " + number(report, "gone") + " erased or purged, of "
                + number(report, "checked") + " asked about and " + number(report, "listed") + " in all";
        return switch (report.string("state").orElse("")) {
            case "complete" -> "complete as of " + asOf.orElse("?") + " (" + counted + ")";
            case "behind" -> "behind by " + number(report, "lacking") + " (" + counted + ")";
            case "withheld" ->
                "WITHHELD: " + number(report, "withheld") + " documents that it has signed to hold (" + counted + ")";
            case "not-attested" -> "not attested: the account has no checkpoints";
            default -> "it could not be asked";
        };
    }
}
