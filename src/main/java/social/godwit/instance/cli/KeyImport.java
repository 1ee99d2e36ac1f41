package social.godwit.instance.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.Takeover;
import social.godwit.instance.client.home.HomeFolder;
import social.godwit.instance.client.home.KeyRing;

/** {@code key import}. */
@Command(
        name = "import",
        description =
                "Use your account on this device, from a copy of its keys. This device gets a key of its own, too.")
final class KeyImport extends ClientCommand {
    @Parameters(paramLabel = "FILE", description = "A file that was written by: godwit key export FILE")
    private Path file = Path.of("");

    @Override
    Told run() {
        try (HomeFolder home = godwit().home()) {
            if (home.keys().isPresent())
                throw new ClientProblem(
                        "There are keys in " + home.path() + " already.", "Choose another folder with --home DIR.");
            Origin gateway = godwit().gateway()
                    .orElseThrow(() ->
                            new ClientProblem("Say at which server the account is.", "Add --gateway https://SERVER"));
            KeyRing copy = KeyRing.imported(
                    read(),
                    godwit().passphrase().ofImport(),
                    godwit().surroundings().randomness());
            char[] passphrase = godwit().passphrase().chosen();
            JsonObject account = new Takeover(home, copy, godwit().surroundings())
                    .from(
                            gateway,
                            owner -> {
                                owner.proveWhenAsked(() -> passphrase);
                                owner.recoverWhenAsked(godwit()::kitInEnvironment);
                            },
                            () -> home.saveKeys(copy.sealed(
                                    passphrase, godwit().surroundings().randomness())));
            return Told.done(
                    account,
                    "You are @" + account.string("handle").orElse("") + ". This device can speak for you now.");
        }
    }

    private byte[] read() {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ClientProblem(file + " cannot be read.", "Check the name and the permissions.", e);
        }
    }
}
