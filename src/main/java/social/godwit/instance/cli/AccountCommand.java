package social.godwit.instance.cli;

import picocli.CommandLine.Command;

/** {@code account create|show|update|delete|gateways}. */
@Command(
        name = "account",
        description = "Make, look at, change or delete your account.",
        subcommands = {
            AccountCreate.class,
            AccountShow.class,
            AccountUpdate.class,
            AccountDelete.class,
            AccountGateways.class
        })
final class AccountCommand extends CommandGroup {}
