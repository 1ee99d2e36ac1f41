package social.godwit.instance.cli;

import picocli.CommandLine.Command;

/** {@code account create|login|passphrase|kit|show|update|delete|gateways|domain|handle|alias|device|recovery|recover|helpers|veto|links|labels}. */
@Command(
        name = "account",
        description = "Make, sign in to, look at, change or delete your account.",
        subcommands = {
            AccountCreate.class,
            AccountLogin.class,
            AccountApprove.class,
            AccountPassphrase.class,
            AccountKit.class,
            AccountShow.class,
            AccountUpdate.class,
            AccountDelete.class,
            AccountDecisions.class,
            AccountGateways.class,
            AccountDomain.class,
            AccountHandle.class,
            AccountAlias.class,
            AccountDevice.class,
            AccountRecovery.class,
            AccountRecover.class,
            AccountSuccession.class,
            AccountHelpers.class,
            AccountVeto.class,
            AccountLinks.class,
            AccountLabels.class
        })
final class AccountCommand extends CommandGroup {}
