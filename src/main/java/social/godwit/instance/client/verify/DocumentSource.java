package social.godwit.instance.client.verify;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.GatewayAnswer;
import social.godwit.instance.client.GatewayConnection;
import social.godwit.instance.client.Surroundings;

/** Where the document to check comes from: a file, standard input, or any server that has it. Nothing here is trusted. */
public final class DocumentSource {
    private static final int LARGEST = 2 << 20;
    private static final Map<String, String> ACCEPT = Map.of(
            "Accept",
            "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\", application/activity+json;q=0.9");

    private final Surroundings surroundings;
    private final Optional<Origin> gateway;

    /** Documents by canonical id are asked for at {@code gateway}, else where the id hints. */
    public DocumentSource(Surroundings surroundings, Optional<Origin> gateway) {
        this.surroundings = surroundings;
        this.gateway = gateway;
    }

    /** The document's bytes. */
    public byte[] bytes(String what) {
        if (what.equals("-")) return standardInput();
        if (what.startsWith("http://") || what.startsWith("https://")) return fetch(URI.create(escaped(what)));
        Optional<PortableId> id = PortableId.parse(what);
        if (id.isPresent()) return fetch(URI.create(id.get().withoutFragment().at(anyGateway(what))));
        return file(what);
    }

    private Origin anyGateway(String id) {
        List<Origin> hints = PortableId.hintsOf(id);
        return gateway.or(() -> hints.stream().findFirst())
                .orElseThrow(() -> new ClientProblem(
                        "The address " + id + " names no server.",
                        "Say at which server to ask: --gateway https://SERVER"));
    }

    private byte[] fetch(URI address) {
        try {
            GatewayAnswer answer = surroundings.connection().send("GET", address, ACCEPT);
            if (!answer.isSuccess() && answer.status() != 410)
                throw new ClientProblem(
                        address + " was not handed out (status " + answer.status() + ").",
                        "It may be deleted, or meant for others only.");
            return answer.body();
        } catch (IOException e) {
            throw new ClientProblem(
                    address + " cannot be reached (" + GatewayConnection.reason(e) + ").", "Check the address.", e);
        }
    }

    private static byte[] file(String name) {
        try {
            Path path = Path.of(name);
            if (Files.size(path) > LARGEST) throw new ClientProblem(name + " is larger than any document can be.");
            return Files.readAllBytes(path);
        } catch (IOException | InvalidPathException e) {
            throw new ClientProblem(
                    name + " cannot be read.",
                    "Give a file, - for standard input, or an address that begins with https://",
                    e);
        }
    }

    private static byte[] standardInput() {
        try {
            return System.in.readNBytes(LARGEST + 1);
        } catch (IOException e) {
            throw new ClientProblem("Standard input cannot be read.", "", e);
        }
    }

    private static String escaped(String address) {
        return address.replace(" ", "%20");
    }
}
