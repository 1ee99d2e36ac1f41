package social.godwit.instance.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.instance.client.Answers;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.Lookup;
import social.godwit.instance.client.OperatorConnection;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.home.HomeFolder;
import social.godwit.instance.client.network.Deliberation;
import social.godwit.instance.client.network.NetworkFile;
import social.godwit.network.moderation.Meant;
import social.godwit.network.moderation.Subject;

/** A command about a network's file. It asks nobody but the file, except what the address of a page or a handle stands for. */
abstract class NetworkFileCommand extends ClientCommand {
    @Parameters(index = "0", paramLabel = "FILE", description = "The network's file.")
    private Path path = Path.of("");

    @Option(
            names = "--operator",
            description = "Sign with the server's operator key instead of your account's (see --data).")
    private boolean operator;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The server's folder, which holds operator.key (also GODWIT_DATA; default ./data).")
    private @Nullable Path data;

    /** Where the file is, or is to be. */
    final Path path() {
        return path;
    }

    /** The file, every line of it verified. */
    final NetworkFile file() {
        return NetworkFile.open(path, now());
    }

    /** The present second. */
    final Instant now() {
        return godwit().surroundings().now();
    }

    /** The file in the hands of whoever signs. */
    final Deliberation deliberation() {
        NetworkFile file = file();
        return new Deliberation(file, key(), now());
    }

    /** The post or account that somebody means: by an id or a member's DID, or as the server knows the address of a page or a handle. */
    final Subject subject(String written) {
        Meant meant = Meant.of(written);
        return file().subject(meant).orElseGet(() -> lookedUp(meant, written));
    }

    /** The account that somebody means, which has to have a DID. */
    final Did account(String written) {
        return Did.parse(written)
                .orElseGet(() -> OperatorConnection.did(lookedUp(Meant.of(written), written), written));
    }

    /** The DID of an account. */
    static Did did(String text) {
        return Did.parse(text)
                .orElseThrow(() -> new ClientProblem(
                        text + " is not the DID of an account.",
                        "It begins with did:key: and is shown by: godwit account show"));
    }

    private Subject lookedUp(Meant meant, String written) {
        if (operator) {
            return Subject.parse(OperatorCommand.connection(godwit(), data).subject(written))
                    .orElseThrow();
        }
        try (Owner owner = godwit().owner()) {
            return meant.found(new Lookup(owner).anything(meant.text()))
                    .orElseThrow(() -> new ClientProblem(
                            written + " is not "
                                    + meant.kind()
                                            .map(kind -> kind == Subject.Kind.POST ? "a post" : "an account")
                                            .orElse("a post, nor an account")
                                    + ".",
                            "Paste the address of the post or of the profile, or write @name@server."));
        }
    }

    /** The key to sign with: the account's, or the operator's. */
    final SigningKey key() {
        if (operator) {
            return OperatorConnection.key(OperatorCommand.keyFile(godwit(), data));
        }
        try (HomeFolder home = godwit().home()) {
            return godwit().keys(home).authority();
        }
    }

    /** What was signed, and how others get to see it. */
    final Told signed(JsonObject json, String words) {
        return Told.done(
                json,
                words + "\nOthers see it once it is published: godwit charter " + (operator ? "host " : "publish ")
                        + path);
    }

    /** The same, of which scripts get one member. */
    final Told signed(String name, String value, String words) {
        return signed(JsonObject.builder().put(name, value).build(), words);
    }

    /** A file with one JSON object. */
    static JsonObject json(Path file) {
        try {
            return Answers.json(Files.readAllBytes(file))
                    .orElseThrow(() -> new ClientProblem(
                            file + " is not JSON.", "Look for a missing comma or quotation mark near your change."));
        } catch (IOException e) {
            throw new ClientProblem(file + " cannot be read.", "Check the name.", e);
        }
    }
}
