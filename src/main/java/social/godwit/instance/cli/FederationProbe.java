package social.godwit.instance.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.OperatorConnection;

/** {@code federation probe}. */
@Command(name = "probe", description = "Try to reach somebody elsewhere, step by step, and say what is wrong.")
final class FederationProbe extends OperatorCommand {
    @Parameters(paramLabel = "WHO", description = "@name@server, or an address.")
    private String who = "";

    @Override
    Told run(OperatorConnection operator) {
        JsonObject answer = operator.get("/admin/v1/probe", Map.of("q", who));
        return OperatorLines.report(answer);
    }
}
