package social.godwit.store.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.checkpoint.Checkpoint;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.keylog.Helpers;
import social.godwit.identity.keylog.KeyLog;
import social.godwit.identity.keylog.KeyLogEntry;
import social.godwit.identity.keylog.KeyLogEntry.DeviceAddition;
import social.godwit.identity.keylog.KeyLogEntry.HelperSuccession;
import social.godwit.identity.keylog.KeyLogEntry.Recovery;
import social.godwit.identity.keylog.KeyLogEntry.Revocation;
import social.godwit.identity.keylog.KeyLogEntry.Veto;
import social.godwit.identity.keylog.Succession;
import social.godwit.store.testing.TestAccount;

/** What every {@link Repositories} does when keys are lost or stolen. */
interface SuccessionContract extends CheckpointsContract {
    SaidNotices notices();

    Audits audits();

    private KeyLog log(TestAccount account) {
        return RepositoriesContract.await(audits().keyLog(account.did())).orElseThrow();
    }

    private void settle() {
        RepositoriesContract.await(store().settleKeyLogs(1_000));
    }

    private static HelperSuccession says(
            TestAccount account, Sha256 previous, SigningKey helper, Did successor, Revocation... kept) {
        return new HelperSuccession(
                account.did(), account.genesisEntry().hash(), previous, helper.did(), successor, List.of(kept));
    }

    /** The entry comes here now. */
    private Admission comes(PortableDocument document) {
        KeyLogEntry entry = Facts.keyLogEntry(document).orElseThrow();
        notices().received(entry.hash(), clock().instant());
        return admit(document);
    }

    @Test
    @DisplayName("the recovery key's successor ends the old key's word at the links that the owner recognises")
    default void aSuccessorByTheRecoveryKey() {
        TestAccount account = account();
        SigningKey device = withDevice(account);
        PortableDocument mine = account.note("/objects/1", "mine");
        PortableDocument thiefs = account.note("/objects/2", "the thief's");
        Checkpoint first = account.link(device, Optional.empty(), mine);
        Checkpoint second = account.link(device, Optional.of(first), thiefs);
        publish(account, mine, thiefs, account.sign(first, device), account.sign(second, device));
        Did successor = account.newKey().did();
        assertThat(admit(account.recoverAlone(
                        Optional.empty(), Optional.of(successor), TestAccount.revocation(device, first))))
                .isInstanceOf(Admission.Stored.class);
        assertThat(shown(account, "/objects/1")).contains("mine");
        assertThat(shown(account, "/objects/2")).isEmpty();

        SigningKey another = account.newKey();
        PortableDocument late = account.note("/objects/3", "by a device that the thief adds");
        publish(account, account.addDevice(another));
        publish(account, late, account.sign(account.link(another, Optional.empty(), late), another));
        assertThat(shown(account, "/objects/3")).isEmpty();
        assertThat(log(account).succession()).map(Succession::successor).contains(successor);
    }

    @Test
    @DisplayName("tombstones of everything by a thief are void when the recovery comes before the erasure")
    default void tombstonesOfEverything() {
        TestAccount account = account();
        SigningKey device = withDevice(account);
        PortableDocument one = account.note("/objects/1", "one");
        PortableDocument two = account.note("/objects/2", "two");
        Checkpoint first = account.link(device, Optional.empty(), one, two);
        publish(account, one, two, account.sign(first, device));
        PortableDocument tombOne = account.tombstone("/objects/1");
        PortableDocument tombTwo = account.tombstone("/objects/2");
        publish(
                account,
                tombOne,
                tombTwo,
                account.sign(account.link(device, Optional.of(first), tombOne, tombTwo), device));
        assertThat(shown(account, "/objects/1")).isEmpty();

        clock().advance(Repositories.ERASED_AFTER.minusMinutes(1));
        RepositoriesContract.await(store().eraseDue(100));
        publish(
                account,
                account.recoverAlone(
                        Optional.empty(), Optional.of(account.newKey().did()), TestAccount.revocation(device, first)));
        clock().advance(Repositories.ERASED_AFTER.multipliedBy(2));
        RepositoriesContract.await(store().eraseDue(100));
        assertThat(shown(account, "/objects/1")).contains("one");
        assertThat(shown(account, "/objects/2")).contains("two");
    }

    @Test
    default void helpersSuccessorIsInForceWhenItsTimeHasCome() {
        TestAccount account = account();
        SigningKey device = withDevice(account);
        PortableDocument note = account.note("/objects/1", "recognised by nobody");
        publish(account, note, account.sign(account.link(device, Optional.empty(), note), device));
        Did successor = account.newKey().did();
        List<SigningKey> friends = withHelpers(account);
        Sha256 head = log(account).head();
        for (SigningKey friend : friends) {
            assertThat(comes(TestAccount.read(
                            says(account, head, friend, successor).sign(friend, account.tick()))))
                    .isInstanceOf(Admission.Stored.class);
        }
        settle();
        assertThat(shown(account, "/objects/1")).isPresent();
        assertThat(log(account).pending())
                .singleElement()
                .satisfies(one ->
                        assertThat(one.inForce()).contains(clock().instant().plus(KeyLog.HELPER_DELAY)));

        clock().advance(KeyLog.HELPER_DELAY.minusSeconds(1));
        settle();
        assertThat(shown(account, "/objects/1")).isPresent();
        clock().advance(Duration.ofSeconds(1));
        settle();
        assertThat(shown(account, "/objects/1")).isEmpty();
        assertThat(log(account).succession()).map(Succession::successor).contains(successor);
        assertThat(RepositoriesContract.await(store().settleKeyLogs(1_000))).isZero();
    }

    @Test
    default void aDevicesVetoStopsThem() {
        TestAccount account = account();
        SigningKey device = withDevice(account);
        notices()
                .received(
                        new DeviceAddition(account.did(), account.genesisEntry().hash(), device.did()).hash(),
                        clock().instant());
        clock().advance(Duration.ofDays(1));
        List<SigningKey> friends = withHelpers(account);
        Did thief = account.newKey().did();
        Sha256 head = log(account).head();
        HelperSuccession one = says(account, head, friends.getFirst(), thief);
        for (SigningKey friend : friends) {
            comes(TestAccount.read(says(account, head, friend, thief).sign(friend, account.tick())));
        }
        clock().advance(Duration.ofDays(1));
        comes(TestAccount.read(account.veto(
                new Veto(account.did(), account.genesisEntry().hash(), one.proposal(), device.did()), device)));
        clock().advance(Duration.ofDays(100));
        settle();
        assertThat(log(account).succession()).isEmpty();
        assertThat(log(account).authorises(device.did())).isTrue();
    }

    /** Two helpers who must agree. */
    private List<SigningKey> withHelpers(TestAccount account) {
        List<SigningKey> friends = List.of(account.newKey(), account.newKey());
        Sha256 genesis = account.genesisEntry().hash();
        comes(account.recoverAlone(
                Optional.of(new Helpers(
                        2,
                        friends.stream()
                                .map(friend -> Helpers.member(genesis, friend.did()))
                                .toList())),
                Optional.empty()));
        return friends;
    }

    @Test
    @DisplayName("strangers cannot fill a log with entries that build on nothing")
    default void limitsEntriesThatWait() {
        TestAccount account = account();
        withDevice(account);
        List<Admission> outcomes = new ArrayList<>();
        for (int i = 0; i < KeyLogIntake.WAITING_MAX + 2; i++) {
            SigningKey stranger = account.newKey();
            outcomes.add(admit(TestAccount.read(new Recovery(
                            account.did(),
                            account.genesisEntry().hash(),
                            Sha256.of(new byte[] {(byte) i}),
                            stranger.publicKey(),
                            Sha256.of(new byte[0]),
                            List.of(),
                            List.of())
                    .signAlone(stranger, account.tick()))));
        }
        assertThat(outcomes.subList(0, KeyLogIntake.WAITING_MAX)).allMatch(Admission.Stored.class::isInstance);
        assertThat(outcomes.subList(KeyLogIntake.WAITING_MAX, outcomes.size()))
                .allMatch(Admission.Refused.class::isInstance);
        assertThat(admit(account.recoverAlone(
                        Optional.empty(), Optional.of(account.newKey().did()))))
                .isInstanceOf(Admission.Stored.class);
    }

    @Test
    default void aStrangerIsNoHelper() {
        TestAccount account = account();
        withDevice(account);
        withHelpers(account);
        SigningKey stranger = account.newKey();
        PortableDocument claim = TestAccount.read(
                says(account, log(account).head(), stranger, stranger.did()).sign(stranger, account.tick()));
        assertThat(admit(claim)).isEqualTo(new Admission.Refused(claim.hash(), Admission.Refusal.KEY_LOG));
    }
}
