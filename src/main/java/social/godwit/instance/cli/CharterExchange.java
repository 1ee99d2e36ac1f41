package social.godwit.instance.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.OperatorConnection;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.network.HostedNetworks;
import social.godwit.instance.client.network.NetworkFile;
import social.godwit.instance.client.network.Participation;

/** {@code charter fetch|publish|host}: what goes between a network's file and the servers. */
final class CharterExchange {
    private CharterExchange() {}

    /** {@code charter fetch}. */
    @Command(
            name = "fetch",
            description = "Add to a file what a server knows of a network. Repeat it with --gateway for other servers.")
    static final class Fetch extends ClientCommand {
        @Parameters(index = "0", paramLabel = "NETWORK", description = "Its page's address, or its DID.")
        private String network = "";

        @Parameters(index = "1", paramLabel = "FILE", description = "The file; it need not be there.")
        private Path path = Path.of("");

        @Override
        Told run() {
            HostedNetworks.Named named = HostedNetworks.Named.parse(network);
            int fresh = NetworkFile.fetch(
                    path,
                    named.network(),
                    NetworkCommand.hosted(godwit(), named).documents(named.network()),
                    godwit().surroundings().now());
            return Told.done(
                    JsonObject.builder()
                            .put("network", named.network().toString())
                            .put("fetched", fresh)
                            .build(),
                    fresh == 0 ? "Nothing is new." : fresh + " documents are new. See: godwit charter show " + path);
        }
    }

    /** {@code charter publish}. */
    @Command(name = "publish", description = "Publish from your account what you have signed in a file.")
    static final class Publish extends OwnerCommand {
        @Parameters(index = "0", paramLabel = "FILE", description = "The network's file.")
        private Path path = Path.of("");

        @Override
        Told run(Owner owner) {
            NetworkFile file = NetworkFile.open(path, owner.surroundings().now());
            int published = new Participation(owner).publish(file.dossier().acts());
            return Told.done(
                    JsonObject.builder().put("published", published).build(),
                    published == 0
                            ? "Your servers have all that you signed in this file."
                            : "Published: " + published
                                    + ". Servers that host the network and keep your account show it.");
        }
    }

    /** {@code charter host}. */
    @Command(
            name = "host",
            description = "Host a network at your server: bring what a file holds, or say where else it is hosted.")
    static final class Host extends OperatorCommand {
        @Parameters(index = "0", paramLabel = "FILE|NETWORK", description = "Its file, its page's address, or its DID.")
        private String what = "";

        @Option(
                names = "--source",
                paramLabel = "ORIGIN",
                description = "A server that hosts it, too: what is said there is fetched from now on.")
        private @Nullable String source;

        @Option(names = "--end", description = "Host it no longer.")
        private boolean end;

        @Override
        Told run(OperatorConnection operator) {
            Path path = Path.of(what);
            return Files.exists(path) && !end
                    ? bring(
                            operator,
                            NetworkFile.open(path, godwit().surroundings().now()))
                    : ask(operator, HostedNetworks.Named.parse(what));
        }

        private Told ask(OperatorConnection operator, HostedNetworks.Named named) {
            String address = "/admin/v1/networks/"
                    + OperatorConnection.segment(named.network().toString());
            if (end) {
                return AdminNetwork.dismissed(operator.delete(address));
            }
            JsonObject.Builder wish = JsonObject.builder();
            named.origin().ifPresent(origin -> wish.put("source", origin.toString()));
            if (source != null) wish.put("source", source);
            operator.post(address, wish.build());
            return hosted(operator, named.network());
        }

        private Told bring(OperatorConnection operator, NetworkFile file) {
            String address = "/admin/v1/networks/"
                    + OperatorConnection.segment(file.network().toString());
            for (JsonObject part : NetworkFile.parts(file.dossier().acts()))
                operator.post(address, source == null ? part : part.with("source", Json.of(source)));
            return hosted(operator, file.network());
        }

        private static Told hosted(OperatorConnection operator, Did network) {
            return Told.done(
                    "network", network.toString(), "It is hosted here: " + operator.origin() + "/networks/" + network);
        }
    }
}
