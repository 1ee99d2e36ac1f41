package social.godwit.instance.cli;

import picocli.CommandLine.Command;

/** {@code admin invite|account|case|owner|staff|token}. */
@Command(
        name = "admin",
        description =
                "Run a server: invitations, accounts, reports and who may do what. Signed with the server's operator key.",
        subcommands = {
            AdminInvite.class,
            AdminAccount.class,
            AdminCase.class,
            AdminStaff.Owner.class,
            AdminStaff.class,
            AdminStaff.Token.class
        })
final class AdminCommand extends CommandGroup {}
