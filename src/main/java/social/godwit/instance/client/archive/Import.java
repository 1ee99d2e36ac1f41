package social.godwit.instance.client.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.Gateways;
import social.godwit.instance.client.Owner;

/**
 * Brings along what another server gave out: an archive (zip, tar, folder), a list in CSV, or a folder with both. Nothing is
 * made twice, however often it is repeated; broken off, it goes on where it was. The account's folder is in use meanwhile.
 */
public final class Import {
    private static final Set<Part> ALL = EnumSet.allOf(Part.class);

    private final Owner owner;
    private final Tally tally;

    /**
     * Imports for {@code owner}.
     *
     * @param patience waits when the gateway asks for it, which it does in long imports
     */
    public Import(Owner owner, Gateways.Patience patience, Tally tally) {
        this.owner = owner;
        this.tally = tally;
        owner.gateways().patience(patience);
    }

    /**
     * What a person decides.
     *
     * @param only these parts; all when empty
     * @param boosts bring boosts along as well
     * @param films what to do with film and sound; must be said when there are some
     * @param as what a CSV is a list of, when it does not say
     */
    public record Wishes(Set<Part> only, boolean boosts, Optional<Films> films, Optional<Part> as) {
        public Wishes {
            only = Set.copyOf(only.isEmpty() ? ALL : only);
        }
    }

    /**
     * What is in the file, before anything is sent.
     *
     * @param account the old account, {@code name@host}; empty when the file has only lists
     * @param likes old likes; they are not repeated, as that would tell their authors once more
     * @param lists the lines of each list
     */
    public record Found(
            Optional<String> account, Optional<Survey> posts, long bookmarks, long likes, List<Lines> lists) {
        /** For scripts. */
        public JsonObject json() {
            JsonObject.Builder json = JsonObject.builder().putIfPresent("account", account);
            posts.ifPresent(survey -> json.put("posts", survey.posts())
                    .put("private", survey.privatePosts())
                    .put("boosts", survey.boosts())
                    .put("files", survey.files())
                    .put("films", survey.films())
                    .put("filesMissing", survey.missing())
                    .put(
                            "passed",
                            survey.passed().values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum()));
            json.put("bookmarks", bookmarks).put("likes", likes);
            lists.forEach(list -> json.put(list.part().name().toLowerCase(Locale.ROOT), list.lines()));
            return json.build();
        }
    }

    /** How long a list is. */
    public record Lines(Part part, int lines) {}

    /** Looks through the file; sends nothing. */
    public Found look(Path path, Wishes wishes) {
        return within(path, wishes, (archive, lists) -> found(archive, posts(archive), lists));
    }

    /** Brings it all along, and says what was found. */
    public Found run(Path path, Wishes wishes) {
        return within(path, wishes, (archive, lists) -> {
            Optional<PostImport> posts = posts(archive);
            Found found = found(archive, posts, lists);
            Films films = films(found, wishes);
            found.posts()
                    .filter(survey -> wishes.only().contains(Part.POSTS))
                    .ifPresent(survey -> tally.expect(survey.posts() + (wishes.boosts() ? survey.boosts() : 0)));
            lists.forEach(list -> tally.expect(list.rows().size()));
            ImportLedger ledger = new ImportLedger(owner.home());
            ImportBatches batches = new ImportBatches(owner, ledger, tally);
            if (archive.isPresent()) archive(archive.get(), posts.orElseThrow(), wishes, ledger, batches, films);
            PeopleImport people = new PeopleImport(owner, ledger, batches, tally);
            lists.forEach(people::run);
            return found;
        });
    }

    private void archive(
            PostArchive archive,
            PostImport posts,
            Wishes wishes,
            ImportLedger ledger,
            ImportBatches batches,
            Films films)
            throws IOException {
        if (wishes.only().contains(Part.PROFILE)) new ProfileImport(archive, owner, tally).run();
        if (wishes.only().contains(Part.POSTS)) posts.run(owner, ledger, batches, wishes.boosts(), films);
        if (wishes.only().contains(Part.BOOKMARKS))
            new PeopleImport(owner, ledger, batches, tally)
                    .bookmarks(
                            ids(archive, "bookmarks.json"), id -> posts.ours(id).map(owner.ids()::object));
    }

    private static Films films(Found found, Wishes wishes) {
        long films = found.posts().map(Survey::films).orElse(0L);
        if (films > 0 && wishes.films().isEmpty() && wishes.only().contains(Part.POSTS))
            throw new ClientProblem(
                    "The archive has " + films
                            + " films or sounds. They may say where and when they were recorded, and this"
                            + " program cannot remove that.",
                    "Say --films as-is to take them as the old server showed them, or --films leave-out.");
        return wishes.films().orElse(Films.LEAVE_OUT);
    }

    private Optional<PostImport> posts(Optional<PostArchive> archive) {
        return archive.map(
                one -> new PostImport(one, tally, owner.surroundings().now()));
    }

    private static Found found(Optional<PostArchive> archive, Optional<PostImport> posts, List<CsvList> lists)
            throws IOException {
        return new Found(
                archive.map(PostArchive::account),
                posts.isPresent() ? Optional.of(posts.get().survey()) : Optional.empty(),
                archive.isPresent() ? ids(archive.get(), "bookmarks.json").size() : 0,
                archive.isPresent() ? ids(archive.get(), "likes.json").size() : 0,
                lists.stream()
                        .map(list -> new Lines(list.part(), list.rows().size()))
                        .toList());
    }

    private static List<String> ids(PostArchive archive, String name) throws IOException {
        List<String> ids = new ArrayList<>();
        Optional<JsonItems> collection = archive.items(name);
        if (collection.isEmpty()) return ids;
        try (JsonItems items = collection.get()) {
            for (Optional<JsonItems.Item> item = items.next(); item.isPresent(); item = items.next())
                if (item.get() instanceof JsonItems.Item.Id(String id) && ids.size() < ArchiveFiles.FILES_MAX)
                    ids.add(id);
        }
        return ids;
    }

    private interface Work {
        Found with(Optional<PostArchive> archive, List<CsvList> lists) throws IOException;
    }

    private static Found within(Path path, Wishes wishes, Work work) {
        try {
            if (!Files.exists(path)) throw new ClientProblem(path + " does not exist.", "Check the name.");
            if (isCsv(path.toString())) {
                try (InputStream in = new Bounded(Files.newInputStream(path), path.toString(), Csv.BYTES_MAX)) {
                    CsvList list = CsvList.of(path.toString(), Csv.read(in, path.toString()), wishes.as());
                    return work.with(Optional.empty(), List.of(list));
                }
            }
            try (ArchiveFiles files = ArchiveFiles.open(path)) {
                List<CsvList> lists = new ArrayList<>();
                for (String name : files.names())
                    if (isCsv(name) && name.indexOf('/') == name.lastIndexOf('/'))
                        try (InputStream in = files.open(name, Csv.BYTES_MAX).orElseThrow()) {
                            CsvList list = CsvList.of(name, Csv.read(in, name), Optional.empty());
                            if (wishes.only().contains(list.part())) lists.add(list);
                        }
                Optional<PostArchive> archive = PostArchive.in(files);
                if (archive.isEmpty() && lists.isEmpty())
                    throw new ClientProblem(
                            path + " has neither an actor.json nor lists that end in .csv.",
                            "Is it the archive of an account? If it was unpacked, name the folder in which actor.json lies.");
                return work.with(archive, lists);
            }
        } catch (IOException e) {
            throw new ClientProblem(
                    path + " cannot be read: " + e.getMessage() + ".",
                    "Get it again from the old server, then repeat the command: nothing is made twice.",
                    e);
        }
    }

    private static boolean isCsv(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".csv");
    }
}
