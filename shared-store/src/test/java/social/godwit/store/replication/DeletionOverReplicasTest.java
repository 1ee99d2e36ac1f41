package social.godwit.store.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.store.replication.Node.await;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.document.Held;
import social.godwit.store.document.Lookup;
import social.godwit.store.document.Repositories;
import social.godwit.store.replication.PeerAnswer.Answered;
import social.godwit.store.testing.TestAccount;
import social.godwit.store.testing.TestClock;

/** A deletion on one replica is a deletion on all; a purge stays where it was done. */
class DeletionOverReplicasTest {
    private final TestClock clock = new TestClock();
    private final Map<Did, Node> network = Node.network();
    private final Node home = new Node("home.example", network, clock);
    private final Node second = new Node("second.example", network, clock);
    private final TestAccount account = new TestAccount(77);
    private final PortableDocument note = account.note("/objects/1", "to be forgotten");

    @BeforeEach
    void share() {
        for (Node node : List.of(home, second)) {
            node.open(account.did());
        }
        home.admit(
                account.actor(
                        Origin.parse("https://home.example").orElseThrow(),
                        1,
                        more -> more.put("gateways", List.of("https://home.example", "https://second.example"))
                                .put(
                                        "gatewayKeys",
                                        List.of(
                                                home.peer.key().toString(),
                                                second.peer.key().toString()))),
                note);
        Node.settle(clock, home, second);
        assertThat(held(second, note.hash())).containsInstanceOf(Held.Here.class);
    }

    @Test
    @DisplayName(
            "Content is erased on every replica, the hash is noted, the sets stay equal, and a replay is refused everywhere")
    void isErasedEverywhere() {
        PortableDocument older = account.note("/objects/1", "an older version", TestAccount.START);
        home.admit(account.activity(
                "/activities/1", "Delete", account.id("/objects/1").canonical()));
        Node.settle(clock, home, second);
        assertThat(await(second.repositories.find(account.id("/objects/1")))).isInstanceOf(Lookup.Deleted.class);
        clock.advance(Repositories.ERASED_AFTER);
        for (Node node : List.of(home, second)) {
            await(node.repositories.eraseDue(100));
        }
        for (Node node : List.of(home, second)) {
            assertThat(held(node, note.hash()))
                    .hasValueSatisfying(left -> assertThat(left)
                            .isInstanceOfSatisfying(
                                    Held.Gone.class,
                                    gone -> assertThat(gone.reason()).isEqualTo(Held.Reason.ERASED)));
        }
        // Whoever replays sends it to everybody: of what has no bytes left nothing is passed on.
        second.admit(note, older);
        home.admit(note, older);
        Node.settle(clock, home, second);
        for (Node node : List.of(home, second)) {
            assertThat(await(node.repositories.find(account.id("/objects/1")))).isInstanceOf(Lookup.Deleted.class);
            assertThat(held(node, note.hash())).containsInstanceOf(Held.Gone.class);
            assertThat(held(node, older.hash())).containsInstanceOf(Held.Gone.class);
        }
        assertThat(await(home.audits.summaries(account.did())).get(Visibility.PUBLIC))
                .isEqualTo(await(second.audits.summaries(account.did())).get(Visibility.PUBLIC));
    }

    @Test
    void aPurgeIsLocalAndIsNotFetchedAgain() {
        await(second.repositories.purge(account.did(), note.hash()));
        for (int i = 0; i < 3; i++) {
            Node.settle(clock, home, second);
        }
        assertThat(held(home, note.hash())).containsInstanceOf(Held.Here.class);
        assertThat(held(second, note.hash()))
                .hasValueSatisfying(left -> assertThat(left)
                        .isInstanceOfSatisfying(
                                Held.Gone.class,
                                gone -> assertThat(gone.reason()).isEqualTo(Held.Reason.PURGED)));
        assertThat(await(home.audits.summaries(account.did())).get(Visibility.PUBLIC))
                .isEqualTo(await(second.audits.summaries(account.did())).get(Visibility.PUBLIC));
    }

    @Test
    @DisplayName(
            "What was erased or removed here is answered gone, as a document and as an offer: it is not sent again")
    void isAnsweredGone() {
        PortableDocument other = account.note("/objects/2", "deleted by its owner");
        home.admit(other);
        Node.settle(clock, home, second);
        home.admit(account.activity(
                "/activities/1", "Delete", account.id("/objects/2").canonical()));
        Node.settle(clock, home, second);
        clock.advance(Repositories.ERASED_AFTER);
        await(second.repositories.eraseDue(100));
        await(second.repositories.purge(account.did(), note.hash()));
        for (PortableDocument gone : List.of(other, note)) {
            for (Frame frame : List.of(new Frame.Document(gone.bytes()), new Frame.Offer(account.did(), gone.hash()))) {
                Answered answer = await(second.replication.handle(
                        home.peer.key(), PeerRequest.post("records", PeerRequest.FRAMES, Frame.write(List.of(frame)))));
                assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("\"outcomes\":[\"gone\"]");
            }
        }
    }

    private Optional<Held> held(Node node, Sha256 hash) {
        return Optional.ofNullable(
                await(node.repositories.held(account.did(), List.of(hash))).get(hash));
    }
}
