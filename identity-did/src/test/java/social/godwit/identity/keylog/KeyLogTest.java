package social.godwit.identity.keylog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import social.godwit.identity.SeededRandomness;
import social.godwit.identity.checkpoint.ChainClass;
import social.godwit.identity.checkpoint.Checkpoint;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.ContentId;
import social.godwit.identity.document.DocumentVerdict.Admissible;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.keylog.KeyLogEntry.DeviceAddition;
import social.godwit.identity.keylog.KeyLogEntry.DeviceRevocation;
import social.godwit.identity.keylog.KeyLogEntry.Genesis;
import social.godwit.identity.keylog.KeyLogEntry.Recovery;
import social.godwit.identity.keylog.KeyLogEntry.Revocation;
import social.godwit.identity.keylog.KeyLogEntry.Unknown;
import social.godwit.identity.proof.IntegrityProof;

class KeyLogTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final SigningKey AUTHORITY = key(1);
    private static final SigningKey THIEF = key(2);
    private static final SigningKey R1 = key(3);
    private static final SigningKey R2 = key(4);
    private static final SigningKey R3 = key(5);
    private static final Did ACCOUNT = AUTHORITY.did();
    private static final Did PHONE = key(6).did();
    private static final Did LAPTOP = key(7).did();
    private static final Genesis GENESIS = new Genesis(ACCOUNT, KeyLogEntry.commitment(R1.publicKey()));
    private static final Sha256 BEGAN = GENESIS.hash();

    private static SigningKey key(long seed) {
        return SigningKey.generate(new SeededRandomness(seed));
    }

    private static DeviceAddition addition(Did device) {
        return new DeviceAddition(ACCOUNT, BEGAN, device);
    }

    private static DeviceRevocation revocation(Did device, ChainEnd... ends) {
        return new DeviceRevocation(ACCOUNT, BEGAN, new Revocation(device, List.of(ends)));
    }

    private static Recovery recovery(
            Sha256 previous, SigningKey by, SigningKey next, List<Did> add, Revocation... revoke) {
        return new Recovery(
                ACCOUNT,
                BEGAN,
                previous,
                by.publicKey(),
                KeyLogEntry.commitment(next.publicKey()),
                add,
                List.of(revoke));
    }

    private static ChainEnd end(ChainClass chain, long seq) {
        return new ChainEnd(chain, seq, Sha256.of(new byte[] {(byte) seq}));
    }

    private static PortableDocument admitted(JsonObject document) {
        return ((Admissible) PortableDocument.read(Jcs.bytes(document), NOW)).document();
    }

    private static KeyLog added(KeyLog log, KeyLogEntry entry) {
        assertThat(log.add(entry)).isInstanceOf(KeyLogVerdict.Added.class);
        return ((KeyLogVerdict.Added) log.add(entry)).log();
    }

    private static void assertRefused(KeyLog log, KeyLogEntry entry, KeyLogVerdict.Reason reason) {
        assertThat(log.add(entry))
                .isInstanceOfSatisfying(
                        KeyLogVerdict.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    @Test
    void entriesGoThroughTheirDocuments() {
        Recovery recovery =
                recovery(BEGAN, R1, R2, List.of(LAPTOP), new Revocation(PHONE, List.of(end(ChainClass.PUBLIC, 3))));
        List<JsonObject> documents = List.of(
                GENESIS.sign(AUTHORITY, NOW),
                addition(PHONE).sign(AUTHORITY, NOW),
                revocation(PHONE, end(ChainClass.PUBLIC, 1), end(ChainClass.PRIVATE, 2))
                        .sign(AUTHORITY, NOW),
                recovery.sign(R1, AUTHORITY, NOW));
        List<KeyLogEntry> entries = List.of(
                GENESIS,
                addition(PHONE),
                revocation(PHONE, end(ChainClass.PUBLIC, 1), end(ChainClass.PRIVATE, 2)),
                recovery);

        for (int i = 0; i < documents.size(); i++) {
            PortableDocument document = admitted(documents.get(i));
            assertThat(KeyLogEntry.read(document)).isEqualTo(new KeyLogReading.Entry(entries.get(i)));
            assertThat(document.visibility()).isEqualTo(Visibility.PUBLIC);
            assertThat(document.permanent()).isTrue();
            assertThat(document.id().path())
                    .isEqualTo("/keylog/" + entries.get(i).hash().multibase());
        }
    }

    @Test
    void aRecoveryWithoutTheAuthorityKeyIsTheSameEntryInTheRecoveryKeysRepository() {
        Recovery recovery = recovery(BEGAN, R1, R2, List.of());
        PortableDocument alone = admitted(recovery.signAlone(R1, NOW));

        assertThat(alone.owner()).isEqualTo(R1.did());
        assertThat(KeyLogEntry.read(alone)).isEqualTo(new KeyLogReading.Entry(recovery));
        assertThat(KeyLogEntry.read(admitted(recovery.sign(R1, AUTHORITY, NOW))))
                .isEqualTo(KeyLogEntry.read(alone));
    }

    @Test
    void refusesEntriesThatTheAccountDidNotSign() {
        Genesis mine = new Genesis(THIEF.did(), KeyLogEntry.commitment(R1.publicKey()));
        JsonObject forAlice = GENESIS.sign(AUTHORITY, NOW).object("entry").orElseThrow();
        JsonObject inThiefsRepository = JsonObject.builder()
                .putAll(mine.sign(THIEF, NOW).without("proof"))
                .put("entry", forAlice)
                .put("id", ContentId.ofEntry(THIEF.did(), forAlice).canonical())
                .build();
        JsonObject recovery = recovery(BEGAN, R1, R2, List.of()).sign(R1, AUTHORITY, NOW);
        JsonObject otherRepository = JsonObject.builder()
                .putAll(recovery.without("proof"))
                .put(
                        "id",
                        ContentId.ofEntry(THIEF.did(), recovery.object("entry").orElseThrow())
                                .canonical())
                .put("attributedTo", THIEF.did().toString())
                .build();

        assertThat(KeyLogEntry.read(admitted(IntegrityProof.sign(inThiefsRepository, THIEF, NOW))))
                .isInstanceOf(KeyLogReading.Malformed.class);
        assertThat(KeyLogEntry.read(admitted(IntegrityProof.sign(otherRepository, THIEF, NOW))))
                .isInstanceOf(KeyLogReading.Malformed.class);
        assertThatThrownBy(() -> GENESIS.sign(THIEF, NOW)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesARecoveryWithoutTheRecoveryKeysSignature() {
        Recovery recovery = recovery(BEGAN, R1, R2, List.of());
        JsonObject document = recovery.sign(R1, AUTHORITY, NOW);
        JsonObject entry = document.object("entry").orElseThrow();

        for (JsonObject bad : List.of(
                entry.without("signature"),
                entry.with("signature", Json.of("z111")),
                entry.with("add", Json.strings(List.of(THIEF.did().toString()))))) {
            JsonObject forged = JsonObject.builder()
                    .putAll(document.without("proof"))
                    .put("entry", bad)
                    .put("id", ContentId.ofEntry(ACCOUNT, bad).canonical())
                    .build();
            assertThat(KeyLogEntry.read(admitted(IntegrityProof.sign(forged, AUTHORITY, NOW))))
                    .isInstanceOf(KeyLogReading.Malformed.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"extra", "signature", "genesis"})
    void refusesEntriesWithOtherKeys(String key) {
        JsonObject document = GENESIS.sign(AUTHORITY, NOW);
        JsonObject entry = document.object("entry").orElseThrow().with(key, Json.of("x"));
        JsonObject changed = JsonObject.builder()
                .putAll(document.without("proof"))
                .put("entry", entry)
                .put("id", ContentId.ofEntry(ACCOUNT, entry).canonical())
                .build();

        assertThat(KeyLogEntry.read(admitted(IntegrityProof.sign(changed, AUTHORITY, NOW))))
                .isInstanceOf(KeyLogReading.Malformed.class);
    }

    @Test
    void keepsEntriesOfLaterVersionsWithoutEffect() {
        JsonObject entry = JsonObject.builder()
                .put("type", "HelperChoice")
                .put("account", ACCOUNT.toString())
                .put("threshold", 2)
                .build();
        JsonObject document = JsonObject.builder()
                .put("@context", PortableDocument.CONTEXT)
                .put("id", ContentId.ofEntry(ACCOUNT, entry).canonical())
                .put("type", "KeyLogEntry")
                .put("attributedTo", ACCOUNT.toString())
                .put("entry", entry)
                .build();
        KeyLogReading reading = KeyLogEntry.read(admitted(IntegrityProof.sign(document, AUTHORITY, NOW)));
        Unknown unknown = new Unknown(ACCOUNT, Jcs.hash(entry), "HelperChoice");

        assertThat(reading).isEqualTo(new KeyLogReading.Entry(unknown));
        assertThat(added(KeyLog.begin(GENESIS), unknown).entries()).containsExactly(GENESIS, unknown);
    }

    @Test
    void devicesMaySpeakOnceAddedAndNoMoreOnceRevoked() {
        KeyLog log = KeyLog.begin(GENESIS);
        assertThat(log.requiresCheckpoints()).isFalse();
        assertThat(log.authorises(PHONE)).isFalse();

        log = added(log, addition(PHONE));
        assertThat(log.requiresCheckpoints()).isTrue();
        assertThat(log.authorises(PHONE)).isTrue();
        assertThat(log.add(addition(PHONE))).isInstanceOf(KeyLogVerdict.Known.class);

        log = added(log, revocation(PHONE));
        assertThat(log.authorises(PHONE)).isFalse();
        assertThat(log.requiresCheckpoints()).isTrue();
    }

    @Test
    void revocationWinsWhateverTheOrder() {
        KeyLog log = added(added(KeyLog.begin(GENESIS), revocation(PHONE)), addition(PHONE));

        assertThat(log.authorises(PHONE)).isFalse();
        assertThat(added(log, recovery(BEGAN, R1, R2, List.of(PHONE))).authorises(PHONE))
                .isFalse();
    }

    @Test
    @DisplayName("a second genesis is refused for ever")
    void refusesASecondGenesis() {
        Genesis second = new Genesis(ACCOUNT, KeyLogEntry.commitment(THIEF.publicKey()));
        KeyLog log = KeyLog.begin(GENESIS);

        assertRefused(log, second, KeyLogVerdict.Reason.SECOND_GENESIS);
        assertRefused(log, new DeviceAddition(ACCOUNT, second.hash(), PHONE), KeyLogVerdict.Reason.OTHER_LOG);
        assertRefused(log, new DeviceAddition(THIEF.did(), BEGAN, PHONE), KeyLogVerdict.Reason.OTHER_LOG);
        assertThat(log.add(GENESIS)).isInstanceOf(KeyLogVerdict.Known.class);
    }

    @Test
    void recoveriesFollowTheCommitments() {
        Recovery first = recovery(BEGAN, R1, R2, List.of(LAPTOP), new Revocation(PHONE, List.of()));
        Recovery second = recovery(first.hash(), R2, R3, List.of());
        KeyLog log = added(KeyLog.begin(GENESIS), addition(PHONE));

        assertThat(log.add(second)).isEqualTo(new KeyLogVerdict.Waiting(first.hash()));
        assertRefused(log, recovery(BEGAN, R2, R3, List.of()), KeyLogVerdict.Reason.RECOVERY_KEY);
        assertRefused(log, recovery(addition(PHONE).hash(), R1, R2, List.of()), KeyLogVerdict.Reason.RECOVERY_KEY);
        log = added(added(log, first), second);
        assertThat(log.head()).isEqualTo(second.hash());
        assertThat(log.recoveryCommitment()).isEqualTo(KeyLogEntry.commitment(R3.publicKey()));
        assertThat(log.authorises(LAPTOP)).isTrue();
        assertThat(log.authorises(PHONE)).isFalse();
    }

    @Test
    @DisplayName("two recoveries with one predecessor freeze the log and nothing else")
    void forkFreezesTheRecoveryChainOnly() {
        Recovery one = recovery(BEGAN, R1, R2, List.of(LAPTOP));
        Recovery other = recovery(BEGAN, R1, R3, List.of());
        KeyLog log = added(added(KeyLog.begin(GENESIS), addition(PHONE)), one);
        assertThat(log.authorises(LAPTOP)).isTrue();

        log = added(log, other);
        assertThat(log.frozen()).isTrue();
        assertThat(log.head()).isEqualTo(BEGAN);
        assertThat(log.authorises(LAPTOP)).isFalse();
        assertThat(log.authorises(PHONE)).isTrue();
        assertRefused(log, recovery(one.hash(), R2, R3, List.of()), KeyLogVerdict.Reason.FROZEN);
        assertThat(added(log, addition(key(99).did())).authorises(key(99).did()))
                .isTrue();
    }

    @Test
    void checkpointsOfRevokedDevicesCountUpToTheEnd() {
        SigningKey device = key(6);
        Checkpoint first = Checkpoint.first(ACCOUNT, device.did(), ChainClass.PUBLIC, List.of(), List.of());
        Checkpoint second = first.next(List.of(), List.of());
        Checkpoint third = second.next(List.of(), List.of());
        Checkpoint hidden = Checkpoint.first(ACCOUNT, device.did(), ChainClass.PRIVATE, List.of(), List.of());
        ChainEnd end = new ChainEnd(ChainClass.PUBLIC, 2, second.hash());
        KeyLog log = added(KeyLog.begin(GENESIS), addition(device.did()));

        assertThat(log.standing(third)).isEqualTo(KeyLog.Standing.OPEN);
        assertThat(KeyLog.begin(GENESIS).standing(first)).isEqualTo(KeyLog.Standing.NO_DEVICE);
        log = added(log, revocation(device.did(), end));
        assertThat(log.standing(first)).isEqualTo(KeyLog.Standing.BEFORE_END);
        assertThat(log.standing(second)).isEqualTo(KeyLog.Standing.BEFORE_END);
        assertThat(log.standing(third)).isEqualTo(KeyLog.Standing.AFTER_END);
        assertThat(log.standing(hidden)).isEqualTo(KeyLog.Standing.AFTER_END);
        Checkpoint forked = first.next(List.of(Sha256.of(new byte[0])), List.of());
        assertThat(log.standing(forked)).isEqualTo(KeyLog.Standing.AFTER_END);
    }

    @Test
    void recoveryNamesTheEndsThatCount() {
        DeviceRevocation thiefs = revocation(PHONE);
        Recovery owners = recovery(BEGAN, R1, R2, List.of(), new Revocation(PHONE, List.of(end(ChainClass.PUBLIC, 9))));
        KeyLog log = added(added(added(KeyLog.begin(GENESIS), addition(PHONE)), thiefs), owners);

        assertThat(log.devices().get(PHONE).closed()).containsEntry(ChainClass.PUBLIC, end(ChainClass.PUBLIC, 9));
    }

    @Test
    void ofTwoRevocationsTheOneThatRecognisesLessCounts() {
        KeyLog log = KeyLog.fold(
                GENESIS,
                List.of(
                        addition(PHONE),
                        revocation(PHONE, end(ChainClass.PUBLIC, 5), end(ChainClass.PRIVATE, 5)),
                        revocation(PHONE, end(ChainClass.PUBLIC, 3))));

        assertThat(log.devices().get(PHONE).closed()).containsOnlyKeys(ChainClass.PUBLIC);
        assertThat(log.devices().get(PHONE).closed()).containsEntry(ChainClass.PUBLIC, end(ChainClass.PUBLIC, 3));
    }

    @Test
    void refusesMoreDevicesThanALogHolds() {
        KeyLog log = KeyLog.begin(GENESIS);
        for (int i = 0; i < KeyLog.MAX_DEVICES; i++) {
            log = added(log, addition(key(1_000 + i).did()));
        }
        assertRefused(log, addition(key(5_000).did()), KeyLogVerdict.Reason.FULL);
        assertThat(log.add(revocation(key(1_000).did()))).isInstanceOf(KeyLogVerdict.Added.class);
        assertThat(log.add(recovery(BEGAN, R1, R2, List.of()))).isInstanceOf(KeyLogVerdict.Added.class);
    }

    @Property(tries = 200)
    void stateDoesNotDependOnTheOrderOfEntries(@ForAll long seed) {
        Recovery first =
                recovery(BEGAN, R1, R2, List.of(LAPTOP), new Revocation(PHONE, List.of(end(ChainClass.PUBLIC, 2))));
        Recovery second = recovery(first.hash(), R2, R3, List.of());
        Recovery forked = recovery(first.hash(), R2, R1, List.of());
        List<KeyLogEntry> entries = new ArrayList<>(List.of(
                addition(PHONE),
                addition(LAPTOP),
                revocation(LAPTOP, end(ChainClass.PUBLIC, 4)),
                revocation(LAPTOP, end(ChainClass.PUBLIC, 3)),
                revocation(PHONE),
                first,
                second,
                forked,
                new Genesis(ACCOUNT, KeyLogEntry.commitment(R2.publicKey()))));
        KeyLog expected = KeyLog.fold(GENESIS, entries);
        Collections.shuffle(entries, new Random(seed));
        KeyLog log = KeyLog.fold(GENESIS, entries);

        assertThat(log.devices()).isEqualTo(expected.devices());
        assertThat(log.head()).isEqualTo(first.hash());
        assertThat(log.frozen()).isTrue();
        assertThat(log.recoveryCommitment()).isEqualTo(expected.recoveryCommitment());
    }
}
