package social.godwit.instance.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import social.godwit.identity.did.Origin;
import social.godwit.identity.key.PassphraseKey;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.KeyBagUpload;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Restore;
import social.godwit.instance.client.home.HomeFolder;

/** {@code restore}. */
@Command(
        name = "restore",
        description =
                "Bring your account back from a backup, at a server that has never seen it (--gateway). Repeat the command"
                        + " when it was interrupted.")
final class RestoreCommand extends ClientCommand {
    @Parameters(paramLabel = "FILE", description = "A file that was written by: godwit backup FILE")
    private Path file = Path.of("");

    @Option(names = "--invite", paramLabel = "CODE", description = "The invitation, where one is needed.")
    private @Nullable String invite;

    @Override
    Told run() {
        Origin gateway = godwit().gateway()
                .orElseThrow(() -> new ClientProblem("Say at which server.", "Add --gateway https://SERVER"));
        char[] passphrase = godwit().passphrase().existing();
        try (HomeFolder home = godwit().home()) {
            Restore.Restored restored = new Restore(
                            file, passphrase, home, godwit().surroundings(), new Pause(godwit()), new Stages(godwit()))
                    .at(gateway, Optional.ofNullable(invite));
            new KeyBagUpload(Owner.of(home, restored.keys(), godwit().surroundings(), Optional.empty()))
                    .renew(PassphraseKey.of(passphrase, restored.keys().did()), Optional.empty());
            return Told.done(
                    restored.json(),
                    "@" + restored.handle() + " is at " + gateway + " now: " + restored.documents()
                            + " signed documents and " + restored.media() + " media"
                            + (restored.refused() == 0
                                    ? "."
                                    : "; " + restored.refused() + " were not taken by that server.")
                            + "\nThe backup has " + restored.followers()
                            + " followers; the server asks theirs, one by one, and shows"
                            + " those that it could verify: godwit followers --gateway " + gateway
                            + "\nYour followers do not know yet. Make it your home, and tell them all: godwit move run --to "
                            + gateway + " --backup " + file);
        }
    }
}
