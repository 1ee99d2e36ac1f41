package social.godwit.instance.cli;

import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.moderation.LabelWishes;
import social.godwit.instance.client.moderation.LabelWishes.Met;
import social.godwit.store.label.LabelChoices;
import social.godwit.store.label.LabelChoices.Choice;

/** {@code account labels} and {@code account labels set}. */
@Command(
        name = "labels",
        description = "The labels that you meet at your server, whose they are, and what each does for you.",
        subcommands = AccountLabels.Choose.class)
final class AccountLabels extends OwnerCommand {
    @Override
    Told run(Owner owner) {
        List<Met> labels = new LabelWishes(owner).known().labels();
        StringJoiner lines = new StringJoiner("\n");
        String last = "";
        for (Met label : labels) {
            String whose = whose(label);
            if (!whose.equals(last)) lines.add((last.isEmpty() ? "" : "\n") + whose);
            last = whose;
            lines.add("  " + Terminal.words(label.key().label()) + ": " + does(label)
                    + (label.meaning().isEmpty() ? "" : ". " + Terminal.words(label.meaning())));
        }
        return Told.done(
                JsonObject.builder()
                        .put("labels", labels.stream().map(Met::json).toList())
                        .build(),
                labels.isEmpty()
                        ? "Nobody labels anything at your server."
                        : lines + "\n\nChange one with: godwit account labels set LABEL hide|warn|ignore|default");
    }

    private static String whose(Met label) {
        String owner = Terminal.words(label.owner());
        return switch (label.kind()) {
            case "instance" -> "Of your server, " + owner;
            case "labeler" ->
                "Of " + owner + ", whose labels your server shows  "
                        + label.key().of();
            case "network" -> "In the network " + owner + "  " + label.key().of();
            default ->
                "Of somebody whose labels you do not meet here  " + label.key().of();
        };
    }

    private static String does(Met label) {
        return label.choice()
                .map(choice -> switch (choice) {
                    case HIDE -> "hidden, as you chose";
                    case WARN -> "behind a warning, as you chose";
                    case IGNORE -> "ignored, as you chose";
                })
                .orElse(
                        switch (label.effect()) {
                            case "hide" -> "hidden";
                            case "warn" -> "behind a warning";
                            case "blur" -> "media blurred";
                            default -> "its name is shown";
                        });
    }

    /** {@code account labels set}. */
    @Command(
            name = "set",
            description =
                    "Choose what a label does for you. It holds wherever you read at your server, and moves with you.")
    static final class Choose extends OwnerCommand {
        @Parameters(index = "0", paramLabel = "LABEL", description = "The label's name, as account labels shows it.")
        private String label = "";

        @Parameters(
                index = "1",
                paramLabel = "hide|warn|ignore|default",
                description =
                        "Leave out what carries it, fold it behind the name, take no notice, or as its maker wants it.")
        private String choice = "";

        @Option(
                names = "--of",
                paramLabel = "LABELER",
                description = "Whose label: a DID or a name as account labels shows it; here for your server.")
        private @Nullable String of;

        @Override
        Told run(Owner owner) {
            Optional<Choice> chosen = Choice.parse(choice);
            if (chosen.isEmpty() && !choice.equals("default"))
                throw new ClientProblem("Choose hide, warn, ignore or default.");
            LabelChoices.Key key = new LabelWishes(owner).choose(label, Optional.ofNullable(of), chosen);
            return Told.done(
                    JsonObject.builder()
                            .put("of", key.of())
                            .put("label", key.label())
                            .put("choice", choice)
                            .build(),
                    switch (choice) {
                        case "hide" -> "What carries " + label + " is left out from now on.";
                        case "warn" -> "What carries " + label + " is behind a warning from now on.";
                        case "ignore" -> "You see nothing of " + label + " from now on.";
                        default -> label + " does what its maker wants again.";
                    });
        }
    }
}
