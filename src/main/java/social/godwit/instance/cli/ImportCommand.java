package social.godwit.instance.cli;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.archive.Films;
import social.godwit.instance.client.archive.Import;
import social.godwit.instance.client.archive.Part;
import social.godwit.instance.client.archive.Survey;
import social.godwit.instance.client.archive.Tally;

/** {@code import}. */
@Command(
        name = "import",
        description = {
            "Bring along what another server gave you: your archive, or lists in CSV.",
            "Posts keep their dates and go to nobody; nothing is made twice when you repeat it."
        })
final class ImportCommand extends OwnerCommand {
    @Parameters(
            paramLabel = "FILE",
            description = "The archive (zip, tar or unpacked folder), a list that ends in .csv, or a folder of those.")
    private Path file = Path.of("");

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "PART",
            description = "Only: posts, profile, bookmarks, follows, lists, blocks, mutes, domains.")
    private @Nullable List<Part> only;

    @Option(names = "--as", paramLabel = "PART", description = "What a .csv is a list of, if it does not say.")
    private @Nullable Part as;

    @Option(names = "--with-boosts", description = "Bring along what you boosted, too; it stays in your outbox.")
    private boolean boosts;

    @Option(
            names = "--films",
            paramLabel = "as-is|leave-out",
            converter = FilmsConverter.class,
            description = "Films and sounds: as the old server showed them, or not at all.")
    private @Nullable Films films;

    @Option(names = "--dry-run", description = "Say what is in it; change nothing.")
    private boolean dryRun;

    @Override
    Told run(Owner owner) {
        Set<Part> parts = only == null ? EnumSet.noneOf(Part.class) : EnumSet.copyOf(only);
        var wishes = new Import.Wishes(parts, boosts, Optional.ofNullable(films), Optional.ofNullable(as));
        var progress = new TallyProgress(godwit());
        var tally = new Tally(progress);
        var work = new Import(owner, new Pause(godwit()), tally);
        if (dryRun) {
            Import.Found found = work.look(file, wishes);
            return Told.done(found.json(), words(found));
        }
        Import.Found found = work.run(file, wishes);
        JsonObject json = tally.json().with("found", found.json());
        return new Told(json, words(found, tally), tally.problemCount() == 0 ? 0 : 1);
    }

    private static String words(Import.Found found) {
        var words = new StringJoiner("\n");
        found.account().ifPresent(account -> words.add("The archive of " + account + ":"));
        found.posts().ifPresent(survey -> posts(words, survey));
        if (found.bookmarks() > 0) words.add("  " + found.bookmarks() + " bookmarks");
        if (found.likes() > 0) words.add("  " + found.likes() + " likes, which are not repeated");
        for (Import.Lines list : found.lists()) words.add("  " + name(list.part()) + ": " + list.lines() + " lines");
        return words.toString();
    }

    private static void posts(StringJoiner words, Survey survey) {
        words.add("  " + survey.posts() + " posts, " + survey.privatePosts()
                + " of them private messages, which only you will see");
        if (survey.boosts() > 0) words.add("  " + survey.boosts() + " boosts, brought along only with --with-boosts");
        if (survey.files() > 0)
            words.add("  " + survey.files() + " files, " + survey.films() + " of them films or sounds, "
                    + survey.missing() + " missing in the archive");
        survey.passed().forEach((why, count) -> words.add("  " + count + " passed over: " + why));
    }

    private static String words(Import.Found found, Tally tally) {
        var words = new StringJoiner("\n");
        words.add("Brought along" + found.account().map(from -> " from " + from).orElse("") + ":");
        for (Map.Entry<String, Long> count : tally.counts().entrySet())
            words.add("  " + count.getValue() + " " + described(count.getKey()));
        if (tally.counts().isEmpty()) words.add("  nothing");
        if (found.likes() > 0) words.add(found.likes() + " likes were not repeated.");
        if (tally.problemCount() > 0) {
            words.add(tally.problemCount() + " could not be brought along:");
            tally.problems().stream().limit(20).forEach(problem -> words.add("  " + problem));
            if (tally.problemCount() > 20) words.add("  … all of them with --json");
            words.add("Repeat the command to try them again; nothing is made twice.");
        }
        if (found.account().isPresent())
            words.add("Next, let your followers come along: godwit account alias add "
                    + found.account().get());
        return words.toString();
    }

    private static String described(String counter) {
        return switch (counter) {
            case "already" -> "here already";
            case "private" -> "private messages, for you alone";
            case "profile" -> "profile";
            case "domains" -> "blocked servers";
            case "lists" -> "places on lists";
            default -> counter;
        };
    }

    private static String name(Part part) {
        return part.name().toLowerCase(Locale.ROOT);
    }

    /** {@code as-is} and {@code leave-out}. */
    static final class FilmsConverter implements picocli.CommandLine.ITypeConverter<Films> {
        @Override
        public Films convert(String value) {
            return switch (value) {
                case "as-is" -> Films.AS_IS;
                case "leave-out" -> Films.LEAVE_OUT;
                default -> throw new picocli.CommandLine.TypeConversionException("say as-is or leave-out");
            };
        }
    }
}
