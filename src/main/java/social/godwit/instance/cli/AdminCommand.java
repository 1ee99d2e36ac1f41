package social.godwit.instance.cli;

import picocli.CommandLine.Command;

/** {@code admin invite|account|case|filter|list|labeler|network|owner|staff|token|health|shutdown|announce|sign-up}. */
@Command(
        name = "admin",
        description =
                "Run a server: invitations, accounts, reports, who may do what, announcements, closing. Signed with the server's operator key.",
        subcommands = {
            AdminInvite.class,
            AdminAccount.class,
            AdminCase.class,
            AdminFilter.class,
            AdminList.class,
            AdminLabeler.class,
            AdminNetwork.class,
            AdminStaff.Owner.class,
            AdminStaff.class,
            AdminStaff.Token.class,
            AdminHealth.class,
            AdminShutdown.class,
            AdminAnnounce.class,
            AdminSignUp.class
        })
final class AdminCommand extends CommandGroup {}
