package social.godwit.activitypub.effect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.activitypub.account.Account;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.testing.TestDatabase;

@DisplayName("Posts from elsewhere that have been here for a year")
class OldPostsTest {
    private static TestDatabase db;
    private static int number;

    private Instances here;
    private Account alice;
    /** Alice follows him. */
    private String bob;
    /** Nobody follows her; she answers a post of Bob's, and so her posts come here. */
    private String eve;

    private String known;
    private int said;

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
        alice = here.account("alice" + number, true);
        db.execute("""
                insert into account (did, origin, username, actor_path, inbox_path, outbox_path, display_name, locked, gateways,
                    status, key_multibase, key_pem, sealed_key, registered_at)
                values ($1, 'https://here.test', $2, '/actor', '/actor/inbox', '/actor/outbox', '', true, '', 'ACTIVE', '', '',
                    '', now())
                """, alice.did().toString(), alice.username());
        bob = here.stranger("https://far" + number + ".test/users/bob");
        eve = here.stranger("https://off" + number + ".test/users/eve");
        String follow = alice.idOf("/activities/follow");
        says(Said.activity("Follow", follow, alice.actorId(), bob).with("to", Json.of(bob)));
        takes(Said.activity("Accept", bob + "/accepts/1", bob, follow));
        known = posts(bob);
    }

    @Test
    @DisplayName("are forgotten with their likes when strangers said them to strangers, newest and oldest alike")
    void forgotten() {
        String answer = answers(eve, known);
        String further = answers(eve, answer);
        takes(like(eve, answer));
        assertThat(left()).contains(answer, further);
        here.clock.advance(Duration.ofDays(364));
        forget();
        assertThat(left()).contains(answer, further);
        here.clock.advance(Duration.ofDays(2));
        forget();
        assertThat(left()).contains(known).doesNotContain(answer, further);
        assertThat(here.count("select count(*) from interaction where object = $1", answer))
                .isZero();
    }

    @Test
    @DisplayName("stay when somebody here answered, quoted, liked, boosted, voted on them, or put them aside")
    void staysWhatSomebodyHereTouched() {
        String answered = answers(eve, known);
        String quoted = answers(eve, known);
        String liked = answers(eve, known);
        String boosted = answers(eve, known);
        String voted = answers(eve, known);
        String marked = answers(eve, known);
        says(own(1, "inReplyTo", answered));
        says(own(2, "quote", quoted));
        says(like(alice.idOf("/activities/like"), alice.actorId(), liked));
        says(Said.activity("Announce", alice.idOf("/activities/boost"), alice.actorId(), boosted)
                .with("to", Json.of(Said.PUBLIC)));
        db.execute(
                "insert into vote (question, actor, option, activity, at) values ($1, $2, 'x', 'x', now())",
                voted,
                alice.actor().canonical());
        db.execute(
                "insert into collected (collection, item, spelling, activity, added) values ('x' || $1, $1, $1, 'x', now())",
                marked);
        aYearLater();
        assertThat(left()).contains(known, answered, quoted, liked, boosted, voted, marked);
    }

    @Test
    @DisplayName("stay when they name, answer or quote somebody here, in private too")
    void staysWhatIsForSomebodyHere() {
        says(own(1, "inReplyTo", known));
        String post = alice.idOf("/objects/1");
        String answer = answers(eve, post);
        String quote = id(eve);
        takes(Said.create(Said.note(quote, eve, List.of(Said.PUBLIC), List.of()).with("quote", Json.of(post))));
        String direct = id(eve);
        takes(Said.create(Said.note(direct, eve, List.of(alice.actorId()), List.of())));
        aYearLater();
        assertThat(left()).contains(answer, quote, direct);
    }

    @Test
    @DisplayName("go after three years when all they do is name somebody here in public, who never touched them")
    void publicNamingEnds() {
        String named = id(eve);
        String liked = id(eve);
        String direct = id(eve);
        for (String post : List.of(named, liked)) {
            takes(Said.create(Said.note(post, eve, List.of(Said.PUBLIC, alice.actorId()), List.of())));
        }
        takes(Said.create(Said.note(direct, eve, List.of(alice.actorId()), List.of())));
        says(like(alice.idOf("/activities/like"), alice.actorId(), liked));
        here.clock.advance(Duration.ofDays(3 * 365 - 1));
        forget();
        assertThat(left()).contains(named, liked, direct);
        here.clock.advance(Duration.ofDays(2));
        forget();
        assertThat(left()).contains(liked, direct).doesNotContain(named);
    }

    @Test
    @DisplayName("stay while somebody who is followed from here said, answered, liked or boosted them")
    void staysWhatTheFollowedTouch() {
        String answered = answers(eve, known);
        String boosted = answers(eve, known);
        String answer = answers(bob, answered);
        takes(Said.activity("Announce", bob + "/boosts/1", bob, boosted).with("to", Json.of(Said.PUBLIC)));
        aYearLater();
        assertThat(left()).contains(known, answered, answer, boosted);

        String follow = alice.idOf("/activities/follow");
        says(Said.activity("Undo", alice.idOf("/activities/undo"), alice.actorId(), follow)
                .with("to", Json.of(bob)));
        forget();
        assertThat(left()).as("nobody follows him any more").doesNotContain(known, answered, answer, boosted);
    }

    @Test
    @DisplayName("stay while an answer to them is younger")
    void staysWhatWasAnsweredLately() {
        String old = answers(eve, known);
        here.clock.advance(Duration.ofDays(200));
        String young = answers(eve, old);
        here.clock.advance(Duration.ofDays(200));
        forget();
        assertThat(left()).contains(old, young);
    }

    @Test
    @DisplayName("leave their mark when it keeps words away that anybody may bring again, or that moderators purged")
    void keepsMarks() {
        String gone = answers(eve, known);
        takes(Said.delete(gone, eve));
        String purged = answers(eve, known);
        db.execute("update note set type = 'Purged', deleted = now(), document = null where id = $1", purged);
        String portable = "ap://did:key:z6MkFar" + number + "/objects/1";
        db.execute("""
                insert into note (id, author, type, visibility, listed, local, published, arrived, audience, version_time, deleted)
                values ($1, $2, 'Tombstone', 'DIRECT', false, false, now(), '2026-01-01T00:00:00Z', '{}', now(), now())
                """, portable, portable.replace("/objects/1", "/actor"));
        aYearLater();
        assertThat(left()).contains(purged, portable).doesNotContain(gone);
    }

    private void aYearLater() {
        here.clock.advance(Duration.ofDays(366));
        forget();
    }

    private void forget() {
        here.await(here.get(Upkeep.class).forgetOld());
    }

    private List<String> left() {
        return here.rows("(select id from note)").stream()
                .map(row -> row.substring(1, row.length() - 1))
                .toList();
    }

    private String posts(String author) {
        String id = id(author);
        takes(Said.create(Said.note(id, author, List.of(Said.PUBLIC), List.of())));
        return id;
    }

    private String answers(String author, String post) {
        String id = id(author);
        takes(Said.create(Said.note(id, author, List.of(Said.PUBLIC), List.of()).with("inReplyTo", Json.of(post))));
        return id;
    }

    private String id(String author) {
        return author.substring(0, author.indexOf("/users/")) + "/posts/" + ++said;
    }

    private JsonObject own(int number, String how, String post) {
        return Said.create(Said.note(alice.idOf("/objects/" + number), alice.actorId(), List.of(Said.PUBLIC), List.of())
                        .with(how, Json.of(post)))
                .with("id", Json.of(alice.idOf("/activities/" + number)));
    }

    private static JsonObject like(String actor, String post) {
        return like(actor + "/likes/1", actor, post);
    }

    private static JsonObject like(String id, String actor, String post) {
        return Said.activity("Like", id, actor, post);
    }

    private void takes(JsonObject activity) {
        assertThat(here.post(activity).toString()).startsWith("Accepted");
        here.settle();
    }

    private void says(JsonObject activity) {
        here.say(alice, activity);
        here.settle();
    }
}
