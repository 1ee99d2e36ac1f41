package social.godwit.instance.cli;

import picocli.CommandLine.Command;

/** {@code key new|show|export|import}. */
@Command(
        name = "key",
        description = "The keys of your account, and copies of them.",
        subcommands = {KeyNew.class, KeyShow.class, KeyExport.class, KeyImport.class})
final class KeyCommand extends CommandGroup {}
