package social.godwit.identity.keylog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.SeededRandomness;
import social.godwit.identity.checkpoint.ChainClass;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.DocumentVerdict.Admissible;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.keylog.KeyLogEntry.DeviceAddition;
import social.godwit.identity.keylog.KeyLogEntry.DeviceRevocation;
import social.godwit.identity.keylog.KeyLogEntry.Genesis;
import social.godwit.identity.keylog.KeyLogEntry.HelperSuccession;
import social.godwit.identity.keylog.KeyLogEntry.Recovery;
import social.godwit.identity.keylog.KeyLogEntry.RecoveryReplacement;
import social.godwit.identity.keylog.KeyLogEntry.Revocation;
import social.godwit.identity.keylog.KeyLogEntry.Veto;
import social.godwit.identity.keylog.Succession.Rank;

@DisplayName("R outranks helpers, helpers outrank A and devices")
class RanksTest {
    private static final Instant DAY0 = Instant.parse("2026-11-01T00:00:00Z");
    private static final SigningKey A = key(1);
    private static final SigningKey THIEF = key(2);
    private static final SigningKey R1 = key(3);
    private static final SigningKey R2 = key(4);
    private static final SigningKey R3 = key(5);
    private static final SigningKey PHONE = key(6);
    private static final SigningKey LAPTOP = key(7);
    private static final List<SigningKey> FRIENDS = List.of(key(20), key(21), key(22));
    private static final Did HOME = key(30).did();
    private static final Did SECOND = key(31).did();
    private static final Did THIRD = key(32).did();
    private static final Did ACCOUNT = A.did();
    private static final Did SUCCESSOR = key(40).did();
    private static final Genesis GENESIS = new Genesis(ACCOUNT, KeyLogEntry.commitment(R1.publicKey()));
    private static final Sha256 BEGAN = GENESIS.hash();
    private static final ChainEnd END = new ChainEnd(ChainClass.PUBLIC, 7, Sha256.of(new byte[] {7}));

    private final List<KeyLogEntry> entries = new ArrayList<>();
    private final Map<Sha256, Notice> notices = new HashMap<>();

    private static SigningKey key(long seed) {
        return SigningKey.generate(new SeededRandomness(seed));
    }

    private static Instant day(double days) {
        return DAY0.plus(Duration.ofMinutes(Math.round(days * 24 * 60)));
    }

    /** The entry comes to all three gateways at that time. */
    private <T extends KeyLogEntry> T comes(T entry, double day) {
        return comes(entry, Map.of(HOME, day(day), SECOND, day(day), THIRD, day(day)));
    }

    private <T extends KeyLogEntry> T comes(T entry, Map<Did, Instant> received) {
        entries.add(entry);
        notices.put(entry.hash(), new Notice(Set.of(HOME, SECOND, THIRD), received, Optional.empty()));
        return entry;
    }

    private KeyLog on(double day) {
        return KeyLog.fold(GENESIS, entries, notices, day(day));
    }

    private KeyLog at(Did gateway, double day) {
        Map<Sha256, Notice> own = new HashMap<>();
        notices.forEach(
                (name, notice) -> own.put(name, new Notice(notice.listed(), notice.received(), Optional.of(gateway))));
        return KeyLog.fold(GENESIS, entries, own, day(day));
    }

    private static DeviceAddition device(SigningKey key) {
        return new DeviceAddition(ACCOUNT, BEGAN, key.did());
    }

    private static Recovery recovery(
            Sha256 previous, SigningKey by, SigningKey next, Optional<Helpers> helpers, Optional<Did> successor) {
        return new Recovery(
                ACCOUNT,
                BEGAN,
                previous,
                by.publicKey(),
                KeyLogEntry.commitment(next.publicKey()),
                List.of(),
                successor.isEmpty() ? List.of() : List.of(new Revocation(PHONE.did(), List.of(END))),
                helpers,
                successor);
    }

    private static Recovery says(Sha256 previous, SigningKey by, SigningKey next) {
        return recovery(previous, by, next, Optional.empty(), Optional.empty());
    }

    private static Recovery succeeds(Sha256 previous, SigningKey by, SigningKey next, Did successor) {
        return recovery(previous, by, next, Optional.empty(), Optional.of(successor));
    }

    private static RecoveryReplacement replaces(Sha256 previous, SigningKey next) {
        return new RecoveryReplacement(ACCOUNT, BEGAN, previous, KeyLogEntry.commitment(next.publicKey()));
    }

    private static Helpers helpers(int threshold) {
        return new Helpers(
                threshold,
                FRIENDS.stream()
                        .map(friend -> Helpers.member(BEGAN, friend.did()))
                        .toList());
    }

    private static HelperSuccession helper(SigningKey by, Sha256 previous, Did successor) {
        return new HelperSuccession(
                ACCOUNT, BEGAN, previous, by.did(), successor, List.of(new Revocation(PHONE.did(), List.of(END))));
    }

    /** A log with a phone, and two of three helpers; returns what helpers build on. */
    private Sha256 withHelpers() {
        comes(device(PHONE), 0);
        return comes(recovery(BEGAN, R1, R2, Optional.of(helpers(2)), Optional.empty()), 0)
                .hash();
    }

    @Test
    void theRecoveryKeyNamesASuccessorAtOnceAndSaysWhatCountsOfTheOldKey() {
        comes(device(PHONE), 0);
        comes(device(LAPTOP), 0);
        Recovery word = comes(succeeds(BEGAN, R1, R2, SUCCESSOR), 1);
        KeyLog log = on(1);

        assertThat(log.succession())
                .contains(new Succession(SUCCESSOR, Rank.RECOVERY_KEY, word.hash(), word.revoked()));
        assertThat(log.authorises(PHONE.did())).isFalse();
        assertThat(log.devices().get(PHONE.did()).closed()).containsEntry(ChainClass.PUBLIC, END);
        assertThat(log.devices().get(LAPTOP.did()).revoked()).isTrue();
        assertThat(log.devices().get(LAPTOP.did()).closed()).isEmpty();
    }

    @Test
    void whatTheOldKeyAddsAfterASuccessionIsVoid() {
        comes(succeeds(BEGAN, R1, R2, SUCCESSOR), 1);
        comes(device(THIEF), 2);
        comes(replaces(BEGAN, THIEF), 0.5);

        assertThat(on(40).authorises(THIEF.did())).isFalse();
        assertThat(on(40).requiresCheckpoints()).isTrue();
        assertThat(on(40).recoveryCommitment()).isEqualTo(KeyLogEntry.commitment(R2.publicKey()));
    }

    @Test
    void enoughHelpersNameASuccessorSeventyTwoHoursLater() {
        Sha256 head = withHelpers();
        comes(helper(FRIENDS.get(0), head, SUCCESSOR), 1);
        assertThat(on(100).succession()).isEmpty();
        assertThat(on(100).pending()).singleElement().satisfies(one -> {
            assertThat(one.signed()).isEqualTo(1);
            assertThat(one.needed()).isEqualTo(2);
            assertThat(one.inForce()).isEmpty();
        });

        comes(helper(FRIENDS.get(2), head, SUCCESSOR), 2);
        assertThat(on(4.99).succession()).isEmpty();
        assertThat(on(4.99).nextChange()).contains(day(5));
        assertThat(on(5).succession())
                .hasValueSatisfying(named -> assertThat(named.by()).isEqualTo(Rank.HELPERS));
        assertThat(on(5).authorises(PHONE.did())).isFalse();
        assertThat(on(5).nextChange()).isEmpty();
    }

    @Test
    void helpersWhoNameDifferentSuccessorsNameNone() {
        Sha256 head = withHelpers();
        comes(helper(FRIENDS.get(0), head, SUCCESSOR), 1);
        comes(helper(FRIENDS.get(1), head, THIEF.did()), 1);

        assertThat(on(100).succession()).isEmpty();
        assertThat(on(100).pending()).hasSize(2);
    }

    @Test
    void whoIsNoHelperIsNotHeard() {
        Sha256 head = withHelpers();

        assertThat(on(1).add(helper(THIEF, head, THIEF.did())))
                .isInstanceOfSatisfying(
                        KeyLogVerdict.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(KeyLogVerdict.Reason.NO_HELPER));
        assertThat(on(1).add(helper(FRIENDS.get(0), BEGAN, SUCCESSOR))).isInstanceOf(KeyLogVerdict.Refused.class);
        assertThat(on(1).add(helper(FRIENDS.get(0), Sha256.of(new byte[0]), SUCCESSOR)))
                .isInstanceOf(KeyLogVerdict.Waiting.class);
    }

    @Test
    void anyWordOfTheRecoveryKeyBeforeTheDeadlineCancelsWhatHelpersAnnounce() {
        Sha256 head = withHelpers();
        comes(helper(FRIENDS.get(0), head, SUCCESSOR), 1);
        comes(helper(FRIENDS.get(1), head, SUCCESSOR), 1);
        comes(says(head, R2, R3), 3.9);

        assertThat(on(100).succession()).isEmpty();
        assertThat(on(100).pending()).isEmpty();
    }

    @Test
    void theRecoveryKeysSuccessorTakesThePlaceOfTheHelpers() {
        Sha256 head = withHelpers();
        comes(helper(FRIENDS.get(0), head, THIEF.did()), 1);
        comes(helper(FRIENDS.get(1), head, THIEF.did()), 1);
        comes(succeeds(head, R2, R3, SUCCESSOR), 50);

        assertThat(on(100).succession())
                .hasValueSatisfying(named -> assertThat(named.successor()).isEqualTo(SUCCESSOR));
    }

    @Test
    void whatTheRecoveryKeySaysOfADeviceIsNotChangedByHelpers() {
        ChainEnd further = new ChainEnd(ChainClass.PUBLIC, 9, Sha256.of(new byte[] {9}));
        Sha256 head = withHelpers();
        comes(helper(FRIENDS.get(0), head, SUCCESSOR), 1);
        comes(helper(FRIENDS.get(1), head, SUCCESSOR), 1);
        assertThat(on(10).devices().get(PHONE.did()).closed()).containsEntry(ChainClass.PUBLIC, END);
        comes(
                new Recovery(
                        ACCOUNT,
                        BEGAN,
                        head,
                        R2.publicKey(),
                        KeyLogEntry.commitment(R3.publicKey()),
                        List.of(),
                        List.of(new Revocation(PHONE.did(), List.of(further)))),
                10);

        assertThat(on(10).succession()).isPresent();
        assertThat(on(10).devices().get(PHONE.did()).closed()).containsEntry(ChainClass.PUBLIC, further);
    }

    @Test
    void theRecoveryKeyDismissesHelpers() {
        Sha256 head = withHelpers();
        Sha256 dismissed = comes(recovery(head, R2, R3, Optional.of(Helpers.NONE), Optional.empty()), 1)
                .hash();

        assertThat(on(2).helpers()).isEqualTo(Helpers.NONE);
        assertThat(on(2).add(helper(FRIENDS.get(0), dismissed, SUCCESSOR))).isInstanceOf(KeyLogVerdict.Refused.class);
    }

    @Test
    void anUnrevokedDeviceVetoesWhatHelpersAnnounce() {
        Sha256 head = withHelpers();
        HelperSuccession one = comes(helper(FRIENDS.get(0), head, SUCCESSOR), 1);
        comes(helper(FRIENDS.get(1), head, SUCCESSOR), 1);
        comes(new Veto(ACCOUNT, BEGAN, one.proposal(), PHONE.did()), 3);

        assertThat(on(100).succession()).isEmpty();
        assertThat(on(100).pending())
                .singleElement()
                .satisfies(announced -> assertThat(announced.vetoed()).isTrue());
    }

    @Test
    void aVetoAfterTheDeadlineIsLateWhateverOneGatewaySays() {
        Sha256 head = withHelpers();
        HelperSuccession one = comes(helper(FRIENDS.get(0), head, SUCCESSOR), 1);
        comes(helper(FRIENDS.get(1), head, SUCCESSOR), 1);
        comes(
                new Veto(ACCOUNT, BEGAN, one.proposal(), PHONE.did()),
                Map.of(HOME, day(2), SECOND, day(5), THIRD, day(5)));

        assertThat(on(100).succession()).isPresent();
    }

    @Test
    void aThiefOfTheAuthorityKeyMakesNoDeviceThatVetoes() {
        Sha256 head = withHelpers();
        HelperSuccession one = comes(helper(FRIENDS.get(0), head, SUCCESSOR), 1);
        comes(device(THIEF), 1.5);
        comes(helper(FRIENDS.get(1), head, SUCCESSOR), 2);
        comes(new Veto(ACCOUNT, BEGAN, one.proposal(), THIEF.did()), 3);

        assertThat(on(5).succession()).isPresent();
    }

    @Test
    void aRevokedDeviceDoesNotVetoAndOneThatIsRevokedLaterHas() {
        Sha256 head = withHelpers();
        comes(device(LAPTOP), 0);
        HelperSuccession one = comes(helper(FRIENDS.get(0), head, SUCCESSOR), 1);
        comes(helper(FRIENDS.get(1), head, SUCCESSOR), 1);
        comes(new DeviceRevocation(ACCOUNT, BEGAN, new Revocation(PHONE.did(), List.of())), 2);
        comes(new Veto(ACCOUNT, BEGAN, one.proposal(), PHONE.did()), 3);
        assertThat(on(5).succession()).isPresent();

        comes(new Veto(ACCOUNT, BEGAN, one.proposal(), LAPTOP.did()), 3);
        assertThat(on(5).succession()).isEmpty();
        comes(new DeviceRevocation(ACCOUNT, BEGAN, new Revocation(LAPTOP.did(), List.of())), 200);
        assertThat(on(300).succession()).isEmpty();
    }

    @Test
    void aLostRecoveryKeyIsReplacedAfterThirtyDaysNotice() {
        RecoveryReplacement lost = comes(replaces(BEGAN, R2), 1);
        assertThat(on(30.9).recoveryCommitment()).isEqualTo(KeyLogEntry.commitment(R1.publicKey()));
        assertThat(on(30.9).nextChange()).contains(day(31));

        assertThat(on(31).recoveryCommitment()).isEqualTo(KeyLogEntry.commitment(R2.publicKey()));
        assertThat(on(31).head()).isEqualTo(lost.hash());
        comes(succeeds(BEGAN, R1, R3, THIEF.did()), 32);
        assertThat(on(40).succession()).isEmpty();
        comes(succeeds(lost.hash(), R2, R3, SUCCESSOR), 33);
        assertThat(on(40).succession())
                .hasValueSatisfying(named -> assertThat(named.successor()).isEqualTo(SUCCESSOR));
    }

    @Test
    void anySignatureOfTheRecoveryKeyCancelsItsReplacement() {
        comes(replaces(BEGAN, THIEF), 1);
        comes(says(BEGAN, R1, R2), 30);

        assertThat(on(100).recoveryCommitment()).isEqualTo(KeyLogEntry.commitment(R2.publicKey()));
        assertThat(on(100).pending()).isEmpty();
    }

    @Test
    void ofTwoReplacementsTheOneThatWasKnownFirstCounts() {
        comes(replaces(BEGAN, THIEF), 1.1);
        RecoveryReplacement first = comes(replaces(BEGAN, R2), 1);

        assertThat(on(100).head()).isEqualTo(first.hash());
    }

    @Test
    void twoWordsOfTheRecoveryKeyWithOnePredecessorFreezeTheLogAlone() {
        comes(device(PHONE), 0);
        comes(succeeds(BEGAN, R1, R2, SUCCESSOR), 1);
        comes(succeeds(BEGAN, R1, R2, THIEF.did()), 1);
        comes(replaces(BEGAN, R3), 1);

        assertThat(on(100).frozen()).isTrue();
        assertThat(on(100).succession()).isEmpty();
        assertThat(on(100).authorises(PHONE.did())).isTrue();
        assertThat(on(100).pending()).isEmpty();
    }

    @Test
    void anOldRecoveryKeyThatIsFoundLateFreezesNothing() {
        RecoveryReplacement lost = comes(replaces(BEGAN, R2), 1);
        comes(succeeds(BEGAN, R1, R2, SUCCESSOR), 100);
        comes(succeeds(BEGAN, R1, R2, THIEF.did()), 100);

        assertThat(on(200).frozen()).isFalse();
        assertThat(on(200).head()).isEqualTo(lost.hash());
    }

    @Test
    void oneGatewayOfThreeNeitherShortensNorStopsADelay() {
        comes(replaces(BEGAN, R2), Map.of(HOME, day(-300), SECOND, day(1), THIRD, day(1.5)));
        assertThat(on(30.9).head()).isEqualTo(BEGAN);
        assertThat(on(31).head()).isNotEqualTo(BEGAN);

        entries.clear();
        comes(replaces(BEGAN, R2), Map.of(SECOND, day(1), THIRD, day(1.5)));
        assertThat(on(31.4).head()).isEqualTo(BEGAN);
        assertThat(on(31.5).head()).isNotEqualTo(BEGAN);
    }

    @Test
    @DisplayName("two gateways of three that belong to the thief shorten a delay elsewhere, and not at the third")
    void twoGatewaysOfThree() {
        comes(replaces(BEGAN, THIEF), Map.of(HOME, day(-300), SECOND, day(-300), THIRD, day(1)));

        assertThat(on(2).recoveryCommitment()).isEqualTo(KeyLogEntry.commitment(THIEF.publicKey()));
        assertThat(at(THIRD, 30.9).recoveryCommitment()).isEqualTo(KeyLogEntry.commitment(R1.publicKey()));
        comes(succeeds(BEGAN, R1, R2, SUCCESSOR), Map.of(THIRD, day(2)));
        assertThat(at(THIRD, 100).succession()).isPresent();
    }

    @Test
    void gatewaysThatWereNotListedBeforeAreNotAsked() {
        RecoveryReplacement lost = replaces(BEGAN, THIEF);
        entries.add(lost);
        notices.put(
                lost.hash(),
                new Notice(Set.of(HOME), Map.of(SECOND, day(-300), THIRD, day(-300), HOME, day(1)), Optional.empty()));

        assertThat(on(30.9).head()).isEqualTo(BEGAN);
    }

    @Test
    void withoutReceiptsNothingBelowTheRecoveryKeyTakesEffect() {
        Sha256 head = withHelpers();
        entries.add(replaces(head, THIEF));
        entries.add(helper(FRIENDS.get(0), head, THIEF.did()));
        entries.add(helper(FRIENDS.get(1), head, THIEF.did()));

        assertThat(on(100_000).head()).isEqualTo(head);
        assertThat(on(100_000).succession()).isEmpty();
        assertThat(on(100_000).pending()).hasSize(2);
    }

    @Test
    @DisplayName("a thief who fills the log with the authority key leaves room for the recovery key and helpers")
    void aFullLogHearsTheHigherRanks() {
        Sha256 head = withHelpers();
        for (int i = 0; i < KeyLog.MAX_ENTRIES; i++) {
            entries.add(new KeyLogEntry.Unknown(ACCOUNT, Sha256.of(("x" + i).getBytes()), "Noise"));
        }
        KeyLog full = on(1);

        assertThat(full.add(device(THIEF))).isInstanceOf(KeyLogVerdict.Refused.class);
        assertThat(full.add(succeeds(head, R2, R3, SUCCESSOR))).isInstanceOf(KeyLogVerdict.Added.class);
        assertThat(full.add(helper(FRIENDS.get(0), head, SUCCESSOR))).isInstanceOf(KeyLogVerdict.Added.class);
    }

    @Test
    void entriesGoThroughTheirDocumentsAndNamedByWhoSignsThem() {
        Recovery word = recovery(BEGAN, R1, R2, Optional.of(helpers(2)), Optional.of(SUCCESSOR));
        HelperSuccession friend = helper(FRIENDS.get(0), BEGAN, SUCCESSOR);
        Veto veto = new Veto(ACCOUNT, BEGAN, friend.proposal(), PHONE.did());
        Map<KeyLogEntry, JsonObject> documents = Map.of(
                word,
                word.signAlone(R1, DAY0),
                replaces(BEGAN, R2),
                replaces(BEGAN, R2).sign(A, DAY0),
                friend,
                friend.sign(FRIENDS.get(0), DAY0),
                veto,
                veto.sign(PHONE, A, DAY0));

        documents.forEach((entry, document) ->
                assertThat(KeyLogEntry.read(admitted(document))).isEqualTo(new KeyLogReading.Entry(entry)));
        assertThat(admitted(friend.sign(FRIENDS.get(0), DAY0)).owner())
                .isEqualTo(FRIENDS.get(0).did());
    }

    @Test
    void aVetoNeedsTheDevicesSignature() {
        Veto veto = new Veto(ACCOUNT, BEGAN, BEGAN, PHONE.did());
        JsonObject unsigned = KeyLogForm.map(veto);
        JsonObject byThief = social.godwit.identity.key.MapStatement.sign(
                social.godwit.identity.key.MapPurpose.DEVICE_VETO, unsigned, THIEF);

        for (JsonObject map : List.of(unsigned, byThief)) {
            JsonObject document = veto.sign(PHONE, A, DAY0).without("proof").with("entry", map);
            assertThat(KeyLogEntry.read(admitted(social.godwit.identity.proof.IntegrityProof.sign(document, A, DAY0))))
                    .isInstanceOf(KeyLogReading.Malformed.class);
        }
    }

    private static PortableDocument admitted(JsonObject document) {
        return ((Admissible) PortableDocument.read(Jcs.bytes(document), day(1))).document();
    }

    @Property(tries = 300)
    void stateDoesNotDependOnTheOrderOfEntries(@ForAll long seed) {
        Random random = new Random(seed);
        Sha256 head = withHelpers();
        comes(device(LAPTOP), random.nextInt(4));
        HelperSuccession one = helper(FRIENDS.get(0), head, SUCCESSOR);
        RecoveryReplacement lost = replaces(head, R3);
        List<KeyLogEntry> possible = List.of(
                one,
                helper(FRIENDS.get(1), head, SUCCESSOR),
                helper(FRIENDS.get(2), head, THIEF.did()),
                new Veto(ACCOUNT, BEGAN, one.proposal(), LAPTOP.did()),
                new DeviceRevocation(ACCOUNT, BEGAN, new Revocation(LAPTOP.did(), List.of())),
                lost,
                replaces(head, THIEF),
                says(head, R2, R3),
                succeeds(head, R2, R3, THIEF.did()),
                succeeds(lost.hash(), R3, R1, SUCCESSOR));
        for (KeyLogEntry entry : possible) {
            if (random.nextBoolean()) {
                comes(
                        entry,
                        Map.of(
                                HOME, day(random.nextInt(60)),
                                SECOND, day(random.nextInt(60)),
                                THIRD, day(random.nextInt(60))));
            }
        }
        double moment = random.nextInt(120);
        KeyLog expected = on(moment);
        Collections.shuffle(entries, random);
        KeyLog log = on(moment);

        assertThat(log.devices()).isEqualTo(expected.devices());
        assertThat(log.succession()).isEqualTo(expected.succession());
        assertThat(log.pending()).isEqualTo(expected.pending());
        assertThat(log.head()).isEqualTo(expected.head());
        assertThat(log.frozen()).isEqualTo(expected.frozen());
        assertThat(new HashSet<>(log.entries())).isEqualTo(new HashSet<>(expected.entries()));
        assertThat(log.nextChange()).isEqualTo(expected.nextChange());
    }

    @Property(tries = 300)
    void nothingChangesBeforeTheMomentThatIsAnnounced(@ForAll long seed) {
        Random random = new Random(seed);
        Sha256 head = withHelpers();
        for (KeyLogEntry entry : List.of(
                helper(FRIENDS.get(0), head, SUCCESSOR), helper(FRIENDS.get(1), head, SUCCESSOR), replaces(head, R3))) {
            comes(entry, random.nextInt(10));
        }
        double moment = random.nextInt(50);
        Instant next = on(moment).nextChange().orElse(day(100_000));
        KeyLog before = KeyLog.fold(GENESIS, entries, notices, next.minusSeconds(1));
        KeyLog after = KeyLog.fold(GENESIS, entries, notices, next);

        assertThat(before.succession()).isEqualTo(on(moment).succession());
        assertThat(before.head()).isEqualTo(on(moment).head());
        assertThat(next.equals(day(100_000)) || !after.pending().equals(before.pending()))
                .isTrue();
    }
}
