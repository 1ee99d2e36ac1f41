package social.godwit.instance.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.did.Origin;
import social.godwit.identity.document.ContentId;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.request.IdentityRequest;
import social.godwit.instance.client.backup.Backup;
import social.godwit.instance.client.backup.BackupItem;
import social.godwit.instance.client.backup.BackupReader;
import social.godwit.instance.client.document.Activities;
import social.godwit.instance.client.document.ActorDocument;
import social.godwit.instance.client.home.HomeFolder;
import social.godwit.instance.client.home.KeyRing;

/**
 * Brings an account back from a backup, at an instance that has never seen it, when none of its servers is left. The instance
 * becomes one of the account's gateways, gets all documents and media, and sends none of them to anybody; of those whose own requests
 * to follow are in the backup it knows again that they follow, once it has asked their servers for their keys. This device gets the
 * account's key and one of its own. Making the instance the home, and telling followers, is moving. May be repeated until it is
 * done: what is there already is passed over.
 */
public final class Restore {
    private static final String STATE = "restore.json";
    private static final String BATCH = "restore.ndjson";
    private static final String NDJSON = "application/x-ndjson";
    private static final String MEDIA = "/.well-known/apgateway-media";
    private static final int DOCUMENTS = 400;
    private static final int BYTES = 3 << 20;
    private static final int LOG_MAX = 400;
    private static final int MEDIUM_MAX = 64 << 20;
    private static final Duration VERIFYING = Duration.ofSeconds(30);

    private final Path file;
    private final char[] passphrase;
    private final HomeFolder home;
    private final Surroundings surroundings;
    private final Gateways.Patience patience;
    private final Backup.Progress progress;

    /** From {@code file} into {@code home}, which is empty or holds what an earlier attempt left there. */
    public Restore(
            Path file,
            char[] passphrase,
            HomeFolder home,
            Surroundings surroundings,
            Gateways.Patience patience,
            Backup.Progress progress) {
        this.file = file;
        this.passphrase = passphrase;
        this.home = home;
        this.surroundings = surroundings;
        this.patience = patience;
        this.progress = progress;
    }

    /**
     * What came back.
     *
     * @param documents how many are at the gateway now
     * @param followers how many followers are in the backup
     * @param records how many records of gateways are at the gateway now, those of followers among them
     * @param refused how many documents, records and media it did not take
     */
    public record Restored(
            KeyRing keys,
            String handle,
            Origin gateway,
            long documents,
            long followers,
            long records,
            long media,
            long refused) {
        /** For scripts. */
        public JsonObject json() {
            return JsonObject.builder()
                    .put("did", keys.did().toString())
                    .put("handle", handle)
                    .put("gateway", gateway.toString())
                    .put("documents", documents)
                    .put("followers", followers)
                    .put("records", records)
                    .put("media", media)
                    .put("refused", refused)
                    .build();
        }
    }

    /** Restores at {@code gateway}. */
    public Restored at(Origin gateway, Optional<String> invite) {
        KeyRing keys;
        Owner owner;
        try (BackupReader reader = open()) {
            keys = keys(reader, gateway);
            owner = Owner.of(home, keys, surroundings, Optional.of(gateway));
            owner.gateways().patience(patience);
            if (!state().string("registered").isPresent()) register(owner, reader, gateway, invite);
        }
        Restored restored;
        try (BackupReader reader = open()) {
            restored = bringBack(owner, reader, gateway);
        }
        home.remove(STATE);
        home.remove(BATCH);
        return restored;
    }

    private BackupReader open() {
        return BackupReader.open(file, passphrase, surroundings.clock());
    }

    private JsonObject state() {
        return home.read(STATE).flatMap(Answers::json).orElse(JsonObject.empty());
    }

    private KeyRing keys(BackupReader reader, Origin gateway) {
        String did = reader.manifest().did().toString();
        if (home.keys().isPresent()) {
            boolean continues = state().string("did").filter(did::equals).isPresent()
                    && state().string("gateway")
                            .filter(gateway.toString()::equals)
                            .isPresent();
            if (!continues)
                throw new ClientProblem(
                        "There are keys in " + home.path() + " already.", "Choose another folder with --home DIR.");
            return KeyRing.open(home.keys().orElseThrow(), passphrase);
        }
        Discovery discovery = Discovery.of(gateway, surroundings.connection()).orRefuseAsHome();
        JsonObject actor = reader.manifest().actor();
        KeyRing keys = KeyRing.of(reader.keys(), surroundings.randomness());
        home.write(
                STATE,
                Jcs.bytes(JsonObject.builder()
                        .put("did", did)
                        .put("gateway", gateway.toString())
                        .build()));
        home.save(home.state()
                .withAccount(
                        actor.string("preferredUsername").orElse(""),
                        gateways(actor, gateway),
                        pinned(actor, discovery)));
        home.saveKeys(keys.sealed(passphrase, surroundings.randomness()));
        return keys;
    }

    private static List<String> gateways(JsonObject actor, Origin gateway) {
        List<String> gateways = new ArrayList<>(actor.ids("gateways"));
        if (!gateways.contains(gateway.toString())) gateways.add(gateway.toString());
        return gateways;
    }

    private static Map<String, String> pinned(JsonObject actor, Discovery discovery) {
        Map<String, String> pinned = new LinkedHashMap<>(ActorDocument.gatewayKeys(actor));
        pinned.put(discovery.origin().toString(), discovery.key());
        return pinned;
    }

    /** The gateway learns of the account by an Update that lists it, the device's checkpoint of that, and the key log. */
    private void register(Owner owner, BackupReader reader, Origin gateway, Optional<String> invite) {
        Discovery discovery = Discovery.of(gateway, surroundings.connection()).orRefuseAsHome();
        byte[] batch = home.read(BATCH).orElseGet(() -> batch(owner, reader, discovery));
        Map<String, String> headers = new LinkedHashMap<>(IdentityRequest.sign(
                owner.keys().authority(),
                "POST",
                discovery.register(),
                batch,
                surroundings.now(),
                surroundings.randomness()));
        headers.put("Content-Type", NDJSON);
        invite.ifPresent(code -> headers.put("X-Invite-Code", code.strip()));
        try {
            Answers.expectSuccess(
                    surroundings.connection().send("POST", discovery.register(), headers, batch),
                    gateway,
                    "Bringing the account there");
        } catch (IOException e) {
            throw new ClientProblem(
                    gateway + " cannot be reached (" + GatewayConnection.reason(e) + ").",
                    "Run the same command again; it goes on from here.",
                    e);
        }
        var copies = new RsaCopies(home, owner.keys());
        BagContent.copies(reader.keys()).forEach(copy -> copies.keep(copy, surroundings));
        note("registered", "yes");
    }

    private byte[] batch(Owner owner, BackupReader reader, Discovery discovery) {
        JsonObject actor = reader.manifest().actor();
        JsonObject next = owner.sign(ActorDocument.next(
                actor,
                Sha256.of(Jcs.bytes(actor)),
                List.of(ActorDocument.gateways(gateways(actor, discovery.origin()), pinned(actor, discovery)))));
        JsonObject update = owner.sign(Activities.updateActor(owner.ids(), owner.newName(), surroundings.now(), next));
        JsonObject device = KeyLogBeginning.device(owner.keys(), surroundings.now());
        Batch batch = Batch.of(owner.keys(), home.state(), List.of(device, update), surroundings.now());
        var all = new ByteArrayOutputStream();
        for (byte[] entry : keyLog(owner, reader)) {
            all.writeBytes(entry);
            all.write('\n');
        }
        all.writeBytes(batch.bytes());
        home.write(BATCH, all.toByteArray());
        home.save(home.state().withChains(batch.after()).withLastMicros(owner.lastMicros()));
        return all.toByteArray();
    }

    /** What the account itself signed of its key log; the rest follows with the documents. */
    private List<byte[]> keyLog(Owner owner, BackupReader reader) {
        List<byte[]> entries = new ArrayList<>();
        Optional<BackupItem> item = reader.next();
        while (item.isPresent() && entries.size() < LOG_MAX && beforeMedia(item.get())) {
            if (item.get() instanceof BackupItem.Document(byte[] bytes)
                    && Answers.json(bytes)
                            .flatMap(json -> json.string("type"))
                            .filter(ContentId.KEY_LOG_ENTRY::equals)
                            .isPresent()
                    && PortableDocument.read(bytes, surroundings.clock().instant())
                            instanceof DocumentVerdict.Admissible(PortableDocument document)
                    && document.owner().equals(owner.did())) entries.add(bytes);
            item = reader.next();
        }
        return entries;
    }

    private static boolean beforeMedia(BackupItem item) {
        return item instanceof BackupItem.Document || item instanceof BackupItem.Gone;
    }

    private Restored bringBack(Owner owner, BackupReader reader, Origin gateway) {
        var carrier = new Carrier(owner, number("documents"), number("records"), number("media"));
        long followers = 0;
        while (true) {
            switch (reader.next().orElseThrow()) {
                case BackupItem.Document(byte[] bytes) -> carrier.document(bytes);
                case BackupItem.Medium medium -> carrier.medium(medium);
                case BackupItem.Piece(byte[] bytes) -> carrier.piece(bytes);
                case BackupItem.Gone gone -> {}
                case BackupItem.Follower follower -> followers++;
                case BackupItem.Observed(byte[] bytes) -> carrier.record(bytes);
                case BackupItem.End end -> {
                    carrier.finish();
                    return new Restored(
                            owner.keys(),
                            reader.manifest().handle(),
                            gateway,
                            carrier.documents,
                            followers,
                            carrier.records,
                            carrier.media,
                            carrier.refused);
                }
            }
        }
    }

    private long number(String member) {
        return number(state(), member);
    }

    private static long number(JsonObject json, String member) {
        return json.get(member) instanceof JsonNumber number ? number.integer().orElse(0) : 0;
    }

    private void note(String member, String value) {
        home.write(STATE, Jcs.bytes(state().with(member, new social.godwit.identity.json.JsonString(value))));
    }

    private void note(String member, long value) {
        home.write(STATE, Jcs.bytes(state().with(member, JsonNumber.of(value))));
    }

    /** Carries documents, records and media to the gateway, and passes over what an earlier attempt has carried. */
    private final class Carrier {
        private final Owner owner;
        private final long documentsBefore;
        private final long recordsBefore;
        private final long mediaBefore;
        private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
        private int inBatch;
        private long documents;
        private long records;
        private long media;
        private long refused;
        private Optional<BackupItem.Medium> medium = Optional.empty();
        private ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Carrier(Owner owner, long documentsBefore, long recordsBefore, long mediaBefore) {
            this.owner = owner;
            this.documentsBefore = documentsBefore;
            this.recordsBefore = recordsBefore;
            this.mediaBefore = mediaBefore;
        }

        void document(byte[] document) {
            if (documents >= documentsBefore) add(document);
            documents++;
        }

        void record(byte[] record) {
            if (records == 0) send();
            if (records >= recordsBefore) add(record);
            records++;
        }

        private void add(byte[] line) {
            if (inBatch == DOCUMENTS || lines.size() + line.length >= BYTES) send();
            lines.writeBytes(line);
            lines.write('\n');
            inBatch++;
        }

        /** Documents first, then records: of followers a gateway verifies so many at a time, and takes the next ones later. */
        private void send() {
            if (inBatch == 0) return;
            JsonObject told = post(records == 0 ? "restore" : "restore-records");
            while (number(told, "later") > 0
                    && patience.waits(VERIFYING, "The server asks the servers of your followers about them"))
                told = post("restore-records");
            if (number(told, "later") > 0)
                throw new ClientProblem(
                        "The server has not verified all followers yet.",
                        "Run the same command again; it goes on from here.");
            refused += number(told, "refused");
            lines.reset();
            inBatch = 0;
            if (records == 0) note("documents", documents);
            else note("records", records);
            progress.at(records == 0 ? "documents" : "records", records == 0 ? documents : records, 0);
        }

        private JsonObject post(String what) {
            try {
                Gateways.From from = owner.gateways()
                        .post("/client/v1/" + owner.did() + "/" + what, NDJSON, lines.toByteArray())
                        .orRefuse("Bringing back");
                return Answers.object(from.answer(), from.gateway());
            } catch (Gateways.Unreachable e) {
                throw interrupted(e);
            }
        }

        void medium(BackupItem.Medium next) {
            send();
            sendMedium();
            medium = next.size().isPresent() ? Optional.of(next) : Optional.empty();
        }

        void piece(byte[] piece) {
            if (medium.isPresent() && bytes.size() + piece.length <= MEDIUM_MAX) bytes.writeBytes(piece);
        }

        private void sendMedium() {
            if (medium.isEmpty()) return;
            byte[] whole = bytes.toByteArray();
            bytes = new ByteArrayOutputStream();
            media++;
            if (media > mediaBefore) {
                if (!Sha256.of(whole).equals(medium.get().hash()) || !taken(whole)) refused++;
                note("media", media);
                progress.at("media", media, 0);
            }
            medium = Optional.empty();
        }

        private boolean taken(byte[] whole) {
            try {
                return owner.gateways()
                        .upload(MEDIA, "application/octet-stream", whole, sent -> {})
                        .answer()
                        .isSuccess();
            } catch (Gateways.Unreachable e) {
                throw interrupted(e);
            }
        }

        void finish() {
            send();
            sendMedium();
        }

        private ClientProblem interrupted(Gateways.Unreachable e) {
            return new ClientProblem(
                    "The server does not answer any more: " + e.getMessage(),
                    "Run the same command again; it goes on from here.",
                    e);
        }
    }
}
