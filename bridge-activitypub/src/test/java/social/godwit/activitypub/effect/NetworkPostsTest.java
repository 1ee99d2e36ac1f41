package social.godwit.activitypub.effect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.listing.Slice;
import social.godwit.activitypub.listing.Window;
import social.godwit.activitypub.note.Note;
import social.godwit.activitypub.policy.FederationPolicy.Stance;
import social.godwit.activitypub.timeline.NetworkPosts;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.Database;
import social.godwit.store.testing.TestDatabase;

@DisplayName("The posts in a network's view")
class NetworkPostsTest {
    private static TestDatabase db;
    private static int number;

    private Instances here;
    private NetworkPosts posts;
    private String network;
    private String bob;
    private String eve;
    private int second;

    @BeforeAll
    static void open() {
        db = TestDatabase.create();
    }

    @AfterAll
    static void close() {
        db.close();
    }

    @BeforeEach
    void begin() {
        number++;
        here = new Instances(db);
        here.beans.with(db.database()).make("timeline.HibernateNetworkPosts");
        posts = here.beans.get(NetworkPosts.class);
        network = "did:key:network" + number;
        bob = here.stranger("https://far" + number + ".test/users/bob");
        eve = here.stranger("https://far" + number + ".test/users/eve");
        Account fan = here.account("fan" + number, true);
        follow(fan, bob); // So that their posts come here.
        follow(fan, eve);
    }

    private void follow(Account account, String actor) {
        String follow = account.idOf("/activities/" + Integer.toHexString(actor.hashCode()));
        here.say(
                account,
                Said.activity("Follow", follow, account.actorId(), actor).with("to", Json.of(actor)));
        here.post(Said.activity("Accept", actor + "/accepts/" + Integer.toHexString(follow.hashCode()), actor, follow));
        here.settle();
    }

    private void authors(String... actors) {
        db.await(posts.authors(network, Set.of(actors)));
    }

    /** Each a second later than the one before. */
    private String takes(JsonObject written) {
        JsonObject note = written.with("published", Json.of("2026-11-22T11:00:%02dZ".formatted(second++)));
        assertThat(here.post(Said.create(note)).toString()).startsWith("Accepted");
        here.settle();
        here.clock.advance(Duration.ofSeconds(1));
        return note.string("id").orElseThrow();
    }

    private String post(String author, int name) {
        return takes(Said.note(author + "/posts/" + name, author, List.of(Said.PUBLIC), List.of()));
    }

    private Slice<Note> page(Optional<Account> viewer, Window window) {
        return db.await(posts.newest(network, viewer.map(Account::did), window));
    }

    private List<String> ids() {
        return ids(page(Optional.empty(), Window.newest(40)));
    }

    private static List<String> ids(Slice<Note> page) {
        return page.items().stream().map(Note::id).toList();
    }

    @Test
    @DisplayName("are its members' public ones, those from before they joined too, the newest first, and no others'")
    void members() {
        String before = post(bob, 1);
        post(eve, 1);
        authors(bob);
        String after = post(bob, 2);
        takes(Said.note(bob + "/posts/3", bob, List.of(bob + "/followers"), List.of()));
        takes(Said.note(bob + "/posts/4", bob, List.of(bob + "/followers"), List.of(Said.PUBLIC)));
        assertThat(ids()).as("what is for followers, or unlisted, is left out").containsExactly(after, before);
    }

    @Test
    @DisplayName(
            "are gone from it when the member leaves, is hidden here or deletes them, and nobody forgets what is edited")
    void gone() {
        authors(bob, eve);
        String first = post(bob, 1);
        String second = post(bob, 2);
        String other = post(eve, 1);
        assertThat(here.post(Said.delete(second, bob)).toString()).startsWith("Accepted");
        here.settle();
        assertThat(ids()).containsExactly(other, first);
        here.moderate(eve, Stance.DENY);
        assertThat(ids()).containsExactly(first);
        here.moderate(eve, Stance.ALLOW);
        authors(eve);
        assertThat(ids()).containsExactly(other);
        authors();
        assertThat(ids()).isEmpty();
        assertThat(here.count("select count(*) from network_note where network = $1", network))
                .isZero();
    }

    @Test
    @DisplayName(
            "are for a reader also public ones of those whom the reader follows, each once, without whom the reader blocks")
    void followed() {
        Account alice = here.account("reader" + number, true);
        authors(bob);
        String member = post(bob, 1);
        follow(alice, eve);
        String outside = post(eve, 1);
        takes(Said.note(eve + "/posts/2", eve, List.of(eve + "/followers"), List.of()));
        assertThat(ids(page(Optional.of(alice), Window.newest(40)))).containsExactly(outside, member);
        assertThat(ids()).containsExactly(member);
        assertThat(db.await(posts.followed(alice.did(), Set.of(bob, eve)))).containsExactly(eve);
        authors(bob, eve);
        assertThat(ids(page(Optional.of(alice), Window.newest(40)))).containsExactly(outside, member);
        here.say(
                alice,
                Said.activity("Block", alice.idOf("/activities/b1"), alice.actorId(), bob)
                        .with("to", Json.of(bob)));
        assertThat(ids(page(Optional.of(alice), Window.newest(40)))).containsExactly(outside);
    }

    @Test
    @DisplayName("come page by page, none twice and none left out")
    void pages() {
        authors(bob, eve);
        List<String> all = List.of(post(bob, 1), post(eve, 1), post(bob, 2), post(eve, 2), post(bob, 3));
        Slice<Note> first = page(Optional.empty(), Window.newest(2));
        Slice<Note> second = page(Optional.empty(), Window.before(first.next().orElseThrow(), 2));
        Slice<Note> third = page(Optional.empty(), Window.before(second.next().orElseThrow(), 2));
        assertThat(ids(first)).containsExactly(all.get(4), all.get(3));
        assertThat(ids(second)).containsExactly(all.get(2), all.get(1));
        assertThat(ids(third)).containsExactly(all.get(0));
        assertThat(third.next()).isEmpty();
    }

    @Test
    @DisplayName("are looked up by index: of many posts a page reads its own")
    void bounded() {
        authors(bob);
        here.count("""
                with made as (
                    insert into note (id, author, type, visibility, listed, local, published, audience, version_time, document)
                    select $1 || '/bulk/' || i, $1, 'Note', 'PUBLIC', true, false, now() - i * interval '1 minute', '{}', now(), '{}'
                    from generate_series(1, 3000) i returning published, id, author),
                filed as (
                    insert into network_note (network, published, id, author)
                    select $2, published, id, author from made returning 1)
                select count(*) from filed
                """, bob, network);
        db.await(db.database().inTransaction(session -> Database.execute(session, "analyze network_note")));
        List<String> plan = db.await(db.database()
                .inTransaction(session -> Database.query(
                                session,
                                "explain select t.id from network_note t where t.network = $1"
                                        + " order by t.published desc, t.id desc limit 21",
                                network)
                        .map(rows -> rows.stream().map(row -> row.getString(0)).toList())));
        assertThat(String.join("\n", plan)).contains("network_note_pkey").doesNotContain("Sort");
        assertThat(ids(page(Optional.empty(), Window.newest(20)))).hasSize(20);
    }
}
