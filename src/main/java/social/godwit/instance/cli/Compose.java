package social.godwit.instance.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.MediaUpload;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Posts;
import social.godwit.instance.client.document.Audience;
import social.godwit.instance.client.document.Post;

/** The options that writing a post and an answer have in common. */
final class Compose {
    @Option(
            names = {"-v", "--visibility"},
            paramLabel = "WHO",
            description = "public, unlisted, followers or direct.")
    private @Nullable Audience visibility;

    @Option(
            names = {"-w", "--warning", "--cw"},
            paramLabel = "WORDS",
            description = "Shown instead of the text until somebody opens it.")
    private @Nullable String warning;

    @Option(names = "--language", paramLabel = "TAG", description = "The text's language, for example en or de.")
    private @Nullable String language;

    @Option(
            names = {"-m", "--media"},
            paramLabel = "FILE",
            description = "A file to attach; up to 16. Where and when a picture was taken is removed first.")
    private List<Path> media = List.of();

    @Option(
            names = "--alt",
            paramLabel = "WORDS",
            description = "Describes a file; one for each --media, in the same order.")
    private List<String> descriptions = List.of();

    @Option(names = "--media-as-is", description = "Attach sound and film with whatever they say about themselves.")
    private boolean asItIs;

    @Option(names = "--poll", paramLabel = "ANSWER", description = "An answer of a poll; give two or more.")
    private List<String> answers = List.of();

    @Option(names = "--poll-multiple", description = "Several answers may be chosen.")
    private boolean multiple;

    @Option(
            names = "--poll-hours",
            paramLabel = "N",
            description = "How long the poll is open (default ${DEFAULT-VALUE}).")
    private int hours = 24;

    @Option(names = "--quotes", paramLabel = "WHO", description = "Who may quote it: anyone, followers or nobody.")
    private Post.Quotes quotes = Post.Quotes.ANYONE;

    Posts.Draft draft(Owner owner, Godwit godwit, String text) {
        check();
        String words = Text.of(text);
        var upload = new MediaUpload(owner);
        List<Post.Attachment> attachments = new ArrayList<>();
        for (int i = 0; i < media.size(); i++) {
            String description = i < descriptions.size() ? descriptions.get(i) : "";
            if (description.isEmpty())
                godwit.output()
                        .notice(media.get(i).getFileName()
                                + " has no description for those who cannot see it. Add one with --alt next time.");
            attachments.add(upload.upload(media.get(i), description, asItIs, new Progress(godwit)));
        }
        if (words.isBlank() && attachments.isEmpty())
            throw new ClientProblem("There is nothing to say: the text is empty.");
        return new Posts.Draft(
                words,
                Optional.ofNullable(visibility),
                Optional.ofNullable(warning),
                Language.of(Optional.ofNullable(language)),
                attachments,
                answers.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Posts.PollDraft(answers, multiple, Duration.ofHours(hours))),
                quotes);
    }

    private void check() {
        if (descriptions.size() > media.size())
            throw new ClientProblem("There are more descriptions (--alt) than files (--media).");
        if (media.size() > 16) throw new ClientProblem("At most 16 files can be attached to a post.");
        if (answers.size() == 1) throw new ClientProblem("A poll needs at least two answers.");
        if (answers.size() > 20) throw new ClientProblem("A poll can have at most 20 answers.");
        if (answers.stream().distinct().count() < answers.size())
            throw new ClientProblem("Two answers of the poll are the same.");
        if (hours < 1 || hours > 24 * 365) throw new ClientProblem("A poll can be open from one hour to one year.");
    }
}
