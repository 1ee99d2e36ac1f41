package social.godwit.instance.client.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.instance.client.Answers;
import social.godwit.instance.client.BagContent;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.Gateways;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Profile;
import social.godwit.instance.client.RsaCopies;
import social.godwit.instance.client.Views;
import social.godwit.instance.client.home.OwnerOnlyFile;
import social.godwit.store.record.GatewayRecord;

/**
 * Makes a backup of an account from its gateways: all signed documents with the key log, followers with their inboxes and, where
 * their own requests were recorded, with these, media or their hashes, the account's key and the RSA copies. One record is in memory at a time.
 */
public final class Backup {
    private static final String MEDIA = "/.well-known/apgateway-media/";
    private static final int PAGE = 200;
    /** Of what gateways observe, what they keep for good. */
    private static final List<String> RECORDS = List.of("entry", "follower", "following", "peer");
    /** So many documents that nobody lists are asked for one by one. */
    private static final int ASKED_FOR_MAX = 20_000;

    private final Owner owner;
    private final Views views;
    private final Progress progress;
    private final Ledger ledger = new Ledger();

    /** A backup of {@code owner}'s account; {@code progress} hears how far it is. */
    public Backup(Owner owner, Progress progress) {
        this.owner = owner;
        this.views = new Views(owner);
        this.progress = progress;
    }

    /** Hears how far something is. */
    @FunctionalInterface
    public interface Progress {
        /** {@code done} of what {@code stage} names; {@code total} is 0 when it is not known. */
        void at(String stage, long done, long total);
    }

    /**
     * Writes the file, which must not exist; it has its name only when it is whole.
     *
     * @param media whether media are put in, or their hashes only
     */
    public BackupItem.End write(Path file, char[] passphrase, boolean media) {
        if (Files.exists(file)) throw new ClientProblem(file + " exists already.", "Choose another name.");
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        JsonObject actor = new Profile(owner).newest().document();
        var manifest = new Manifest(
                owner.did(), owner.ids().handle(), owner.surroundings().now(), actor, media);
        try {
            Files.deleteIfExists(unfinished);
            OwnerOnlyFile.create(unfinished, new byte[0]);
            BackupItem.End end;
            try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                OutputStream out = Channels.newOutputStream(channel);
                end = write(out, manifest, passphrase, media);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            return end;
        } catch (IOException e) {
            throw new ClientProblem(
                    file + " cannot be written: " + e.getMessage() + ".",
                    "Check the free space and the permissions.",
                    e);
        }
    }

    private BackupItem.End write(OutputStream out, Manifest manifest, char[] passphrase, boolean media)
            throws IOException {
        var copies = new RsaCopies(owner.home(), owner.keys()).all();
        try (var writer = new BackupWriter(
                out,
                manifest,
                BagContent.of(owner.keys(), copies),
                passphrase,
                owner.surroundings().randomness())) {
            documents(writer);
            owner.home()
                    .state()
                    .chains()
                    .values()
                    .forEach(head -> Sha256.parseMultibase(head.hash()).ifPresent(ledger::name));
            long missing = unlisted(writer) + ledger.missingLinks();
            followers(writer);
            for (String kind : RECORDS) records(writer, kind);
            missing += media(writer, media);
            return writer.end(missing);
        }
    }

    private void documents(BackupWriter writer) throws IOException {
        Map<String, String> from = new LinkedHashMap<>();
        long done = 0;
        while (true) {
            JsonObject page = views.page("documents", from);
            for (Json item : page.list("documents"))
                if (item instanceof JsonString text && document(writer, text.value())) done++;
            progress.at("documents", done, 0);
            Optional<String> next = page.string("next");
            if (next.isEmpty() || next.equals(Optional.ofNullable(from.get("after")))) return;
            from.put("after", next.get());
        }
    }

    /** Only what the account signed: a gateway cannot put anything into a backup. */
    private boolean document(BackupWriter writer, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (!(PortableDocument.read(bytes, owner.surroundings().clock().instant())
                instanceof DocumentVerdict.Admissible(PortableDocument document))) return false;
        if (!ledger.add(document)) return false;
        writer.document(bytes);
        return true;
    }

    /** What the checkpoints list and the pages did not show: gone, or inside of another, or missing. */
    private long unlisted(BackupWriter writer) throws IOException {
        long missing = 0;
        long asked = 0;
        for (Sha256 hash : ledger.missing()) {
            if (asked++ >= ASKED_FOR_MAX) {
                missing++;
                continue;
            }
            Gateways.From from = owner.gateways()
                    .get("/client/v1/" + owner.did() + "/held?hash=" + hash.multibase(), "application/json");
            JsonObject told = from.answer().isSuccess()
                    ? Answers.json(from.answer().body()).orElse(JsonObject.empty())
                    : JsonObject.empty();
            Optional<String> gone = told.string("gone");
            if (gone.isPresent()) {
                ledger.gone(hash);
                writer.gone(hash, gone.get());
            } else if (told.string("document").isEmpty()
                    || !document(writer, told.string("document").get())) missing++;
            progress.at("deleted", asked, 0);
        }
        return missing;
    }

    private void followers(BackupWriter writer) throws IOException {
        Map<String, String> from = new LinkedHashMap<>(Map.of("limit", Integer.toString(PAGE)));
        long done = 0;
        while (true) {
            JsonObject page = views.page("followers", from);
            for (Json item : page.list("orderedItems"))
                if (item instanceof JsonObject follow && follow.id("actor").isPresent()) {
                    writer.follower(new BackupItem.Follower(
                            follow.id("actor").get(),
                            follow.string("id").orElse(""),
                            follow.string("inbox").orElse(""),
                            follow.string("sharedInbox").orElse("")));
                    done++;
                }
            progress.at("followers", done, 0);
            Optional<String> next = page.string("next").flatMap(Views::markOf);
            if (next.isEmpty() || next.equals(Optional.ofNullable(from.get("before")))) return;
            from.put("before", next.get());
        }
    }

    /** A gateway cannot put in what no gateway signed; whether it is true is verified again by whoever gets it. */
    private void records(BackupWriter writer, String kind) throws IOException {
        Map<String, String> from = new LinkedHashMap<>(Map.of("kind", kind));
        while (true) {
            Gateways.From shown = views.ask("records", from);
            if (shown.answer().status() == 404) return; // a server of before there were any
            JsonObject page =
                    Answers.object(shown.orRefuse("Reading who follows you").answer(), shown.gateway());
            for (Json item : page.list("records"))
                if (item instanceof JsonString text) {
                    byte[] bytes = text.value().getBytes(StandardCharsets.UTF_8);
                    if (GatewayRecord.read(bytes)
                            .filter(signed -> signed.record().account().equals(owner.did()))
                            .isPresent()) writer.observed(bytes);
                }
            Optional<String> next = page.string("next");
            if (next.isEmpty() || next.equals(Optional.ofNullable(from.get("after")))) return;
            from.put("after", next.get());
        }
    }

    private long media(BackupWriter writer, boolean bytes) throws IOException {
        long missing = 0;
        long done = 0;
        for (Sha256 hash : ledger.media()) {
            Optional<byte[]> found = bytes ? fetched(hash) : Optional.empty();
            if (found.isPresent()) writer.medium(hash, found.get());
            else writer.medium(hash);
            if (bytes && found.isEmpty()) missing++;
            progress.at("media", ++done, ledger.media().size());
        }
        return missing;
    }

    private Optional<byte[]> fetched(Sha256 hash) {
        Gateways.From from = owner.gateways().get(MEDIA + hash.hashlink(), "*/*");
        return Optional.of(from.answer().body())
                .filter(bytes -> from.answer().isSuccess() && Sha256.of(bytes).equals(hash));
    }
}
