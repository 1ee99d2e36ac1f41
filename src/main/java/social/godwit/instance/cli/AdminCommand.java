package social.godwit.instance.cli;

import picocli.CommandLine.Command;

/** {@code admin invite|account}. */
@Command(
        name = "admin",
        description = "Run a server: invitations and accounts. Signed with the server's operator key.",
        subcommands = {AdminInvite.class, AdminAccount.class})
final class AdminCommand extends CommandGroup {}
