package social.godwit.instance.cli;

import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.backup.Backup;
import social.godwit.instance.client.backup.BackupCheck;
import social.godwit.instance.client.backup.BackupItem;
import social.godwit.instance.client.backup.BackupReminder;
import social.godwit.instance.client.home.HomeFolder;

/** {@code backup}. */
@Command(
        name = "backup",
        description = "Write your whole account into one file, encrypted with your passphrase.",
        subcommands = BackupCommand.Verify.class)
final class BackupCommand extends OwnerCommand {
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "A file that does not exist yet.")
    private @Nullable Path file;

    @Option(names = "--without-media", description = "Pictures, sound and film by their hashes only.")
    private boolean withoutMedia;

    @Override
    Told run(Owner owner) {
        if (file == null) throw new ClientProblem("Say into which file.", "For example: godwit backup account.godwit");
        owner.gateways().patience(new Pause(godwit()));
        BackupItem.End end = new Backup(owner, new Stages(godwit()))
                .write(file, godwit().passphrase().existing(), !withoutMedia);
        return Told.done(
                JsonObject.builder()
                        .put("did", owner.did().toString())
                        .put("file", file.toString())
                        .put("documents", end.documents())
                        .put("followers", end.followers())
                        .put("media", end.media())
                        .put("missing", end.missing())
                        .build(),
                "Written: " + end.documents() + " signed documents, " + end.followers() + " followers, " + end.media()
                        + (withoutMedia ? " hashes of media." : " media.")
                        + (end.missing() == 0 ? "" : " " + end.missing() + " could not be had from your servers.")
                        + "\nIt opens with the passphrase that is yours now. Prove that it would bring you back, and keep it"
                        + " elsewhere: godwit backup verify " + file);
    }

    /** {@code backup verify}. */
    @Command(
            name = "verify",
            description = "The drill: prove that a backup opens, is complete, and would bring your account back.")
    static final class Verify extends ClientCommand {
        @Parameters(paramLabel = "FILE", description = "A file that was written by: godwit backup FILE")
        private Path file = Path.of("");

        @Override
        Told run() {
            InstantSource clock = godwit().surroundings().clock();
            BackupCheck.Report report = new BackupCheck(clock, new Stages(godwit()))
                    .run(file, godwit().passphrase().existing());
            if (report.passed()) pass(report, clock);
            return new Told(report.json(), words(report), report.passed() ? 0 : 1);
        }

        /** Where it is the backup of the account on this device, it is a drill of that one. */
        private void pass(BackupCheck.Report report, InstantSource clock) {
            try (HomeFolder home = godwit().home()) {
                if (!home.state().hasAccount()) return;
            }
            try (Owner owner = godwit().owner()) {
                if (!owner.did().equals(report.manifest().did())) return;
                BackupReminder.pass(owner.home(), clock.instant());
                BackupReminder.tell(owner);
            }
        }

        private static String words(BackupCheck.Report report) {
            String of = "The backup of @" + report.manifest().handle() + " of "
                    + report.manifest().made();
            return report.passed()
                    ? of + " is whole: " + report.counted().documents() + " signed documents, complete as of "
                            + report.asOf().map(Object::toString).orElse("an unknown time") + ", "
                            + report.counted().followers() + " followers, "
                            + report.counted().media() + (report.manifest().media() ? " media" : " hashes of media")
                            + ", and the key with which your old home can be left."
                    : of + " would not bring everything back:\n- " + String.join("\n- ", report.faults())
                            + "\nMake another: godwit backup FILE";
        }
    }
}
