package social.godwit.instance.cli;

import picocli.CommandLine.Command;

/** {@code store status|audit|fsck|mirror|refill}. */
@Command(
        name = "store",
        description = "Run a server: what it keeps, and who else keeps it. Signed with the server's operator key.",
        subcommands = {StoreStatusCommand.class, StoreAudit.class, StoreFsck.class, StoreMirror.class, StoreRefill.class
        })
final class StoreCommand extends CommandGroup {}
