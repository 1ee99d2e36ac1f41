package social.godwit.instance.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.SignIn;
import social.godwit.instance.client.move.Inheritance;

/** {@code account succession}. */
@Command(
        name = "succession",
        description = "Going on in the place of an account whose key was lost or stolen.",
        subcommands = {AccountSuccession.Announce.class})
final class AccountSuccession extends CommandGroup {
    /** {@code account succession announce}. */
    @Command(
            name = "announce",
            description =
                    "Tell the followers of the old account that this one goes on in its place. Once its kit or its helpers have"
                            + " said so; repeating it is harmless.")
    static final class Announce extends OwnerCommand {
        @Parameters(paramLabel = "OLD", description = "The old account: its address, or its did:key with --at.")
        private String old = "";

        @Option(names = "--at", paramLabel = "ORIGIN", description = "A server that keeps the old account.")
        private String at = "";

        @Mixin
        private OldFolder folder = new OldFolder();

        @Override
        Told run(Owner owner) {
            SignIn.Account account = OldAccounts.find(godwit(), old, at);
            Inheritance.Told told = new Inheritance(owner, account, godwit().output()::notice)
                    .tell(folder.followers(godwit()), folder.copies(godwit()));
            return Told.done(told.json(), words(told));
        }
    }

    /** Who comes along and who does not. */
    static String words(Inheritance.Told told) {
        if (told.followers() == 0)
            return "Nobody who followed the old account is known at its servers. A backup may know: --backup FILE";
        return told.followers() + " followed the old account. Told are " + told.portable()
                + " servers that read its key log and "
                + told.others()
                + " others; whoever follows there comes along in the next hours, on Godwit when they next"
                + " look."
                + (told.untold() == 0
                        ? ""
                        : " " + told.untold() + " servers believe the old key alone, which nobody has: followers there"
                                + " have to follow you again. With a folder of the old account: --old-home DIR");
    }
}
