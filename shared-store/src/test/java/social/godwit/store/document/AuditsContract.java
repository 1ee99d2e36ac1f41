package social.godwit.store.document;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.store.document.RepositoriesContract.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.checkpoint.Checkpoint;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.key.SigningKey;
import social.godwit.store.negentropy.Bound;
import social.godwit.store.negentropy.Item;
import social.godwit.store.negentropy.ItemSet;
import social.godwit.store.negentropy.Tally;
import social.godwit.store.testing.TestAccount;

/** What every {@link Audits} says. */
interface AuditsContract extends RepositoriesContract {
    Audits audits();

    @Test
    default void anAccountOfAForeignClientIsNotAttested() {
        TestAccount account = account();
        publish(account, account.note("/objects/1", "hello"));
        assertThat(await(audits().completeness(account.did())))
                .isEqualTo(new Audits.Completeness(false, Optional.empty(), 0, 0, 0, 0, 0, 0));
        assertThat(await(audits().keyLog(account.did()))).isEmpty();
        assertThat(await(audits().chains(account.did()))).isEmpty();
    }

    @Test
    default void countsWhatIsHeldErasedPurgedAndMissing() {
        TestAccount account = account();
        SigningKey device = withDevice(account);
        PortableDocument held = account.activity("/activities/1", "Create", account.note("/objects/1", "held"));
        PortableDocument deleted = account.note("/objects/2", "deleted");
        PortableDocument delete = account.tombstone("/objects/2");
        PortableDocument purged = account.note("/objects/3", "purged");
        PortableDocument missing = account.note("/objects/4", "missing");
        Checkpoint link = account.link(device, Optional.empty(), held, deleted, delete, purged, missing);
        PortableDocument checkpoint = account.sign(link, device);
        publish(account, held, deleted, delete, purged, checkpoint);
        await(store().purge(account.did(), purged.hash()));
        clock().advance(Repositories.ERASED_AFTER);
        await(store().eraseDue(100));
        Audits.Completeness found = await(audits().completeness(account.did()));
        assertThat(found)
                .isEqualTo(new Audits.Completeness(true, Optional.of(checkpoint.proofTime()), 5, 2, 1, 1, 0, 1));
        assertThat(found.complete()).isFalse();
        assertThat(await(audits().missing(account.did(), 10))).containsExactly(missing.hash());
        await(audits().noteErasedElsewhere(account.did(), List.of(missing.hash(), held.hash())));
        Audits.Completeness told = await(audits().completeness(account.did()));
        assertThat(told)
                .isEqualTo(new Audits.Completeness(true, Optional.of(checkpoint.proofTime()), 5, 2, 1, 1, 1, 0));
        assertThat(told.complete()).isTrue();
        assertThat(await(audits().missing(account.did(), 10))).isEmpty();
        admit(missing);
        assertThat(await(audits().completeness(account.did())).complete()).isTrue();
    }

    @Test
    @DisplayName(
            "What was erased is no item of reconciliation any more, so that a replica that never had it holds the same set")
    default void whatWasErasedIsNoItem() {
        TestAccount account = account();
        PortableDocument stays = account.note("/objects/2", "stays");
        PortableDocument purged = account.note("/objects/1", "purged here before");
        PortableDocument create = account.activity("/activities/1", "Create", account.note("/objects/1", "regret"));
        PortableDocument delete = account.activity(
                "/activities/2", "Delete", account.id("/objects/1").canonical());
        publish(account, stays, purged, create);
        publish(account, delete);
        await(store().purge(account.did(), purged.hash()));
        assertThat(items(account)).hasSize(4);
        clock().advance(Repositories.ERASED_AFTER);
        await(store().eraseDue(100));
        List<Item> left = Stream.of(stays, delete)
                .map(document -> Item.of(document.proofTime(), document.hash()))
                .sorted()
                .toList();
        assertThat(items(account)).isEqualTo(left);
        for (PortableDocument replayed : List.of(create, purged, account.note("/objects/1", "never seen"))) {
            admit(replayed);
        }
        assertThat(items(account)).isEqualTo(left);
    }

    @Test
    default void aClassOfWhichAllWasErasedHasNoItems() {
        TestAccount account = account();
        publish(
                account,
                account.sign(
                        account.noteAt(account.id("/objects/1").canonical(), "for me")
                                .build(),
                        TestAccount.START));
        assertThat(await(audits().summaries(account.did()))).containsKey(Visibility.SELF);
        publish(
                account,
                account.activity(
                        "/activities/1", "Delete", account.id("/objects/1").canonical()));
        clock().advance(Repositories.ERASED_AFTER);
        await(store().eraseDue(100));
        assertThat(await(audits().summaries(account.did()))).containsOnlyKeys(Visibility.PUBLIC);
    }

    /** The public items, which fit what is said of them as a whole. */
    private List<Item> items(TestAccount account) {
        List<Item> items = await(audits().items(account.did(), Visibility.PUBLIC, Optional.empty(), 100));
        assertThat(await(audits().summaries(account.did())).get(Visibility.PUBLIC))
                .isEqualTo(Audits.ClassSummary.of(
                        items.getLast().second(), items.stream().map(Item::hash).toList()));
        assertThat(await(audits().set(account.did(), Visibility.PUBLIC).before(List.of(Bound.END))))
                .containsExactly(Tally.of(items));
        return items;
    }

    @Test
    default void tellsTheNewestLinkOfEveryChain() {
        TestAccount account = account();
        SigningKey device = withDevice(account);
        Checkpoint first = account.link(device, Optional.empty(), account.note("/objects/1", "a"));
        Checkpoint second = account.link(device, Optional.of(first), account.note("/objects/2", "b"));
        SigningKey stranger = account.newKey();
        Checkpoint other = account.link(stranger, Optional.empty());
        publish(account, account.sign(second, device), account.sign(first, device), account.sign(other, stranger));
        assertThat(await(audits().chains(account.did())))
                .containsExactlyInAnyOrder(
                        new Audits.ChainHead(second.chain(), second.link(), 2, true),
                        new Audits.ChainHead(other.chain(), other.link(), 0, false));
    }

    @Test
    default void foldsTheKeyLog() {
        TestAccount account = account();
        SigningKey device = withDevice(account);
        var log = await(audits().keyLog(account.did())).orElseThrow();
        assertThat(log.authorises(device.did())).isTrue();
        assertThat(log.authorises(account.newKey().did())).isFalse();
    }

    @Test
    @DisplayName("P10: erased and purged documents stay items, so that reconciliation converges")
    default void itemsAndSumsAreOfAllThatWasEverAdmittedByItself() {
        TestAccount account = account();
        List<PortableDocument> documents = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            documents.add(account.activity("/activities/" + i, "Create", account.note("/objects/" + i, "n" + i)));
        }
        await(store().admit(documents));
        await(store().purge(account.did(), documents.getFirst().hash()));
        List<Item> expected = new ArrayList<>();
        for (PortableDocument document : documents) {
            expected.add(new Item(document.proofTime().getEpochSecond(), document.hash()));
        }
        assertThat(await(audits().items(account.did(), Visibility.PUBLIC, Optional.empty(), 100)))
                .isEqualTo(expected);
        assertThat(await(audits().items(account.did(), Visibility.PUBLIC, Optional.of(expected.get(2)), 100)))
                .isEqualTo(expected.subList(3, 5));
        assertThat(await(audits().items(account.did(), Visibility.SELF, Optional.empty(), 100)))
                .isEmpty();
        List<Sha256> hashes = expected.stream().map(Item::hash).toList();
        assertThat(await(audits().summaries(account.did())))
                .containsOnly(java.util.Map.entry(
                        Visibility.PUBLIC,
                        Audits.ClassSummary.of(expected.getLast().second(), hashes)));
        PortableDocument inner = documents.getFirst().embedded().getFirst();
        admit(inner);
        assertThat(await(audits().summaries(account.did()))
                        .get(Visibility.PUBLIC)
                        .documents())
                .isEqualTo(6);
    }

    @Test
    @DisplayName(
            "a large set is reconciled over the sums of its parts, which admissions keep, embedded documents and all")
    default void setsAgreeWithItems() {
        TestAccount account = account();
        List<PortableDocument> documents = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            documents.add(account.activity("/activities/" + i, "Create", account.note("/objects/" + i, "n" + i)));
        }
        await(store().admit(documents.subList(0, 60)));
        await(store().admit(documents.subList(60, 61)));
        await(store().admit(documents.subList(61, 150)));
        List.copyOf(documents.subList(0, 40))
                .forEach(document -> documents.add(document.embedded().getFirst()));
        await(store().admit(documents));
        List<Item> items = documents.stream()
                .map(document -> Item.of(document.proofTime(), document.hash()))
                .sorted()
                .toList();
        ItemSet set = audits().set(account.did(), Visibility.PUBLIC);
        Tally tally = Tally.of(items);
        assertThat(await(set.before(List.of(Bound.of(items.get(100)), Bound.END))))
                .containsExactly(Tally.of(items.subList(0, 100)), tally);
        assertThat(await(set.at(List.of(0L, 189L))))
                .containsExactly(
                        new ItemSet.Placed(items.getFirst(), Tally.NONE),
                        new ItemSet.Placed(items.getLast(), Tally.of(items.subList(0, 189))));
        assertThat(await(set.in(List.of(new ItemSet.Range(Bound.START, Bound.END)), 1_000)))
                .containsExactly(items);
        assertThat(await(audits().summaries(account.did())))
                .containsOnly(java.util.Map.entry(
                        Visibility.PUBLIC,
                        new Audits.ClassSummary(190, items.getLast().second(), tally.sum())));
        assertThat(await(audits().set(account.newKey().did(), Visibility.PUBLIC).before(List.of(Bound.END))))
                .containsExactly(Tally.NONE);
    }
}
