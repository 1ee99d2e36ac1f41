package social.godwit.instance.client.archive;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.MediaUpload;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.document.Activities;
import social.godwit.instance.client.document.Post;
import social.godwit.instance.client.document.TimeId;
import social.godwit.instance.client.media.MediaFile;
import social.godwit.instance.client.media.MediaPreparation;

/**
 * Brings the posts of an archive along. The outbox is read twice: once to know what is in it and which ids are its own, once to
 * sign and send. Of what is read only names stay in memory.
 */
final class PostImport {
    /** The most items of an outbox. */
    static final long ITEMS_MAX = 2_000_000;

    private static final int UPLOADS_REMEMBERED = 20_000;

    private final PostArchive archive;
    private final Tally tally;
    private final Instant now;

    /** The new names of the old posts, each by the first 64 bits of its id's hash. */
    private final Map<Long, TimeId> ours = new LinkedHashMap<>();

    private final Map<Sha256, Post.Attachment> uploaded = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Sha256, Post.Attachment> eldest) {
            return size() > UPLOADS_REMEMBERED;
        }
    };

    PostImport(PostArchive archive, Tally tally, Instant now) {
        this.archive = archive;
        this.tally = tally;
        this.now = now;
    }

    /** Reads the outbox through, and sends nothing. */
    Survey survey() throws IOException {
        long posts = 0;
        long own = 0;
        long boosts = 0;
        long files = 0;
        long films = 0;
        long missing = 0;
        Map<String, Long> passed = new LinkedHashMap<>();
        try (JsonItems items = outbox()) {
            for (Optional<JsonItems.Item> item = items.next(); item.isPresent(); item = items.next()) {
                switch (read(item.get())) {
                    case OldActivity.Posted(OldPost post) -> {
                        if (++posts > ITEMS_MAX) throw new ClientProblem("The archive has too many posts.");
                        if (post.audience() == OldPost.Readers.PRIVATE) own++;
                        ours.put(key(post.id()), ImportName.of(post.id(), post.published()));
                        for (OldPost.File file : post.files()) {
                            files++;
                            if (isFilm(file)) films++;
                            if (archive.find(file.path()).isEmpty()) missing++;
                        }
                    }
                    case OldActivity.Boosted boosted -> boosts++;
                    case OldActivity.Passed(String why) -> {
                        if (passed.size() < 100 || passed.containsKey(why)) passed.merge(why, 1L, Long::sum);
                    }
                }
            }
        }
        return new Survey(posts, own, boosts, passed, files, films, missing);
    }

    /** Signs and sends what {@link #survey} found and the ledger does not have. */
    void run(Owner owner, ImportLedger ledger, ImportBatches batches, boolean boosts, Films films) throws IOException {
        try (JsonItems items = outbox()) {
            for (Optional<JsonItems.Item> item = items.next(); item.isPresent(); item = items.next())
                switch (read(item.get())) {
                    case OldActivity.Posted(OldPost post) -> {
                        TimeId name = ImportName.of(post.id(), post.published());
                        if (ledger.has(name)) tally.count("already");
                        else post(owner, batches, post, name, films);
                    }
                    case OldActivity.Boosted(OldPost.Boost boost) -> {
                        TimeId name = ImportName.of(boost.id(), boost.published());
                        if (boosts && ledger.has(name)) tally.count("already");
                        else if (boosts) boost(owner, batches, boost, name);
                    }
                    case OldActivity.Passed(String why) -> {}
                }
        }
        batches.flush();
    }

    /** The id here of an old post that is brought along; empty for all others. */
    Optional<TimeId> ours(String oldId) {
        return Optional.ofNullable(ours.get(key(oldId)));
    }

    private void post(Owner owner, ImportBatches batches, OldPost post, TimeId name, Films films) throws IOException {
        List<Post.Attachment> files = new ArrayList<>();
        for (OldPost.File file : post.files())
            attachment(owner, post, file, films).ifPresent(files::add);
        Optional<String> parent =
                post.parent().map(id -> ours(id).map(owner.ids()::object).orElse(id));
        JsonObject object =
                owner.sign(ImportedDocument.post(post, name, archive.account(), parent, files, owner.ids(), now));
        JsonObject create = owner.sign(Activities.create(owner.ids(), name, post.published(), object));
        batches.add(new ImportBatches.Entry(
                name,
                create,
                post.audience() == OldPost.Readers.PRIVATE ? "private" : "posts",
                owner.ids().object(name)));
    }

    private void boost(Owner owner, ImportBatches batches, OldPost.Boost boost, TimeId name) {
        String object = ours(boost.object()).map(owner.ids()::object).orElse(boost.object());
        JsonObject announce = owner.sign(ImportedDocument.boost(boost, name, object, archive.account(), owner.ids()));
        batches.add(
                new ImportBatches.Entry(name, announce, "boosts", owner.ids().activity(name)));
    }

    /** The file, uploaded once however many posts have it; what cannot be had is told, and the post goes without. */
    private Optional<Post.Attachment> attachment(Owner owner, OldPost post, OldPost.File file, Films films)
            throws IOException {
        if (isFilm(file) && films == Films.LEAVE_OUT) return Optional.empty();
        Optional<String> name = archive.find(file.path());
        if (name.isEmpty()) {
            tally.problem(post.id() + ": its file " + file.path() + " is not in the archive");
            return Optional.empty();
        }
        try (InputStream in =
                archive.files().open(name.get(), MediaPreparation.LARGEST_FILE).orElseThrow()) {
            byte[] bytes = in.readAllBytes();
            Sha256 hash = Sha256.of(bytes);
            Post.Attachment known = uploaded.get(hash);
            if (known == null) {
                known = upload(owner, bytes, name.get());
                uploaded.put(hash, known);
                tally.count("files");
            }
            return Optional.of(new Post.Attachment(known.file(), known.hash(), known.url(), file.description()));
        } catch (ClientProblem unfit) {
            if (unfit.getCause() != null) throw unfit;
            tally.problem(post.id() + ": its file was left out. " + unfit.what());
            return Optional.empty();
        }
    }

    /** The attachment without its bytes. */
    private static Post.Attachment upload(Owner owner, byte[] bytes, String name) {
        MediaFile media = MediaPreparation.prepare(bytes, name, true);
        Post.Attachment sent = new MediaUpload(owner).send(media, name, "", (file, done, total) -> {});
        return new Post.Attachment(
                new MediaFile(new byte[0], media.type(), media.width(), media.height()), sent.hash(), sent.url(), "");
    }

    private static boolean isFilm(OldPost.File file) {
        return file.mediaType().startsWith("video/") || file.mediaType().startsWith("audio/");
    }

    private OldActivity read(JsonItems.Item item) {
        return switch (item) {
            case JsonItems.Item.Whole(JsonObject json) -> OldActivity.read(json, archive.id(), now);
            case JsonItems.Item.Id id -> new OldActivity.Passed("an id without its post");
            case JsonItems.Item.Unreadable(String why) -> new OldActivity.Passed("unreadable: " + why);
        };
    }

    private JsonItems outbox() throws IOException {
        return archive.items("outbox.json")
                .orElseThrow(() -> new ClientProblem("The archive has no outbox.json.", "Is it complete?"));
    }

    private static Long key(String id) {
        return ImportName.hash(id);
    }
}
