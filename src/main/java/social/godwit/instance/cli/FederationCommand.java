package social.godwit.instance.cli;

import picocli.CommandLine.Command;

/** {@code federation probe|domain}. */
@Command(
        name = "federation",
        description = "Run a server: how it stands with others.",
        subcommands = {FederationProbe.class, FederationDomain.class})
final class FederationCommand extends CommandGroup {}
