package social.godwit.activitypub.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.inbox.Admission;
import social.godwit.activitypub.inbox.InboxBacklog;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.testing.TestDatabase;

/** Order, repetition, crashes and poison: the rows are the same in the end, and nothing happens twice. */
class InboxFaultsTest {
    private static final String BOB = "https://far.test/users/bob";
    private static final String CAROL = "https://near.test/users/carol";

    private final List<TestDatabase> databases = new ArrayList<>();

    private Instances here;
    private Account alice;

    @BeforeEach
    void open() {
        here = instance();
    }

    @AfterEach
    void close() {
        databases.forEach(TestDatabase::close);
    }

    private Instances instance() {
        TestDatabase db = TestDatabase.create();
        databases.add(db);
        Instances instance = new Instances(db);
        instance.stranger(BOB);
        instance.stranger(CAROL);
        if (alice == null) {
            alice = instance.account("alice", false);
        } else {
            instance.accounts.put(alice);
        }
        db.execute(
                """
                insert into note (id, author, type, visibility, listed, local, published, audience, version_time, document)
                values ($1, $2, 'Note', 'PUBLIC', true, true, now(), '{}', now(), '{}')
                """,
                alice.actor().canonical().replace("/actor", "/objects/1"),
                alice.actor().canonical());
        return instance;
    }

    /** Activities whose order says nothing: of two actors, with undone and deleted things among them. */
    private List<JsonObject> commuting() {
        String post = alice.idOf("/objects/1");
        List<JsonObject> all = new ArrayList<>();
        JsonObject like = Said.activity("Like", BOB + "/likes/1", BOB, post);
        JsonObject boost =
                Said.activity("Announce", BOB + "/boosts/1", BOB, post).with("to", Json.of(Said.PUBLIC));
        JsonObject react =
                Said.activity("EmojiReact", CAROL + "/reacts/1", CAROL, post).with("content", Json.of("👍"));
        JsonObject deleted = Said.note("https://far.test/posts/1", BOB, List.of(Said.PUBLIC), List.of(alice.actorId()));
        JsonObject reply = Said.note("https://near.test/posts/1", CAROL, List.of(Said.PUBLIC), List.of(alice.actorId()))
                .with("inReplyTo", Json.of(post));
        JsonObject edited = Said.note("https://near.test/posts/2", CAROL, List.of(alice.actorId()), List.of());
        all.add(like);
        all.add(Said.undo(like));
        all.add(boost);
        all.add(react);
        all.add(Said.activity("Like", CAROL + "/likes/1", CAROL, post));
        all.add(Said.create(deleted));
        all.add(Said.delete("https://far.test/posts/1", BOB));
        all.add(Said.create(reply));
        all.add(Said.create(edited));
        all.add(Said.follow(CAROL, alice));
        all.add(Said.activity("Flag", BOB + "/flags/1", BOB, post));
        return all;
    }

    /** What may be compared: not when things arrived, nor their places in the queue. */
    private static Map<String, List<String>> state(Instances instance) {
        Map<String, List<String>> state = new LinkedHashMap<>();
        for (String query : List.of(
                "(select id, author, visibility, deleted is not null, in_reply_to, document from note where deleted is null)",
                "(select id, author from note where deleted is not null)",
                "(select object, kind, actor, content, activity from interaction)",
                "(select account, actor, accepted from follower)",
                "(select account, key, type, actor, object from notification)",
                "(select id, reporter from report)")) {
            state.put(query, instance.rows(query));
        }
        return state;
    }

    @Test
    void reachesTheSameStateInAnyOrderAndWithRepeats() {
        List<JsonObject> activities = commuting();
        Map<String, List<String>> expected = null;
        for (long seed = 1; seed <= 6; seed++) {
            Instances instance = instance();
            Random random = new Random(seed);
            List<JsonObject> sent = new ArrayList<>(activities);
            sent.addAll(activities.subList(0, random.nextInt(activities.size())));
            Collections.shuffle(sent, random);
            for (JsonObject activity : sent) {
                assertThat(instance.post(activity)).isInstanceOf(Admission.Accepted.class);
                if (random.nextBoolean()) {
                    instance.settle();
                }
            }
            instance.settle();
            Map<String, List<String>> reached = state(instance);
            expected = expected == null ? reached : expected;
            assertThat(reached).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @Test
    void appliesNothingTwiceWhenTheProcessDiesBeforeTheEffectsAreCommitted() {
        for (JsonObject activity : commuting()) {
            here.post(activity);
        }
        // The effects' transaction fails at its last statement, again and again, as if the process died there.
        here.db.execute("alter table notification rename to notification_away");
        for (int i = 0; i < 3; i++) {
            try {
                here.await(here.worker.drain());
            } catch (RuntimeException failed) {
                assertThat(failed).isNotNull();
            }
        }
        assertThat(here.count("select count(*) from interaction where actor = $1", CAROL))
                .isZero();
        here.db.execute("alter table notification_away rename to notification");

        // Another process takes over the same rows.
        here.clock.advance(Duration.ofHours(1));
        Instances successor = new Instances(here.db);
        successor.clock.set(here.clock.instant());
        successor.stranger(BOB);
        successor.stranger(CAROL);
        successor.accounts.put(alice);
        for (int i = 0; i < 3; i++) {
            successor.settle();
            successor.clock.advance(Duration.ofHours(1));
        }
        assertThat(successor.count("select count(*) from inbox_queue")).isZero();
        assertThat(successor.count("select count(*) from inbox_parked")).isZero();
        Instances untroubled = instance();
        commuting().forEach(untroubled::post);
        untroubled.settle();
        assertThat(state(successor)).isEqualTo(state(untroubled));
        assertThat(successor.count("select count(*) from inbox_item"))
                .isEqualTo(untroubled.count("select count(*) from inbox_item"));
    }

    @Test
    void keepsNothingThatItDidNotAnswerFor() {
        here.db.execute("alter table inbox_queue rename to inbox_queue_away");
        assertThatThrownBy(() -> here.post(Said.follow(BOB, alice))).isInstanceOf(RuntimeException.class);
        here.db.execute("alter table inbox_queue_away rename to inbox_queue");
        assertThat(here.count("select count(*) from inbox_activity")).isZero();
        assertThat(here.post(Said.follow(BOB, alice))).isInstanceOf(Admission.Accepted.class);
    }

    @Test
    void parksPoisonAndGoesOnWithTheRest() {
        here.db.execute("alter table report add constraint poison check (content <> 'poison')");
        here.post(Said.activity("Flag", BOB + "/flags/1", BOB, alice.actorId()).with("content", Json.of("poison")));
        here.post(Said.activity("Like", CAROL + "/likes/1", CAROL, alice.idOf("/objects/1")));
        here.post(Said.activity("Like", BOB + "/likes/1", BOB, alice.idOf("/objects/1")));
        here.settle();
        assertThat(here.count("select count(*) from interaction where actor = $1", CAROL))
                .as("another actor does not wait")
                .isEqualTo(1);
        for (int i = 0; i < 10; i++) {
            here.clock.advance(Duration.ofHours(7));
            here.settle();
        }
        assertThat(here.count("select count(*) from interaction where actor = $1", BOB))
                .isEqualTo(1);
        assertThat(here.await(here.get(InboxBacklog.class).read()))
                .isEqualTo(new InboxBacklog.Seen(0, Optional.empty(), 1));
        assertThat(here.rows("(select reason from inbox_parked)").getFirst()).contains("poison");
    }
}
