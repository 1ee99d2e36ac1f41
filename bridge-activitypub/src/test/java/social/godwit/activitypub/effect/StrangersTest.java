package social.godwit.activitypub.effect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.activitypub.account.Account;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.testing.TestDatabase;

/** What a stranger can do with everybody else's ids: each type of activity that has an effect, with each of them (row 64). */
class StrangersTest {
    /** Every type that {@link Decisions} knows. */
    private static final Set<String> TYPES = Set.of(
            "Follow",
            "Accept",
            "Reject",
            "Block",
            "Move",
            "Undo",
            "Create",
            "Update",
            "Delete",
            "Like",
            "EmojiReact",
            "Announce",
            "Add",
            "Remove",
            "Flag",
            "QuoteRequest");

    private static final List<String> TABLES = List.of(
            "account",
            "note",
            "follower",
            "followed",
            "shunned",
            "blocked_by",
            "moved",
            "interaction",
            "poll",
            "vote",
            "collected",
            "notification",
            "undone",
            "inbox_unsigned",
            "report",
            "wanted_note",
            "stand_in");

    private static final String MALLORY = "https://mallory.test/users/m";

    private static TestDatabase db;
    private static Instances here;

    @BeforeAll
    static void open() {
        db = TestDatabase.create();
        here = new Instances(db);
    }

    @AfterAll
    static void close() {
        db.close();
    }

    @Test
    @DisplayName("every type of activity that has an effect is in the table")
    void everyType() throws IOException {
        Set<String> decided = new TreeSet<>();
        Pattern.compile("\"([A-Z]\\w+)\"(?=[^>]*->)")
                .matcher(Files.readString(Path.of(System.getProperty("basedir", "."))
                        .resolve("src/main/java/social/godwit/activitypub/effect/Decisions.java")))
                .results()
                .forEach(found -> decided.add(found.group(1)));
        assertThat(decided).isEqualTo(TYPES);
    }

    @Test
    @DisplayName("row 64: nothing changes but what bears the stranger's own name, whatever is sent with whose ids")
    void onlyWhatIsTheirs() {
        Account alice = here.account("alice", false);
        Account carol = here.account("carol", false);
        String bob = here.stranger("https://bob.test/users/bob");
        here.stranger(MALLORY);
        List<String> ids = lives(alice, carol, bob);
        Map<String, List<String>> before = state();
        assertThat(before.values().stream().mapToInt(List::size).sum()).isGreaterThan(8);
        int number = 0;
        for (String type : TYPES) {
            for (String id : ids) {
                for (Json object : shapes(id, alice, bob)) {
                    here.post(JsonObject.builder()
                            .put("id", MALLORY + "/activities/" + ++number)
                            .put("type", type)
                            .put("actor", MALLORY)
                            .put("object", object)
                            .put("origin", id)
                            .put("target", number % 2 == 0 ? alice.idOf("/actor/featured") : MALLORY)
                            .put("instrument", MALLORY + "/posts/1")
                            .put("to", List.of(Said.PUBLIC, alice.actorId()))
                            .build());
                }
            }
            // The worker takes an author's activities in turns.
            for (int i = 0; i < 50 && !here.rows("inbox_queue").isEmpty(); i++) here.settle();
            assertThat(here.rows("inbox_queue")).as(type).isEmpty();
            assertThat(state()).as(type).isEqualTo(before);
        }
        assertThat(here.rows("report").toString() + here.rows("interaction") + here.rows("follower"))
                .as("it did reach what decides")
                .contains(MALLORY + "/activities/");
    }

    /** Alice and Carol follow each other and Bob; all of them post; Bob follows Alice and likes and boosts what she says. */
    private static List<String> lives(Account alice, Account carol, String bob) {
        String post = alice.idOf("/objects/1");
        here.say(
                alice,
                Said.create(Said.note(
                                post, alice.actorId(), List.of(Said.PUBLIC), List.of(alice.idOf("/actor/followers"))))
                        .with("id", Json.of(alice.idOf("/activities/1"))));
        String follow = alice.idOf("/activities/follow");
        here.say(alice, Said.activity("Follow", follow, alice.actorId(), bob).with("to", Json.of(bob)));
        here.say(
                carol,
                Said.activity("Follow", carol.idOf("/activities/follow"), carol.actorId(), alice.actorId())
                        .with("to", Json.of(alice.actorId())));
        here.say(
                carol,
                Said.activity("Block", carol.idOf("/activities/block"), carol.actorId(), "https://x.test/users/x"));
        here.post(Said.follow(bob, alice));
        here.post(Said.activity("Like", bob + "/likes/1", bob, post));
        here.post(Said.activity("Announce", bob + "/boosts/1", bob, post).with("to", Json.of(Said.PUBLIC)));
        String note = "https://bob.test/posts/1";
        here.post(Said.create(Said.note(note, bob, List.of(Said.PUBLIC), List.of(alice.actorId()))
                .with("tag", Said.mention(alice))));
        here.settle();
        return List.of(
                post,
                follow,
                alice.actorId(),
                alice.idOf("/activities/1"),
                alice.idOf("/actor/followers"),
                alice.idOf("/actor/featured"),
                carol.idOf("/activities/follow"),
                carol.idOf("/activities/block"),
                bob,
                bob + "/follows/1",
                bob + "/likes/1",
                bob + "/boosts/1",
                note);
    }

    /** The id, and what says to be it: as its owner's, and as the stranger's own. */
    private static List<Json> shapes(String id, Account alice, String bob) {
        List<Json> shapes = new ArrayList<>();
        shapes.add(Json.of(id));
        for (String owner : List.of(id.startsWith("https://bob") ? bob : alice.actorId(), MALLORY)) {
            shapes.add(Said.note(id, owner, List.of(Said.PUBLIC), List.of())
                    .with("content", Json.of("forged by mallory.test")));
            for (String inner : List.of("Follow", "Like"))
                shapes.add(Said.activity(inner, id, owner, inner.equals("Follow") ? bob : alice.actorId()));
        }
        return shapes;
    }

    /** Everything that is not about the stranger. */
    private static Map<String, List<String>> state() {
        Map<String, List<String>> state = new LinkedHashMap<>();
        TABLES.forEach(table -> state.put(
                table,
                here.rows(table).stream()
                        .filter(row -> !row.contains("mallory.test"))
                        .toList()));
        return state;
    }
}
