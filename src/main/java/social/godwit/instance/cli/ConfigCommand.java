package social.godwit.instance.cli;

import picocli.CommandLine.Command;

/** {@code config check}. */
@Command(
        name = "config",
        description = "Run a server: its settings.",
        subcommands = {ConfigCheck.class})
final class ConfigCommand extends CommandGroup {}
