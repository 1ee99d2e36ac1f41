package social.godwit.instance.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.network.NetworkFile;
import social.godwit.network.act.Act.Founding;
import social.godwit.network.act.SignedAct;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.CharterReading;
import social.godwit.network.charter.FirstCharter;

/** {@code charter init}: a network begins, signed once with a key of its own that nobody keeps. */
@Command(name = "init", description = "Begin a network: its name, who decides, and rules to start with.")
final class CharterInit extends NetworkFileCommand {
    @Option(names = "--name", required = true, paramLabel = "NAME", description = "What it is called.")
    private String name = "";

    @Option(
            names = "--steward",
            paramLabel = "DID",
            description = "Who decides, more than half of them together. May be repeated. Default: you.")
    private List<String> stewards = new ArrayList<>();

    @Option(
            names = "--from",
            paramLabel = "JSON",
            description =
                    "Begin with this charter: one that you have written, or that of another network. With --steward"
                            + " it is decided as in a new network, else as it says.")
    private @Nullable Path from;

    @Override
    Told run() {
        List<Did> people = stewards.isEmpty()
                ? List.of(key().did())
                : stewards.stream().map(NetworkFileCommand::did).toList();
        SigningKey network = SigningKey.generate(godwit().surroundings().randomness());
        JsonObject written = FirstCharter.of(network.did(), name, people, now());
        if (from != null) written = takenOver(json(from), written);
        Charter charter = read(written);
        // The network's key signs this and nothing else, ever: it is not kept anywhere.
        SignedAct founding = SignedAct.sign(new Founding(network.did(), now(), charter), network);
        NetworkFile.create(path(), founding, now());
        return Told.done(
                JsonObject.builder()
                        .put("network", network.did().toString())
                        .put("charter", charter.hash().multibase())
                        .put("file", path().toString())
                        .build(),
                charter.title() + " is founded. Its name for programs is " + network.did() + ".\n" + path()
                        + " holds all of it: read it with: godwit charter show " + path());
    }

    /** A charter that others wrote, for a new network: what is about the old one is replaced. */
    private JsonObject takenOver(JsonObject other, JsonObject own) {
        JsonObject taken = other.without("previous", "review", "forkOf")
                .with(
                        "rules",
                        new JsonArray(other.list("rules").stream()
                                .map(CharterInit::sinceNow)
                                .toList()));
        for (String member : List.of("type", "network", "version", "effective", "name", "governance"))
            if (!member.equals("governance") || !stewards.isEmpty())
                taken = taken.with(member, Objects.requireNonNull(own.get(member)));
        return Charter.read(other) instanceof CharterReading.Read(Charter old)
                ? taken.with("forkOf", Json.of(old.hash().multibase()))
                : taken;
    }

    private static Json sinceNow(Json rule) {
        return rule instanceof JsonObject one ? one.with("since", JsonNumber.of(1)) : rule;
    }

    private static Charter read(JsonObject written) {
        return switch (Charter.read(written)) {
            case CharterReading.Read(Charter charter) -> charter;
            case CharterReading.Malformed bad ->
                throw new ClientProblem("This is no charter: " + bad.where() + " " + bad.reason() + ".");
        };
    }
}
