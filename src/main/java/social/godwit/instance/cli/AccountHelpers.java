package social.godwit.instance.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.keylog.Helpers;
import social.godwit.identity.keylog.KeyLog;
import social.godwit.instance.client.AccountLog;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.KeyControl;
import social.godwit.instance.client.KeyLogStory;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.SignIn;

/** {@code account helpers}. */
@Command(
        name = "helpers",
        description =
                "People who together can say which account goes on in your place, three days after they said so. They get no"
                        + " key of yours.",
        subcommands = {
            AccountHelpers.Choose.class,
            AccountHelpers.Listed.class,
            AccountHelpers.Dismiss.class,
            AccountHelpers.Sign.class
        })
final class AccountHelpers extends CommandGroup {
    /** {@code account helpers set}. */
    @Command(
            name = "set",
            description = "Choose your helpers, and how many of them must agree. Needs your recovery key.")
    static final class Choose extends OwnerCommand {
        @Parameters(index = "0", paramLabel = "NUMBER", description = "How many must agree.")
        private int needed;

        @Parameters(index = "1..*", arity = "1..16", paramLabel = "WHO", description = "Addresses or did:key.")
        private List<String> who = List.of();

        @Mixin
        private Kit kit = new Kit();

        @Override
        Told run(Owner owner) {
            List<Did> helpers = who.stream()
                    .map(one -> Did.parse(one)
                            .orElseGet(() -> OldAccounts.find(godwit(), one, "").did()))
                    .distinct()
                    .toList();
            if (needed < 1 || needed > helpers.size())
                throw new ClientProblem(
                        needed + " of " + helpers.size() + " helpers cannot agree.",
                        "Say how many must, for example: godwit account helpers set 2 @ann@a.example @bo@b.example @cy@c.example");
            KeyControl.Heard heard =
                    KeyControl.of(owner).helpers(kit.key(godwit(), Optional.of(owner.keys())), needed, helpers);
            return KeyWords.told(
                    JsonObject.builder()
                            .put("needed", needed)
                            .put("helpers", helpers.stream().map(Did::toString).toList())
                            .build(),
                    heard,
                    needed + " of your " + helpers.size()
                            + " helpers can name a new account of yours. The log does not show who they are; tell them.");
        }
    }

    /** {@code account helpers list}. */
    @Command(name = "list", description = "How many helpers you have, and what they have announced.")
    static final class Listed extends OwnerCommand {
        @Override
        Told run(Owner owner) {
            KeyLog log = KeyControl.of(owner).state();
            Helpers helpers = log.helpers();
            String words = helpers.members().isEmpty()
                    ? "You have no helpers. Choose some: godwit account helpers set NUMBER WHO…"
                    : helpers.threshold() + " of " + helpers.members().size() + " helpers must agree.";
            List<String> warnings =
                    KeyLogStory.warnings(log, owner.surroundings().now());
            return Told.done(
                    KeyLogStory.json(log), warnings.isEmpty() ? words : words + "\n" + String.join("\n", warnings));
        }
    }

    /** {@code account helpers dismiss}. */
    @Command(name = "dismiss", description = "Have no helpers any more. Needs your recovery key.")
    static final class Dismiss extends OwnerCommand {
        @Mixin
        private Kit kit = new Kit();

        @Override
        Told run(Owner owner) {
            KeyControl.Heard heard =
                    KeyControl.of(owner).helpers(kit.key(godwit(), Optional.of(owner.keys())), 0, List.of());
            return KeyWords.told(
                    JsonObject.builder().put("dismissed", true).build(), heard, "Nobody is your helper any more.");
        }
    }

    /** {@code account helpers sign}. */
    @Command(
            name = "sign",
            description =
                    "You are somebody's helper, who has lost the key: say which account is theirs now. Call them first; do not"
                            + " believe a message.")
    static final class Sign extends OwnerCommand {
        @Parameters(paramLabel = "OLD", description = "The old account: its address, or its did:key with --at.")
        private String old = "";

        @Option(names = "--successor", required = true, paramLabel = "DID", description = "The new account's identity.")
        private String successor = "";

        @Option(names = "--at", paramLabel = "ORIGIN", description = "A server that keeps the old account.")
        private String at = "";

        @Option(names = "--void-all", description = "Let nothing count that the old account published.")
        private boolean voidAll;

        @Override
        Told run(Owner owner) {
            Did named = Did.parse(successor)
                    .orElseThrow(() -> new ClientProblem(
                            successor + " is no identity.",
                            "It begins with did:key:, and they see it with: account show"));
            SignIn.Account account = OldAccounts.find(godwit(), old, at);
            KeyControl control = new KeyControl(
                    AccountLog.of(account.did(), account.actor(), owner.surroundings()),
                    Optional.empty(),
                    owner.surroundings());
            KeyControl.Heard heard = control.help(owner.keys().authority(), named, !voidAll);
            return KeyWords.told(
                    JsonObject.builder()
                            .put("old", account.did().toString())
                            .put("successor", named.toString())
                            .build(),
                    heard,
                    "Said. When " + control.state().helpers().threshold()
                            + " helpers have said the same it counts three days later, unless somebody objects.");
        }
    }
}
