package social.godwit.instance.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.OperatorConnection;

/** {@code store refill}. */
@Command(
        name = "refill",
        description = {
            "Fetch again what this server lost: the accounts on another Godwit server that list this one as a gateway.",
            "Everything where their owners pin this server's key, else what is public. An account is served here again once"
                    + " its owner runs: godwit account gateways add"
        })
final class StoreRefill extends OperatorCommand {
    @Option(names = "--from", paramLabel = "ORIGIN", required = true, description = "The server that has them.")
    private String from = "";

    @Option(names = "--quota-mb", paramLabel = "N", description = "How much may come (default $" + "{DEFAULT-VALUE}).")
    private long quota = 1_048_576;

    @Override
    Told run(OperatorConnection operator) {
        return StoreMirror.told(operator.post(
                "/admin/v1/store/mirrors",
                JsonObject.builder()
                        .put("origin", from)
                        .put("refill", true)
                        .put("quota", Math.max(1, quota) << 20)
                        .build()));
    }
}
