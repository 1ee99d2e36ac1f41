package social.godwit.store.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import social.godwit.identity.checkpoint.Checkpoint;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.key.SigningKey;
import social.godwit.store.testing.TestAccount;

/** What every {@link Repositories} does with key logs and checkpoints. */
interface CheckpointsContract extends RepositoriesContract {
    @Test
    default void anAccountWithoutDevicesIsShownAsItIs() {
        TestAccount account = account();
        publish(account, account.genesis());
        PortableDocument note = account.note("/objects/1", "plain");
        assertThat(standing(note)).isEqualTo(Standing.CURRENT);
    }

    @Test
    default void showsWhatACheckpointOfADeviceListsAndNothingElse() {
        TestAccount account = account();
        SigningKey device = withDevice(account);
        PortableDocument listed = account.activity("/activities/1", "Create", account.note("/objects/1", "listed"));
        PortableDocument forged = account.activity("/activities/2", "Create", account.note("/objects/2", "forged"));
        publish(account, listed, account.sign(account.link(device, Optional.empty(), listed), device));
        assertThat(standing(forged)).isEqualTo(Standing.UNLISTED);
        assertThat(shown(account, "/objects/1")).contains("listed");
        assertThat(shown(account, "/objects/2")).isEmpty();
        assertThat(RepositoriesContract.await(store().listed(account.did(), List.of(listed.hash(), forged.hash()))))
                .containsExactly(listed.hash());
        assertThat(RepositoriesContract.await(store().count(account.did(), Selection.publicActivities())))
                .isEqualTo(1);
    }

    @Test
    default void showsADocumentWhenItsCheckpointComesLater() {
        TestAccount account = account();
        SigningKey device = withDevice(account);
        PortableDocument create = account.activity("/activities/1", "Create", account.note("/objects/1", "patience"));
        assertThat(standing(create)).isEqualTo(Standing.UNLISTED);
        publish(account, account.sign(account.link(device, Optional.empty(), create), device));
        assertThat(shown(account, "/objects/1")).contains("patience");
        assertThat(standing(create)).isEqualTo(Standing.CURRENT);
    }

    @Test
    default void showsADocumentWhoseCheckpointCameFirst() {
        TestAccount account = account();
        SigningKey device = withDevice(account);
        PortableDocument create = account.activity("/activities/1", "Create", account.note("/objects/1", "patience"));
        publish(account, account.sign(account.link(device, Optional.empty(), create), device));
        assertThat(standing(create)).isEqualTo(Standing.CURRENT);
        assertThat(shown(account, "/objects/1")).contains("patience");
    }

    @Test
    default void hidesWhatNoCheckpointListsOnceThereIsADevice() {
        TestAccount account = account();
        PortableDocument before = account.note("/objects/1", "before");
        publish(account, before);
        SigningKey device = withDevice(account);
        assertThat(shown(account, "/objects/1")).isEmpty();
        publish(account, account.sign(account.link(device, Optional.empty(), before), device));
        assertThat(shown(account, "/objects/1")).contains("before");
    }

    @Test
    default void aCheckpointByAKeyThatIsNoDeviceListsNothing() {
        TestAccount account = account();
        withDevice(account);
        SigningKey thief = account.newKey();
        PortableDocument note = account.note("/objects/1", "forged");
        publish(account, note, account.sign(account.link(thief, Optional.empty(), note), thief));
        assertThat(shown(account, "/objects/1")).isEmpty();
        publish(account, account.addDevice(thief));
        assertThat(shown(account, "/objects/1")).contains("forged");
    }

    @Test
    default void anUnlistedDeletionDeletesNothing() {
        TestAccount account = account();
        SigningKey device = withDevice(account);
        PortableDocument note = account.note("/objects/1", "precious");
        Checkpoint first = account.link(device, Optional.empty(), note);
        publish(account, note, account.sign(first, device));
        PortableDocument delete = account.activity(
                "/activities/2", "Delete", account.id("/objects/1").canonical());
        assertThat(standing(delete)).isEqualTo(Standing.UNLISTED);
        assertThat(shown(account, "/objects/1")).contains("precious");
        clock().advance(Repositories.ERASED_AFTER.multipliedBy(2));
        RepositoriesContract.await(store().eraseDue(100));
        assertThat(shown(account, "/objects/1")).contains("precious");
        publish(account, account.sign(account.link(device, Optional.of(first), delete), device));
        assertThat(RepositoriesContract.await(store().find(account.id("/objects/1"))))
                .isInstanceOf(Lookup.Deleted.class);
    }

    @Test
    default void anUnlistedNewerVersionDoesNotWin() {
        TestAccount account = account();
        SigningKey device = withDevice(account);
        PortableDocument note = account.note("/objects/1", "mine");
        Checkpoint first = account.link(device, Optional.empty(), note);
        publish(account, note, account.sign(first, device));
        admit(account.note("/objects/1", "the thief's"));
        PortableDocument edited = account.note("/objects/1", "edited");
        admit(account.note("/objects/1", "the thief's, later"));
        assertThat(shown(account, "/objects/1")).contains("mine");
        assertThat(publish(account, edited, account.sign(account.link(device, Optional.of(first), edited), device)))
                .isInstanceOf(Publication.Published.class);
        assertThat(shown(account, "/objects/1")).contains("edited");
    }

    @Test
    default void revokingADeviceClosesItsChainAtAPlace() {
        TestAccount account = account();
        SigningKey device = withDevice(account);
        PortableDocument one = account.note("/objects/1", "one");
        PortableDocument two = account.note("/objects/2", "two");
        PortableDocument three = account.note("/objects/3", "three");
        Checkpoint first = account.link(device, Optional.empty(), one);
        Checkpoint second = account.link(device, Optional.of(first), two);
        Checkpoint third = account.link(device, Optional.of(second), three);
        publish(account, one, two, three, account.sign(first, device), account.sign(third, device));
        publish(account, account.revokeDevice(device, second));
        assertThat(shown(account, "/objects/1")).isEmpty();
        assertThat(shown(account, "/objects/3")).isEmpty();
        publish(account, account.sign(second, device));
        assertThat(shown(account, "/objects/1")).contains("one");
        assertThat(shown(account, "/objects/2")).contains("two");
        assertThat(shown(account, "/objects/3")).isEmpty();
    }

    @Test
    default void aDeletionListedByARevokedDeviceAfterItsEndIsUndoneUntilItIsErased() {
        TestAccount account = account();
        SigningKey device = withDevice(account);
        PortableDocument note = account.note("/objects/1", "precious");
        PortableDocument delete = account.activity(
                "/activities/2", "Delete", account.id("/objects/1").canonical());
        Checkpoint first = account.link(device, Optional.empty(), note);
        Checkpoint second = account.link(device, Optional.of(first), delete);
        publish(account, note, account.sign(first, device));
        publish(account, delete, account.sign(second, device));
        assertThat(shown(account, "/objects/1")).isEmpty();
        publish(account, account.revokeDevice(device, first));
        assertThat(shown(account, "/objects/1")).contains("precious");
        clock().advance(Repositories.ERASED_AFTER.multipliedBy(2));
        RepositoriesContract.await(store().eraseDue(100));
        assertThat(shown(account, "/objects/1")).contains("precious");
    }

    @Test
    default void admitsAnEntryByTheRecoveryKeyAlone() {
        TestAccount account = account();
        SigningKey device = withDevice(account);
        PortableDocument note = account.note("/objects/1", "stolen");
        publish(account, note, account.sign(account.link(device, Optional.empty(), note), device));
        PortableDocument recovery = account.recoverAlone(device);
        assertThat(recovery.owner()).isNotEqualTo(account.did());
        assertThat(admit(recovery)).isInstanceOf(Admission.Stored.class);
        assertThat(shown(account, "/objects/1")).isEmpty();
        assertThat(RepositoriesContract.await(store().find(account.did(), recovery.hash())))
                .map(StoredDocument::id)
                .contains(recovery.id());
    }

    @Test
    default void refusesARecoveryByAKeyThatWasNotCommittedTo() {
        TestAccount account = account();
        SigningKey device = withDevice(account);
        PortableDocument stranger = account.recoverByStranger(device);
        assertThat(admit(stranger)).isEqualTo(new Admission.Refused(stranger.hash(), Admission.Refusal.KEY_LOG));
    }

    @Test
    default void keepsTheFirstGenesisForEverAndASecondAsEvidence() {
        TestAccount account = account();
        withDevice(account);
        PortableDocument second = account.otherGenesis();
        assertThat(admit(second)).isEqualTo(new Admission.Refused(second.hash(), Admission.Refusal.KEY_LOG));
        assertThat(publish(account, account.note("/objects/1", "x"), second))
                .isEqualTo(new Publication.Refused(second.hash(), Admission.Refusal.KEY_LOG));
        assertThat(RepositoriesContract.await(store().evidence(account.did(), 10)))
                .singleElement()
                .satisfies(evidence -> {
                    assertThat(evidence.kind()).isEqualTo(Evidence.Kind.KEY_LOG);
                    assertThat(evidence.refused().orElseThrow()).isEqualTo(second.bytes());
                });
        assertThat(RepositoriesContract.await(store().find(account.did(), second.hash())))
                .isEmpty();
    }

    @Test
    default void entriesThatCameBeforeTheGenesisTakeEffectWithIt() {
        TestAccount account = account();
        SigningKey device = account.newKey();
        PortableDocument note = account.note("/objects/1", "unlisted");
        publish(account, note);
        assertThat(admit(account.addDevice(device))).isInstanceOf(Admission.Stored.class);
        assertThat(shown(account, "/objects/1")).contains("unlisted");
        assertThat(admit(account.genesis())).isInstanceOf(Admission.Stored.class);
        assertThat(shown(account, "/objects/1")).isEmpty();
    }

    @Test
    default void aReusedPlaceInAChainIsEvidenceAndBothListingsCount() {
        TestAccount account = account();
        SigningKey device = withDevice(account);
        PortableDocument one = account.note("/objects/1", "one");
        PortableDocument two = account.note("/objects/2", "two");
        publish(account, one, account.sign(account.link(device, Optional.empty(), one), device));
        publish(account, two, account.sign(account.link(device, Optional.empty(), two), device));
        assertThat(shown(account, "/objects/1")).contains("one");
        assertThat(shown(account, "/objects/2")).contains("two");
        assertThat(RepositoriesContract.await(store().evidence(account.did(), 10)))
                .extracting(Evidence::kind)
                .containsExactly(Evidence.Kind.CHECKPOINTS);
    }

    @Test
    default void tellsWhatHasComeToCount() {
        TestAccount account = account();
        SigningKey device = account.newKey();
        admit(account.genesis());
        PortableDocument before = account.note("/objects/0", "from before there were devices");
        admit(before);
        admit(account.addDevice(device));
        PortableDocument note = account.note("/objects/1", "in a Create");
        PortableDocument create = account.activity("/activities/1", "Create", note);
        PortableDocument other = account.note("/objects/2", "by itself");
        assertThat(RepositoriesContract.await(store().admit(List.of(create))).changes())
                .singleElement()
                .satisfies(change -> assertThat(change.counting()).isEmpty());
        Checkpoint link = account.link(device, Optional.empty(), create, before);
        PortableDocument listing = account.sign(link, device);
        var changes = RepositoriesContract.await(store().admit(List.of(listing, other)))
                .changes();
        assertThat(changes).singleElement().satisfies(change -> {
            assertThat(change.owner()).isEqualTo(account.did());
            assertThat(change.revised()).isFalse();
            assertThat(change.counting())
                    .extracting(StoredDocument::hash)
                    .containsExactly(before.hash(), create.hash(), listing.hash());
        });
        assertThat(RepositoriesContract.await(store().admit(List.of(listing, create)))
                        .changes())
                .isEmpty();
        PortableDocument revocation = account.revokeDevice(device);
        assertThat(RepositoriesContract.await(store().admit(List.of(revocation)))
                        .changes())
                .singleElement()
                .satisfies(change -> assertThat(change.revised()).isTrue());
    }
}
