package social.godwit.instance.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import social.godwit.identity.did.Origin;
import social.godwit.instance.client.OperatorConnection;

/** A command of an instance's operator, signed with the key that the instance made at its first start. */
abstract class OperatorCommand extends ClientCommand {
    private static final Origin LOCAL = Origin.parse("http://localhost:8080").orElseThrow();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The server's folder, which holds operator.key (also GODWIT_DATA; default ./data).")
    private @Nullable Path data;

    /** Does it. */
    abstract Told run(OperatorConnection operator);

    @Override
    final Told run() {
        return run(connection(godwit(), data));
    }

    /** The operator at the server that the command line or the surroundings name, with the key in its folder. */
    static OperatorConnection connection(Godwit godwit, @Nullable Path data) {
        Origin origin = godwit.gateway()
                .or(() -> godwit.environment("GODWIT_ORIGIN").flatMap(Origin::parse))
                .orElse(LOCAL);
        return OperatorConnection.of(origin, keyFile(godwit, data), godwit.surroundings());
    }

    /** Where the operator's key is: in this folder, or in that which the surroundings name. */
    static Path keyFile(Godwit godwit, @Nullable Path data) {
        Path folder = data != null
                ? data
                : godwit.environment("GODWIT_DATA").map(Path::of).orElse(Path.of("data"));
        return folder.resolve("operator.key");
    }
}
