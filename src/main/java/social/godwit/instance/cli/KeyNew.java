package social.godwit.instance.cli;

import picocli.CommandLine.Command;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.home.HomeFolder;
import social.godwit.instance.client.home.KeyRing;

/** {@code key new}. */
@Command(name = "new", description = "Make keys for a new account, without an account yet.")
final class KeyNew extends ClientCommand {
    @Override
    Told run() {
        try (HomeFolder home = godwit().home()) {
            if (home.keys().isPresent())
                throw new ClientProblem(
                        "There are keys in " + home.path() + " already.", "Choose another folder with --home DIR.");
            KeyRing keys = KeyFiles.make(godwit(), home, true);
            return Told.done(KeyShow.json(keys), "Made new keys: " + keys.did() + "\n" + KeyFiles.ADVICE);
        }
    }
}
