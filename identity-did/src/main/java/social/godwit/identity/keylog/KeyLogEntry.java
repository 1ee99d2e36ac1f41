package social.godwit.identity.keylog;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.ContentId;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Ed25519PublicKey;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.MapPurpose;
import social.godwit.identity.key.MapStatement;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.proof.IntegrityProof;

/**
 * An entry of an account's key log: a document of type {@code KeyLogEntry}, named after the closed map {@code entry} in it.
 * The authority key's proof is outside; the recovery key signs inside.
 */
public sealed interface KeyLogEntry {
    /** The account whose log it is. */
    Did account();

    /** The entry's name: hash of its map without signature. */
    Sha256 hash();

    /**
     * The first entry: names the authority and commits to the recovery key. Each gateway keeps the first that it sees, for ever.
     *
     * @param recovery see {@link #commitment}
     */
    record Genesis(Did account, Sha256 recovery) implements KeyLogEntry {
        @Override
        public Sha256 hash() {
            return ContentId.hash(KeyLogForm.map(this));
        }

        /** Returns the signed document. */
        public JsonObject sign(SigningKey authority, Instant created) {
            return document(KeyLogForm.map(this), account, authority, created);
        }
    }

    /** A device may speak for the account. */
    record DeviceAddition(Did account, Sha256 genesis, Did device) implements KeyLogEntry {
        @Override
        public Sha256 hash() {
            return ContentId.hash(KeyLogForm.map(this));
        }

        /** Returns the signed document. */
        public JsonObject sign(SigningKey authority, Instant created) {
            return document(KeyLogForm.map(this), account, authority, created);
        }
    }

    /** A device may speak no more, and its chains end here. Wins over any addition. */
    record DeviceRevocation(Did account, Sha256 genesis, Revocation revocation) implements KeyLogEntry {
        @Override
        public Sha256 hash() {
            return ContentId.hash(KeyLogForm.map(this));
        }

        /** Returns the signed document. */
        public JsonObject sign(SigningKey authority, Instant created) {
            return document(KeyLogForm.map(this), account, authority, created);
        }
    }

    /**
     * The owner's word by the recovery key, above authority and devices.
     *
     * @param previous hash of the recovery before, or of the genesis
     * @param recoveryKey the key that signs, now shown; what was committed to is its hash
     * @param nextRecovery commitment to the next recovery key
     * @param added devices that may speak
     * @param revoked devices that may not, at most one each
     * @param helpers who may name a successor from now on; nothing leaves them as they are
     * @param successor the account that goes on in this one's place; then every device that is not in {@code revoked} is
     *     closed whole
     */
    record Recovery(
            Did account,
            Sha256 genesis,
            Sha256 previous,
            Ed25519PublicKey recoveryKey,
            Sha256 nextRecovery,
            List<Did> added,
            List<Revocation> revoked,
            Optional<Helpers> helpers,
            Optional<Did> successor)
            implements KeyLogEntry {
        /** A recovery that says nothing of helpers, and names no successor. */
        public Recovery(
                Did account,
                Sha256 genesis,
                Sha256 previous,
                Ed25519PublicKey recoveryKey,
                Sha256 nextRecovery,
                List<Did> added,
                List<Revocation> revoked) {
            this(
                    account,
                    genesis,
                    previous,
                    recoveryKey,
                    nextRecovery,
                    added,
                    revoked,
                    Optional.empty(),
                    Optional.empty());
        }

        /** Checks the numbers, and that nobody succeeds himself. */
        public Recovery {
            added = List.copyOf(added);
            revoked = List.copyOf(revoked);
            boolean good = added.size() <= KeyLog.MAX_DEVICES
                    && revoked.size() <= KeyLog.MAX_DEVICES
                    && new HashSet<>(added).size() == added.size()
                    && revoked.stream().map(Revocation::device).distinct().count() == revoked.size()
                    && successor.filter(account::equals).isEmpty();
            if (!good) {
                throw new IllegalArgumentException("too many devices, or one twice, or no other account");
            }
        }

        @Override
        public Sha256 hash() {
            return ContentId.hash(KeyLogForm.map(this));
        }

        /** Returns the document signed by the recovery key inside and the authority key outside. */
        public JsonObject sign(SigningKey recovery, SigningKey authority, Instant created) {
            return document(signedMap(recovery), account, authority, created);
        }

        /**
         * Returns the document for an account whose authority key is lost: the same entry in the recovery key's own
         * repository, which is a did:key as well, and with its proof.
         */
        public JsonObject signAlone(SigningKey recovery, Instant created) {
            return document(signedMap(recovery), recovery.did(), recovery, created);
        }

        private JsonObject signedMap(SigningKey recovery) {
            if (!recovery.publicKey().equals(recoveryKey)) {
                throw new IllegalArgumentException("another recovery key");
            }
            return MapStatement.sign(MapPurpose.KEY_LOG_RECOVERY, KeyLogForm.map(this), recovery);
        }
    }

    /**
     * The authority key's word that the recovery key is lost: in force {@link KeyLog#RECOVERY_NOTICE} after receipt, unless
     * the recovery key signs anything before.
     *
     * @param previous hash of the last recovery, or of the genesis
     * @param nextRecovery commitment to the new recovery key
     */
    record RecoveryReplacement(Did account, Sha256 genesis, Sha256 previous, Sha256 nextRecovery)
            implements KeyLogEntry {
        @Override
        public Sha256 hash() {
            return ContentId.hash(KeyLogForm.map(this));
        }

        /** Returns the signed document. */
        public JsonObject sign(SigningKey authority, Instant created) {
            return document(KeyLogForm.map(this), account, authority, created);
        }
    }

    /**
     * A helper's word that an account goes on as another. The entry stands in the helper's own repository, with its proof.
     * As soon as enough helpers say the same, and {@link KeyLog#HELPER_DELAY} later, unless the recovery key or a device
     * objects, the successor is in force.
     *
     * @param previous hash of the last recovery, or of the genesis
     * @param helper who says so
     * @param revoked the last links of the account's devices that count, at most one each
     */
    record HelperSuccession(
            Did account, Sha256 genesis, Sha256 previous, Did helper, Did successor, List<Revocation> revoked)
            implements KeyLogEntry {
        /** Checks the numbers, and that the account is neither its own helper nor its own successor. */
        public HelperSuccession {
            revoked = List.copyOf(revoked);
            boolean good = revoked.size() <= KeyLog.MAX_DEVICES
                    && revoked.stream().map(Revocation::device).distinct().count() == revoked.size()
                    && !successor.equals(account)
                    && !helper.equals(account);
            if (!good) {
                throw new IllegalArgumentException("too many devices, or one twice, or no other account");
            }
        }

        @Override
        public Sha256 hash() {
            return ContentId.hash(KeyLogForm.map(this));
        }

        /** What helpers agree on: hash of the map without {@code helper}. */
        public Sha256 proposal() {
            return ContentId.hash(KeyLogForm.map(this).without("helper"));
        }

        /** Returns the signed document. */
        public JsonObject sign(SigningKey helperKey, Instant created) {
            return document(KeyLogForm.map(this), helper, helperKey, created);
        }
    }

    /**
     * A device's objection to a successor that helpers name.
     *
     * @param proposal see {@link HelperSuccession#proposal}
     */
    record Veto(Did account, Sha256 genesis, Sha256 proposal, Did device) implements KeyLogEntry {
        @Override
        public Sha256 hash() {
            return ContentId.hash(KeyLogForm.map(this));
        }

        /** Returns the document signed by the device inside and the authority key outside. */
        public JsonObject sign(SigningKey deviceKey, SigningKey authority, Instant created) {
            if (!deviceKey.did().equals(device)) {
                throw new IllegalArgumentException("key of another device");
            }
            return document(
                    MapStatement.sign(MapPurpose.DEVICE_VETO, KeyLogForm.map(this), deviceKey),
                    account,
                    authority,
                    created);
        }
    }

    /** An entry of a kind that this version does not know: kept and passed on, without effect. */
    record Unknown(Did account, Sha256 hash, String kind) implements KeyLogEntry {}

    /**
     * The end of a device.
     *
     * @param closed at most one end per class
     */
    record Revocation(Did device, List<ChainEnd> closed) {
        /** Checks the ends. */
        public Revocation {
            closed = List.copyOf(closed);
            if (closed.stream().map(ChainEnd::chain).distinct().count() != closed.size()) {
                throw new IllegalArgumentException("two ends of one chain");
            }
        }
    }

    /** What a log commits to for a recovery key: SHA-256 of its Multikey text. */
    static Sha256 commitment(Ed25519PublicKey recoveryKey) {
        return Sha256.of(recoveryKey.multibase().getBytes(StandardCharsets.US_ASCII));
    }

    /** Reads an entry out of an admitted document. */
    static KeyLogReading read(PortableDocument document) {
        return KeyLogForm.read(document);
    }

    private static JsonObject document(JsonObject map, Did owner, SigningKey key, Instant created) {
        if (!key.did().equals(owner)) {
            throw new IllegalArgumentException("key of another account");
        }
        return IntegrityProof.sign(
                JsonObject.builder()
                        .put("@context", PortableDocument.CONTEXT)
                        .put("id", ContentId.ofEntry(owner, map).canonical())
                        .put("type", ContentId.KEY_LOG_ENTRY)
                        .put("attributedTo", owner.toString())
                        .put("to", List.of("https://www.w3.org/ns/activitystreams#Public"))
                        .put("entry", map)
                        .build(),
                key,
                created);
    }
}
