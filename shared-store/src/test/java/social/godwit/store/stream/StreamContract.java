package social.godwit.store.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.checkpoint.Checkpoint;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.key.SigningKey;
import social.godwit.store.document.Repositories;
import social.godwit.store.document.RepositoryKind;
import social.godwit.store.stream.PublicStream.Reading.Events;
import social.godwit.store.stream.PublicStream.Reading.Unknown;
import social.godwit.store.testing.TestAccount;
import social.godwit.store.testing.TestClock;

/** What every stream does. A database is shared by all tests, so each looks at its own accounts, from where it began. */
interface StreamContract {
    Repositories store();

    PublicStream stream();

    TestClock clock();

    long seed();

    static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(20));
    }

    default TestAccount account() {
        TestAccount account = new TestAccount(seed());
        await(store().open(account.did(), RepositoryKind.ACCOUNT));
        return account;
    }

    private void admit(PortableDocument... documents) {
        await(store().admit(List.of(documents)));
    }

    /** Everything of these accounts after the cursor, reading after reading. */
    private List<StreamEvent> follow(StreamCursor from, TestAccount account) {
        List<StreamEvent> events = new ArrayList<>();
        StreamCursor at = from;
        while (await(stream().after(at)) instanceof Events read && !read.next().equals(at)) {
            at = read.next();
            read.events().stream()
                    .filter(event -> event.account().equals(account.did()))
                    .forEach(events::add);
        }
        return events;
    }

    private static List<Sha256> hashes(List<StreamEvent> events) {
        return events.stream()
                .filter(StreamEvent.Document.class::isInstance)
                .map(event -> ((StreamEvent.Document) event).document().hash())
                .toList();
    }

    @Test
    default void tellsOfPublicDocumentsInTheOrderOfTheirArrival() {
        StreamCursor start = await(stream().newest());
        TestAccount account = account();
        PortableDocument first = account.note("/objects/1", "one");
        PortableDocument second = account.note("/objects/2", "two");
        admit(second);
        admit(first);
        admit(first);
        assertThat(hashes(follow(start, account))).containsExactly(second.hash(), first.hash());
    }

    @Test
    default void goesOnAfterAnyEvent() {
        StreamCursor start = await(stream().newest());
        TestAccount account = account();
        for (int i = 0; i < 20; i++) {
            admit(account.note("/objects/" + i, "n" + i));
        }
        List<StreamEvent> all = follow(start, account);
        assertThat(all).hasSize(20);
        for (int i = 0; i < all.size(); i++) {
            StreamCursor cursor =
                    StreamCursor.parse(all.get(i).cursor().toString()).orElseThrow();
            assertThat(hashes(follow(cursor, account))).isEqualTo(hashes(all.subList(i + 1, all.size())));
        }
    }

    @Test
    @DisplayName("P11: what is not public is in no stream, and neither is its deletion")
    default void tellsOfNothingThatIsNotPublic() {
        StreamCursor start = await(stream().newest());
        TestAccount account = account();
        PortableDocument secret = account.sign(
                account.noteAt(
                                account.id("/objects/1").canonical(),
                                "secret",
                                account.id("/actor").canonical())
                        .build(),
                account.tick());
        PortableDocument delete = account.activity(
                "/activities/2", "Delete", account.id("/objects/1").canonical());
        admit(secret, delete);
        List<StreamEvent> events = follow(start, account);
        assertThat(hashes(events)).containsExactly(delete.hash());
        assertThat(events).hasSize(1);
    }

    @Test
    default void tellsOfADeletionWithoutTheContent() {
        StreamCursor start = await(stream().newest());
        TestAccount account = account();
        PortableDocument note = account.note("/objects/1", "gone tomorrow");
        PortableDocument delete = account.activity(
                "/activities/2", "Delete", account.id("/objects/1").canonical());
        admit(note);
        assertThat(hashes(follow(start, account))).containsExactly(note.hash());
        admit(delete);
        List<StreamEvent> events = follow(start, account);
        assertThat(hashes(events)).containsExactly(delete.hash());
        assertThat(events.stream()
                        .filter(StreamEvent.Deletion.class::isInstance)
                        .map(event -> ((StreamEvent.Deletion) event).id()))
                .containsExactly(account.id("/objects/1"));
    }

    @Test
    default void tellsOfADocumentOnceACheckpointListsIt() {
        StreamCursor start = await(stream().newest());
        TestAccount account = account();
        SigningKey device = account.newKey();
        PortableDocument genesis = account.genesis();
        PortableDocument addition = account.addDevice(device);
        admit(genesis, addition);
        PortableDocument note = account.note("/objects/1", "waits for its listing");
        admit(note);
        assertThat(hashes(follow(start, account))).doesNotContain(note.hash());
        Checkpoint link = account.link(device, Optional.empty(), note);
        PortableDocument checkpoint = account.sign(link, device);
        admit(checkpoint);
        assertThat(hashes(follow(start, account)))
                .containsExactlyInAnyOrder(genesis.hash(), addition.hash(), note.hash(), checkpoint.hash());
        admit(account.revokeDevice(device));
        List<StreamEvent> after = follow(start, account);
        assertThat(after.stream().filter(StreamEvent.Revision.class::isInstance))
                .isNotEmpty();
        assertThat(hashes(after)).doesNotContain(note.hash());
    }

    @Test
    default void saysWhenWhatFollowsWasForgotten() {
        StreamCursor start = await(stream().newest());
        TestAccount account = account();
        admit(account.note("/objects/1", "old"));
        StreamCursor between = await(stream().newest());
        clock().advance(PublicStream.KEPT.plusDays(1));
        admit(account.note("/objects/2", "new"));
        await(stream().forget(1_000));
        assertThat(await(stream().after(start))).isInstanceOf(Unknown.class);
        assertThat(follow(between, account)).hasSize(1);
    }

    @Test
    default void knowsNoPlaceThatItHasNotReached() {
        StreamCursor beyond = await(stream().newest()).with(3, 1L << 40);
        assertThat(await(stream().after(beyond))).isInstanceOf(Unknown.class);
    }
}
