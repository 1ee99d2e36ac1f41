package social.godwit.instance.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Posts;

/** {@code edit}. */
@Command(name = "edit", description = "Change the text of one of your posts.")
final class EditCommand extends OwnerCommand {
    @Parameters(index = "0", paramLabel = "POST", description = "The post's address.")
    private String post = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "TEXT", description = "The new text; - for standard input.")
    private String text = "-";

    @Option(
            names = {"-w", "--warning", "--cw"},
            paramLabel = "WORDS",
            description = "Shown instead of the text until somebody opens it; empty to take it away.")
    private @Nullable String warning;

    @Option(names = "--language", paramLabel = "TAG", description = "The text's language.")
    private @Nullable String language;

    @Override
    Told run(Owner owner) {
        Optional<String> tongue = Optional.ofNullable(language).map(tag -> Language.of(Optional.of(tag)));
        return Lines.done(
                new Posts(owner).edit(post, Text.of(text), Optional.ofNullable(warning), tongue),
                "Changed. Other servers show the new text when they hear of it.");
    }
}
