package social.godwit.instance.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.Aliases;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Person;

/** {@code account alias add|remove|list|check}. */
@Command(
        name = "alias",
        description = "Say that other accounts are yours as well, so that their followers may come along.",
        subcommands = {
            AccountAlias.Add.class,
            AccountAlias.Remove.class,
            AccountAlias.Listed.class,
            AccountAlias.Check.class
        })
final class AccountAlias extends CommandGroup {
    private static final String ADDRESS = "The other account: @name@server, or its address.";

    /** {@code account alias add}. */
    @Command(name = "add", description = "Name another account as yours; says what to do at the old server then.")
    static final class Add extends OwnerCommand {
        @Parameters(paramLabel = "ADDRESS", description = ADDRESS)
        private String address = "";

        @Override
        Told run(Owner owner) {
            Person person = new Aliases(owner).add(address);
            String handle = owner.ids().handle();
            return Told.done(
                    JsonObject.builder()
                            .put("alias", person.id())
                            .put("handle", person.handle())
                            .put("enter", handle)
                            .build(),
                    "Your account here now says that " + person.handle() + " is you as well.\n"
                            + "Now let the old server send your followers on. On Mastodon: Preferences, Account,\n"
                            + "\"Move to a different account\". Enter there:\n"
                            + "  Handle of the new account: " + handle + "\n"
                            + "  Current password: the one of the old account\n"
                            + "Until that is done, nothing has happened to your followers. Once it is, Mastodon lets you\n"
                            + "move again only after 30 days. Your posts there stay, unless you delete them yourself.\n"
                            + "Then see whether it has worked: godwit account alias check @" + person.handle()
                            + " --wait 10");
        }
    }

    /** {@code account alias remove}. */
    @Command(name = "remove", description = "Do not name an account as yours any more.")
    static final class Remove extends OwnerCommand {
        @Parameters(paramLabel = "ADDRESS", description = ADDRESS)
        private String address = "";

        @Override
        Told run(Owner owner) {
            String id = new Aliases(owner).remove(address);
            return Told.done("removed", id, "Your account does not name " + id + " any more.");
        }
    }

    /** {@code account alias list}. */
    @Command(name = "list", description = "The accounts that yours names.")
    static final class Listed extends OwnerCommand {
        @Override
        Told run(Owner owner) {
            List<String> ids = new Aliases(owner).list();
            return Told.done(
                    JsonObject.builder().put("aliases", ids).build(),
                    ids.isEmpty() ? "Your account names no other." : String.join("\n", ids));
        }
    }

    /** {@code account alias check}. */
    @Command(
            name = "check",
            description = "Ask the old server whether it sends your followers on. Ends well only when it does.")
    static final class Check extends OwnerCommand {
        @Parameters(paramLabel = "ADDRESS", description = ADDRESS)
        private String address = "";

        @Option(names = "--wait", paramLabel = "MINUTES", description = "Keep asking for so long.")
        private int wait;

        @Override
        Told run(Owner owner) {
            Aliases aliases = new Aliases(owner);
            Aliases.Standing standing = new Pause(godwit())
                    .lookAgain(wait, () -> aliases.check(address), Aliases.Standing::movedTo, it -> words(it, owner));
            JsonObject.Builder json = JsonObject.builder()
                    .put("alias", standing.person().id())
                    .put("named", standing.named())
                    .put("moved", standing.movedTo());
            json.putIfPresent("movedTo", standing.elsewhere());
            return new Told(json.build(), words(standing, owner), standing.movedTo() && standing.named() ? 0 : 1);
        }

        private static String words(Aliases.Standing standing, Owner owner) {
            String who = standing.person().handle();
            if (!standing.named())
                return "Your account here does not name " + who + " yet, so no server will believe the move.\n"
                        + "Do first: godwit account alias add @" + who;
            if (standing.movedTo())
                return who + " has moved to " + owner.ids().handle()
                        + ". Its server is telling the servers of your followers now; they come over the next hours.";
            return standing.elsewhere()
                    .map(id -> who + " says that it has moved somewhere else: " + id + ".")
                    .orElseGet(() ->
                            who + " does not say yet that it has moved. Its server may take a minute to show it.");
        }
    }
}
