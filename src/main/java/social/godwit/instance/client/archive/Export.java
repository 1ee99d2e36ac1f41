package social.godwit.instance.client.archive;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.Gateways;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Profile;

/**
 * Takes along what an account has: for Mastodon and others, or whole, with every signature. Nothing at the gateway is changed,
 * and no key is in any of it. Files are written beside their place and put there when they are complete.
 */
public final class Export {
    private static final String MEDIA = "/.well-known/apgateway-media/";

    private final Owner owner;
    private final Tally tally;
    private final OwnOutbox own;

    /** Exports for {@code owner}; {@code patience} waits when the gateway asks for it. */
    public Export(Owner owner, Gateways.Patience patience, Tally tally) {
        this.owner = owner;
        this.tally = tally;
        this.own = new OwnOutbox(owner);
        owner.gateways().patience(patience);
    }

    /** Writes {@code target}: a folder for {@link Format#CSV}, else a file, which must not exist yet. */
    public void run(Path target, Format format) {
        try {
            if (format == Format.CSV) {
                try (ArchiveWriter folder = ArchiveWriter.folder(target)) {
                    new OwnLists(owner, tally).write(folder, "");
                }
                return;
            }
            if (Files.exists(target)) throw new ClientProblem(target + " exists already.", "Choose another name.");
            Path parts = Files.createTempDirectory(target.toAbsolutePath().getParent(), ".export-");
            try {
                Path part = parts.resolve("archive");
                try (OutputStream out = Files.newOutputStream(part);
                        ArchiveWriter archive = writer(out, format)) {
                    if (format == Format.SIGNED) signed(archive, parts);
                    else account(archive, parts, format);
                }
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                for (String name : new String[] {"archive", "large"}) Files.deleteIfExists(parts.resolve(name));
                Files.deleteIfExists(parts);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new ClientProblem(
                    target + " cannot be written: " + e.getMessage() + ".", "Check the free space and the folder.", e);
        }
    }

    private ArchiveWriter writer(OutputStream out, Format format) {
        Instant now = owner.surroundings().now();
        return format == Format.FEP_6FCD ? ArchiveWriter.tar(out, now) : ArchiveWriter.zip(out, now);
    }

    /** Every document on a line, as it was signed, then the media that they name. */
    private void signed(ArchiveWriter archive, Path parts) throws IOException {
        Map<Sha256, String> media = new LinkedHashMap<>();
        Path large = parts.resolve("large");
        try (OutputStream lines = new BufferedOutputStream(Files.newOutputStream(large), 1 << 16)) {
            own.eachDocument(text -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                if (!(PortableDocument.read(bytes, owner.surroundings().clock().instant())
                                instanceof DocumentVerdict.Admissible(PortableDocument document))
                        || !document.owner().equals(owner.did())) {
                    tally.problem("The server showed a document that you did not sign; it was left out.");
                    return;
                }
                media(document.json(), media);
                try {
                    lines.write(Jcs.bytes(document.json()));
                    lines.write('\n');
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                tally.count("documents");
            });
        }
        archive.add("documents.ndjson", large);
        archive.add("README.txt", README.getBytes(StandardCharsets.UTF_8));
        for (Sha256 hash : media.keySet())
            fetch(hash).ifPresent(bytes -> add(archive, "media/" + hash.hashlink(), bytes));
    }

    private static final String README = """
            All that one account has signed, as it was signed.

            documents.ndjson  a document a line, in canonical JSON (RFC 8785): what was said, what was changed and deleted,
                              the key log, and the checkpoints that list it all. Each carries its proof (FEP-8b32).
            media/            the files that they name, by the hash of their content.

            Check them with: godwit verify FILE, for a line saved as a file of its own.
            """;

    private void account(ArchiveWriter archive, Path parts, Format format) throws IOException {
        String folder = format == Format.FEP_6FCD ? "activitypub/" : "";
        Map<Sha256, String> media = new LinkedHashMap<>();
        Path large = parts.resolve("large");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(large), 1 << 16)) {
            OutboxWriter outbox = new OutboxWriter(out, media, tally);
            own.each(outbox::add);
            outbox.close();
            if (format == Format.FEP_6FCD) archive.add("manifest.yml", manifest());
            archive.add(folder + "outbox.json", large);
            archive.add(folder + "likes.json", collection("likes.json", outbox.likes()));
        }
        OwnLists lists = new OwnLists(owner, tally);
        archive.add(folder + "bookmarks.json", collection("bookmarks.json", lists.bookmarks()));
        actor(archive, folder);
        for (Map.Entry<Sha256, String> file : media.entrySet())
            fetch(file.getKey()).ifPresent(bytes -> add(archive, folder + file.getValue(), bytes));
        if (format == Format.FEP_6FCD) lists.write(archive, "");
    }

    private byte[] manifest() {
        return ("ubc-version: 0.1\nmeta:\n  created: " + owner.surroundings().now() + "\n  createdBy:\n    controller: "
                        + owner.ids().actor() + "\n    client:\n      name: Godwit\ncontents:\n"
                        + "  manifest.yml:\n    url: https://codeberg.org/fediverse/fep/src/branch/main/fep/6fcd/fep-6fcd.md\n"
                        + "  activitypub:\n    contents:\n"
                        + "      actor.json:\n        url: https://www.w3.org/TR/activitypub/#actor-objects\n"
                        + "      outbox.json:\n        url: https://www.w3.org/TR/activitystreams-core/#collections\n"
                        + "      likes.json:\n        url: https://www.w3.org/TR/activitystreams-core/#collections\n"
                        + "      bookmarks.json:\n        url: https://www.w3.org/TR/activitystreams-core/#collections\n"
                        + "      media_attachments:\n"
                        + "        url: https://www.w3.org/TR/activitystreams-vocabulary/#dfn-attachment\n"
                        + "  following_accounts.csv: {}\n  blocked_accounts.csv: {}\n  muted_accounts.csv: {}\n"
                        + "  blocked_domains.csv: {}\n  lists.csv: {}\n  bookmarks.csv: {}\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The actor with the archive's own files in place of addresses; altered, so without its proof. */
    private void actor(ArchiveWriter archive, String folder) throws IOException {
        JsonObject actor = new Profile(owner)
                .newest()
                .document()
                .without("proof")
                .with("outbox", new JsonString("outbox.json"))
                .with("likes", new JsonString("likes.json"))
                .with("bookmarks", new JsonString("bookmarks.json"));
        for (String[] picture : new String[][] {{"icon", "avatar"}, {"image", "header"}}) {
            Optional<JsonObject> file = actor.object(picture[0]);
            Optional<Sha256> hash = file.flatMap(Export::hash);
            if (hash.isEmpty()) continue;
            String name = picture[1]
                    + OutboxWriter.ending(file.get().string("mediaType").orElse(""));
            actor = actor.with(picture[0], file.get().with("url", new JsonString(name)));
            fetch(hash.get()).ifPresent(bytes -> add(archive, folder + name, bytes));
        }
        archive.add(folder + "actor.json", Jcs.bytes(actor));
    }

    private static byte[] collection(String id, List<String> all) {
        return Jcs.bytes(JsonObject.builder()
                .put("@context", "https://www.w3.org/ns/activitystreams")
                .put("id", id)
                .put("type", "OrderedCollection")
                .put("totalItems", all.size())
                .put("orderedItems", all)
                .build());
    }

    private void add(ArchiveWriter archive, String name, byte[] bytes) {
        try {
            archive.add(name, bytes);
            tally.count("files");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file whose content is what its hash says; empty, and told, when the gateway has it not. */
    private Optional<byte[]> fetch(Sha256 hash) {
        Gateways.From from = owner.gateways().get(MEDIA + hash.hashlink(), "*/*");
        if (from.answer().isSuccess() && Sha256.of(from.answer().body()).equals(hash))
            return Optional.of(from.answer().body());
        tally.problem("The file " + hash.hashlink() + " is not at " + from.gateway() + ".");
        return Optional.empty();
    }

    /** Remembers every file that a document names, wherever in it. */
    private static void media(Json json, Map<Sha256, String> found) {
        switch (json) {
            case JsonObject object -> {
                hash(object).ifPresent(hash -> found.put(hash, ""));
                object.members().values().forEach(value -> media(value, found));
            }
            case JsonArray array -> array.items().forEach(item -> media(item, found));
            default -> {}
        }
    }

    /** The hash of the file that an attachment or a picture is. */
    static Optional<Sha256> hash(JsonObject file) {
        return file.id("url")
                .filter(url -> url.contains(MEDIA))
                .flatMap(url -> Sha256.parseHashlink(url.substring(url.indexOf(MEDIA) + MEDIA.length())));
    }
}
