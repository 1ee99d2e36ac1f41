package social.godwit.instance.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import social.godwit.instance.client.RsaCopies;
import social.godwit.instance.client.backup.BackupReader;
import social.godwit.instance.client.home.HomeFolder;
import social.godwit.instance.client.home.KeyRing;
import social.godwit.instance.client.move.FollowerList;

/** What is left of an old account on this device. */
final class OldFolder {
    @Option(
            names = "--old-home",
            paramLabel = "DIR",
            description =
                    "The folder of the old account, if you have it: copies of its servers' keys may lie there (its passphrase"
                            + " is asked, or taken from GODWIT_EXPORT_PASSPHRASE).")
    private @Nullable Path folder;

    @Option(
            names = "--backup",
            paramLabel = "FILE",
            description = "A backup of the old account: it knows followers that no server shows any more.")
    private @Nullable Path backup;

    /** The followers that the backup knows of. */
    FollowerList followers(Godwit godwit) {
        if (backup == null) return new FollowerList(List.of());
        try (BackupReader reader = BackupReader.open(
                backup, godwit.passphrase().existing(), godwit.surroundings().clock())) {
            return FollowerList.of(reader);
        }
    }

    /** The copies of the keys of its homes. */
    List<RsaCopies.Copy> copies(Godwit godwit) {
        if (folder == null) return List.of();
        try (HomeFolder home = HomeFolder.open(folder)) {
            return home.keys()
                    .map(file -> KeyRing.open(file, godwit.passphrase().ofImport()))
                    .map(keys -> new RsaCopies(home, keys).all())
                    .orElse(List.of());
        }
    }
}
