package social.godwit.instance.cli;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.instance.client.AccountLog;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.KeyControl;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.SignIn;
import social.godwit.instance.client.move.Inheritance;

/** {@code account recover}. */
@Command(
        name = "recover",
        description =
                "Your key was lost or stolen: go on as the account in this folder. First make that one with: godwit account"
                        + " create")
final class AccountRecover extends OwnerCommand {
    @Parameters(paramLabel = "OLD", description = "The old account: its address, or its did:key with --at.")
    private String old = "";

    @Mixin
    private Kit kit = new Kit();

    @Option(names = "--at", paramLabel = "ORIGIN", description = "A server that keeps the old account.")
    private String at = "";

    @Mixin
    private OldFolder folder = new OldFolder();

    @Option(
            names = "--void-all",
            description =
                    "Let nothing count that the old account published, because you do not know since when it was stolen.")
    private boolean voidAll;

    @Override
    Told run(Owner owner) {
        if (!kit.named(godwit()))
            throw new ClientProblem(
                    "This needs the recovery kit of the old account.",
                    "Add it: --kit FILE, or its 24 words in GODWIT_KIT. Without one your helpers can name this account: godwit account helpers sign "
                            + old + " --successor " + owner.did());
        SigningKey recovery = kit.key(godwit(), Optional.empty());
        SignIn.Account account = OldAccounts.find(godwit(), old, at);
        if (account.did().equals(owner.did()))
            throw new ClientProblem("This is the account in this folder.", "Use another folder: --home DIR");
        KeyControl control = new KeyControl(
                AccountLog.of(account.did(), account.actor(), owner.surroundings()),
                Optional.empty(),
                owner.surroundings());
        KeyControl.Heard heard = control.succeed(recovery, owner.did(), !voidAll);
        JsonObject.Builder json = JsonObject.builder()
                .put("old", account.did().toString())
                .put("successor", owner.did().toString());
        String followers = followers(owner, account, json);
        return KeyWords.told(
                json.build(),
                heard,
                "Done: @" + owner.ids().handle() + " goes on in the place of " + old + ". " + followers);
    }

    /** The word on the log counts, whatever becomes of telling the followers: that can be repeated. */
    private String followers(Owner owner, SignIn.Account account, JsonObject.Builder json) {
        try {
            Inheritance.Told told = new Inheritance(owner, account, godwit().output()::notice)
                    .tell(folder.followers(godwit()), folder.copies(godwit()));
            json.put("followers", told.json());
            return AccountSuccession.words(told);
        } catch (ClientProblem problem) {
            return "Its followers could not be told: " + problem.what()
                    + " Try again: godwit account succession announce " + old;
        }
    }
}
