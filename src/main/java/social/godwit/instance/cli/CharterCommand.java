package social.godwit.instance.cli;

import picocli.CommandLine.Command;

/** {@code charter}: what a network's rules are, who decides, and how that changes. */
@Command(
        name = "charter",
        description = "The rules of a network: begin, read, compare, approve and check them. Works on a file, offline.",
        subcommands = {
            CharterInit.class,
            CharterVersions.Show.class,
            CharterVersions.Diff.class,
            CharterApprovals.Sign.class,
            CharterVersions.Verify.class,
            CharterApprovals.Admit.class,
            CharterEmergency.Begin.class,
            CharterEmergency.Report.class,
            CharterRulings.Rule.class,
            CharterRulings.Reverse.class,
            CharterRulings.Appeal.class,
            CharterRulings.Answer.class,
            CharterRulings.Listed.class,
            CharterClaims.Vouch.class,
            CharterClaims.Revoke.class,
            CharterClaims.Listed.class,
            CharterExchange.Fetch.class,
            CharterExchange.Publish.class,
            CharterExchange.Host.class
        })
final class CharterCommand extends CommandGroup {}
