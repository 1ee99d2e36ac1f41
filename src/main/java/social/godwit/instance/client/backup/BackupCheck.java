package social.godwit.instance.client.backup;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.RsaPublicKey;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.BagContent;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.RsaCopies;
import social.godwit.store.record.GatewayRecord;

/**
 * The drill: reads a whole backup and proves that it would bring the account back. Every piece decrypts, every document carries
 * the account's proof, all that its checkpoints list is there, media are what their hashes say, and a copy of the home's key
 * is the one that the profile lists.
 */
public final class BackupCheck {
    private final InstantSource clock;
    private final Backup.Progress progress;

    /** A drill by this clock. */
    public BackupCheck(InstantSource clock, Backup.Progress progress) {
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * What a backup holds and lacks.
     *
     * @param asOf the time of the newest checkpoint; none for an account without any
     * @param faults what is wrong, in words; none: it would bring the account back
     */
    public record Report(
            Manifest manifest, BackupItem.End counted, Optional<Instant> asOf, int rsaCopies, List<String> faults) {
        /** Whether the drill was passed. */
        public boolean passed() {
            return faults.isEmpty();
        }

        /** For scripts. */
        public JsonObject json() {
            JsonObject.Builder json = JsonObject.builder()
                    .put("did", manifest.did().toString())
                    .put("handle", manifest.handle())
                    .put("made", manifest.made().toString())
                    .put("documents", counted.documents())
                    .put("gone", counted.gone())
                    .put("followers", counted.followers())
                    .put("records", counted.records())
                    .put("media", counted.media())
                    .put("missing", counted.missing())
                    .put("rsaCopies", rsaCopies)
                    .put("passed", passed())
                    .put("faults", Json.strings(faults).items());
            json.putIfPresent("asOf", asOf.map(Instant::toString));
            return json.build();
        }
    }

    /** Runs the drill. What cannot be read at all is a {@link ClientProblem}. */
    public Report run(Path file, char[] passphrase) {
        try (BackupReader reader = BackupReader.open(file, passphrase, clock)) {
            return new Run(reader).run();
        }
    }

    /** One reading. */
    private final class Run {
        private final BackupReader reader;
        private final Ledger ledger = new Ledger();
        private final List<String> faults = new ArrayList<>();
        private long documents;
        private long gone;
        private long followers;
        private long records;
        private long media;
        private long strange;
        private long unsigned;
        private long broken;
        private Optional<Open> open = Optional.empty();

        /** A medium whose pieces are being read. */
        private record Open(Sha256 hash, MessageDigest digest, long left) {}

        Run(BackupReader reader) {
            this.reader = reader;
        }

        Report run() {
            while (true) {
                BackupItem item = reader.next().orElseThrow();
                if (!(item instanceof BackupItem.Piece)) closeMedium();
                switch (item) {
                    case BackupItem.Document(byte[] bytes) -> document(bytes);
                    case BackupItem.Gone(Sha256 hash, String reason) -> {
                        ledger.gone(hash);
                        gone++;
                    }
                    case BackupItem.Follower follower -> followers++;
                    case BackupItem.Observed(byte[] bytes) -> {
                        records++;
                        boolean ours = GatewayRecord.read(bytes)
                                .filter(signed -> signed.record()
                                        .account()
                                        .equals(reader.manifest().did()))
                                .isPresent();
                        if (!ours) unsigned++;
                    }
                    case BackupItem.Medium medium -> {
                        media++;
                        if (medium.size().isPresent())
                            open = Optional.of(new Open(
                                    medium.hash(),
                                    Sha256.digest(),
                                    medium.size().getAsLong()));
                    }
                    case BackupItem.Piece(byte[] bytes) -> piece(bytes);
                    case BackupItem.End end -> {
                        return report(end);
                    }
                }
            }
        }

        private void document(byte[] bytes) {
            documents++;
            if (documents % 1_000 == 0) progress.at("documents", documents, 0);
            if (PortableDocument.read(bytes, clock.instant())
                    instanceof DocumentVerdict.Admissible(PortableDocument read)) ledger.add(read);
            else strange++;
        }

        private void piece(byte[] bytes) {
            Open medium = open.orElseThrow(BackupItem::malformed);
            medium.digest().update(bytes);
            open = Optional.of(new Open(medium.hash(), medium.digest(), medium.left() - bytes.length));
        }

        private void closeMedium() {
            open.ifPresent(medium -> {
                if (medium.left() != 0
                        || !Sha256.ofHash(medium.digest().digest()).equals(medium.hash())) broken++;
            });
            open = Optional.empty();
        }

        private Report report(BackupItem.End end) {
            long missing = ledger.missing().size() + ledger.missingLinks();
            fault(strange, "documents carry no valid proof");
            fault(unsigned, "records of who follows you are not as a server of yours signed them");
            fault(missing, "documents that the account has listed are missing");
            fault(broken, "media are not what their hashes say");
            fault(end.missing() > missing ? end.missing() - missing : 0, "more were missing when the backup was made");
            if (end.documents() != documents
                    || end.gone() != gone
                    || end.followers() != followers
                    || end.records() != records
                    || end.media() != media) faults.add("the counts at the end are not those of what is there");
            List<RsaCopies.Copy> copies = BagContent.copies(reader.keys());
            Set<RsaPublicKey> listed = listed(reader.manifest().actor());
            Set<RsaPublicKey> held =
                    copies.stream().map(copy -> copy.pair().publicKey()).collect(Collectors.toSet());
            if (!listed.isEmpty() && held.stream().noneMatch(listed::contains))
                faults.add(
                        "there is no copy of the key that your home signs with: should it vanish, servers that know nothing"
                                + " of portable accounts cannot be told where you went");
            return new Report(reader.manifest(), end, ledger.asOf(), copies.size(), List.copyOf(faults));
        }

        private void fault(long count, String words) {
            if (count > 0) faults.add(count + " " + words);
        }
    }

    /** The RSA keys that an actor document lists. */
    private static Set<RsaPublicKey> listed(JsonObject actor) {
        return actor.list("publicKey").stream()
                .filter(JsonObject.class::isInstance)
                .flatMap(key -> ((JsonObject) key).string("publicKeyPem").stream())
                .flatMap(pem -> RsaPublicKey.fromPem(pem).stream())
                .collect(Collectors.toSet());
    }
}
