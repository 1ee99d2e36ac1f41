package social.godwit.instance.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.PeopleLists;
import social.godwit.instance.client.Person;
import social.godwit.instance.client.Views;

/** {@code list create|add|remove|show|delete}. */
@Command(
        name = "list",
        description = "Lists of people, which only you see.",
        subcommands = {
            ListCommand.Create.class,
            ListCommand.Add.class,
            ListCommand.Remove.class,
            ListCommand.Show.class,
            ListCommand.Delete.class
        })
final class ListCommand extends ViewCommand {
    @Override
    String view() {
        return "lists";
    }

    @Override
    String nothing() {
        return "You have no lists. Make one: godwit list create TITLE";
    }

    /** {@code list create}. */
    @Command(name = "create", description = "Make a list.")
    static final class Create extends OwnerCommand {
        @Parameters(paramLabel = "TITLE")
        private String title = "";

        @Override
        Told run(Owner owner) {
            PeopleLists.Named list = new PeopleLists(owner).create(title);
            return Told.done("id", list.id(), "Made the list " + title + ".");
        }
    }

    /** Puts somebody on a list or takes them off. */
    abstract static class Membership extends OwnerCommand {
        @Parameters(index = "0", paramLabel = "TITLE")
        private String title = "";

        @Parameters(index = "1", paramLabel = "WHO")
        private String who = "";

        Told change(Owner owner, boolean on, String now) {
            Person person = new PeopleLists(owner).change(title, who, on);
            return Told.done("actor", person.id(), person.handle() + " is " + now + " the list " + title + ".");
        }
    }

    /** {@code list add}. */
    @Command(name = "add", description = "Put somebody on a list.")
    static final class Add extends Membership {
        @Override
        Told run(Owner owner) {
            return change(owner, true, "on");
        }
    }

    /** {@code list remove}. */
    @Command(name = "remove", description = "Take somebody off a list.")
    static final class Remove extends Membership {
        @Override
        Told run(Owner owner) {
            return change(owner, false, "no longer on");
        }
    }

    /** {@code list show}. */
    @Command(name = "show", description = "Who is on a list.")
    static final class Show extends OwnerCommand {
        @Parameters(paramLabel = "TITLE")
        private String title = "";

        @Override
        Told run(Owner owner) {
            String id = new PeopleLists(owner).named(title).id();
            JsonObject page = new Views(owner).page("list", Map.of("id", id));
            return Told.done(page, Lines.page(page, "Nobody is on this list."));
        }
    }

    /** {@code list delete}. */
    @Command(name = "delete", description = "Delete a list. The people on it are not touched.")
    static final class Delete extends OwnerCommand {
        @Parameters(paramLabel = "TITLE")
        private String title = "";

        @Override
        Told run(Owner owner) {
            PeopleLists.Named list = new PeopleLists(owner).delete(title);
            return Told.done("id", list.id(), "Deleted the list " + title + ".");
        }
    }
}
