package social.godwit.activitypub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import social.godwit.activitypub.collection.PageRequest;
import social.godwit.activitypub.collection.Viewer;
import social.godwit.activitypub.effect.Beans;
import social.godwit.activitypub.gateway.DocumentAnswer.Gone;
import social.godwit.activitypub.gateway.DocumentAnswer.Listed;
import social.godwit.activitypub.gateway.DocumentAnswer.NotFound;
import social.godwit.activitypub.gateway.DocumentAnswer.Shown;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.store.testing.TestDatabase;

class DocumentsTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final TestGateway GATEWAY = new TestGateway(DB, true, 21);
    private static final String FOLLOWER = "https://peer.example/users/follower";
    private static final String BLOCKED = "https://peer.example/users/blocked";
    private static final String ADDRESSED = "https://peer.example/users/addressed";
    private static final String STRANGER = "https://peer.example/users/stranger";
    /** What moderators hide. */
    private static final Set<String> HIDDEN = new HashSet<>();

    private static final Documents DOCUMENTS = new Beans()
            .with(DB.database())
            .with(GATEWAY.clock)
            .with(GATEWAY.repositories)
            .with((FederationPolicy) new FederationPolicy() {
                @Override
                public Stance stanceOn(String host) {
                    return Stance.ALLOW;
                }

                @Override
                public Standing standing(String id) {
                    return HIDDEN.contains(id)
                            ? new Standing(Stance.DENY, false, false, List.of(), List.of())
                            : Standing.PLAIN;
                }
            })
            .make("follow.HibernateFollowStore")
            .make("note.HibernateNoteStore")
            .make("interaction.HibernateInteractionStore")
            .make("interaction.HibernateCollectedStore")
            .make("inbox.HibernateReceivedStore")
            .make("collection.HibernateObjectCollectionStore")
            .make("collection.ReadRules")
            .make("collection.Collections")
            .make("collection.ObjectCollections")
            .make("gateway.Documents")
            .get(Documents.class);
    private static int names;

    private final Person owner = GATEWAY.registered("reader" + ++names);

    /** Row 56: who may read what; everybody else is told the same as of an id that was never used. */
    @ParameterizedTest
    @CsvSource({
        "public, anyone, true",
        "public, stranger, true",
        "public, blocked, true",
        "public, owner, true",
        "followers, anyone, false",
        "followers, stranger, false",
        "followers, follower, true",
        "followers, blocked, false",
        "followers, addressed, false",
        "followers, owner, true",
        "direct, anyone, false",
        "direct, stranger, false",
        "direct, follower, false",
        "direct, addressed, true",
        "direct, owner, true",
        "self, anyone, false",
        "self, stranger, false",
        "self, follower, false",
        "self, owner, true",
    })
    void showsADocumentToThoseWhoMayReadIt(String audience, String viewer, boolean shown) {
        followers();
        JsonObject create = posted(audience);
        for (String id :
                List.of(create.string("id").orElseThrow(), create.id("object").orElseThrow())) {
            DocumentAnswer answer = get(path(id), viewer(viewer));
            if (shown) {
                assertThat(answer).isInstanceOf(Shown.class);
                assertThat(((Shown) answer).shared()).isEqualTo(audience.equals("public"));
            } else {
                assertThat(answer)
                        .isEqualTo(get("/objects/never", viewer(viewer)))
                        .isEqualTo(new NotFound());
            }
        }
    }

    @Test
    @DisplayName(
            "row 19: what moderators hide is 404 like an id that was never used, by the post's id and by the activity's")
    void hidesWhatModeratorsHideFromAllButItsOwner() {
        JsonObject create = posted("public");
        String post = create.id("object").orElseThrow();
        HIDDEN.add(PortableId.parse(post).orElseThrow().canonical());
        for (String id : List.of(create.string("id").orElseThrow(), post)) {
            assertThat(get(path(id), new Viewer.Anyone()))
                    .isEqualTo(get("/objects/never", new Viewer.Anyone()))
                    .isEqualTo(new NotFound());
            assertThat(get(path(id), viewer("stranger"))).isEqualTo(new NotFound());
            assertThat(get(path(id), new Viewer.Owner())).isInstanceOf(Shown.class);
        }
    }

    @Test
    void servesTheVeryBytes() {
        JsonObject create = posted("public");
        Shown shown = (Shown) get(path(create.string("id").orElseThrow()), new Viewer.Anyone());
        assertThat(new String(shown.body().bytes(), StandardCharsets.UTF_8)).isEqualTo(Person.text(create));
        assertThat(shown.body().hash()).isEqualTo(Person.hashes(List.of(create)).getFirst());
    }

    @Test
    void anExFollowerReadsNothingMore() {
        followers();
        JsonObject create = posted("followers");
        String path = path(create.string("id").orElseThrow());
        assertThat(get(path, viewer("follower"))).isInstanceOf(Shown.class);
        DB.execute("delete from follower where account = $1", owner.did().toString());
        assertThat(get(path, viewer("follower"))).isEqualTo(new NotFound());
    }

    /** 410 only for those who could have read it (design section 3). */
    @Test
    void whatWasDeletedIsGoneForThoseWhoCouldReadIt() {
        followers();
        JsonObject open = posted("public");
        JsonObject hidden = posted("followers");
        String openNote = open.id("object").orElseThrow();
        String hiddenNote = hidden.id("object").orElseThrow();
        JsonObject tombstone = owner.sign(JsonObject.builder()
                .put("@context", social.godwit.identity.document.PortableDocument.CONTEXT)
                .put("id", openNote)
                .put("type", "Tombstone")
                .put("attributedTo", owner.id("/actor"))
                .put("to", List.of(Person.PUBLIC))
                .build());
        GATEWAY.post(owner, Person.bytes(owner.activity("Delete", tombstone).build()));
        GATEWAY.post(
                owner,
                Person.bytes(owner.activity("Delete", Json.of(hiddenNote)).build()));
        DOCUMENTS.forget(owner.did());
        assertThat(get(path(openNote), new Viewer.Anyone()))
                .isInstanceOfSatisfying(
                        Gone.class, gone -> assertThat(gone.tombstone()).isPresent());
        assertThat(get(path(hiddenNote), new Viewer.Anyone())).isEqualTo(new NotFound());
        assertThat(get(path(hiddenNote), viewer("stranger"))).isEqualTo(new NotFound());
        assertThat(get(path(hiddenNote), viewer("follower"))).isInstanceOf(Gone.class);
    }

    /** Row 19: nothing of a suspended account is shown by any way, but what lets it leave. */
    @Test
    void aSuspendedAccountIsSilentButNotGone() {
        JsonObject create = posted("public");
        DB.await(GATEWAY.accounts.suspend(owner.did(), true));
        DOCUMENTS.forget(owner.did());
        assertThat(get(path(create.string("id").orElseThrow()), new Viewer.Anyone()))
                .isEqualTo(new NotFound());
        assertThat(get(path(create.id("object").orElseThrow()), new Viewer.Anyone()))
                .isEqualTo(new NotFound());
        assertThat(get("/actor/outbox", new Viewer.Anyone())).isEqualTo(new NotFound());
        assertThat(get("/actor", new Viewer.Anyone())).isInstanceOf(Shown.class);
        assertThat(get(path(create.string("id").orElseThrow()), new Viewer.Owner()))
                .isInstanceOf(Shown.class);
    }

    /** Row 4: {@code url} is where people read, and never leads away from this host. */
    @Test
    void sendsPeopleToAPageOfThisHostOnly() {
        assertThat(((Shown) get("/actor", new Viewer.Anyone())).page()).contains(Person.HERE + "/@" + owner.name);
        for (String url : List.of(
                "https://evil.example/@x",
                "//evil.example/",
                Person.HERE + ".evil.example/",
                Person.HERE + "@evil.example/",
                Person.HERE + "/\\evil.example/",
                Person.HERE + "/\r\nSet-Cookie: a=b",
                Person.HERE + "/\u202e")) {
            JsonObject away = owner.actor(actor -> actor.with("url", Json.of(url)));
            GATEWAY.post(owner, Person.bytes(owner.activity("Update", away).build()));
            DOCUMENTS.forget(owner.did());
            assertThat(((Shown) get("/actor", new Viewer.Anyone())).page())
                    .as(url)
                    .isEmpty();
        }
    }

    /** What others read in an outbox is what they may read (the leak that Hollo had). */
    @Test
    void anOutboxListsOnlyWhatItsReaderMayRead() {
        followers();
        JsonObject open = posted("public");
        JsonObject hidden = posted("followers");
        JsonObject direct = posted("direct");
        assertThat(outbox(new Viewer.Anyone())).contains(id(open)).doesNotContain(id(hidden), id(direct));
        assertThat(outbox(viewer("stranger"))).contains(id(open)).doesNotContain(id(hidden), id(direct));
        assertThat(outbox(viewer("follower"))).contains(id(open), id(hidden)).doesNotContain(id(direct));
        assertThat(outbox(viewer("addressed"))).contains(id(open), id(direct)).doesNotContain(id(hidden));
        assertThat(outbox(new Viewer.Owner())).contains(id(open), id(hidden), id(direct));
        JsonObject whole = listed("/actor/outbox", false, Optional.empty(), new Viewer.Anyone());
        assertThat(whole.get("totalItems")).hasToString("1");
    }

    @Test
    void collectionsArePagedByTheirOwnCursors() {
        for (int i = 0; i < 45; i++) {
            posted("public");
        }
        JsonObject first = listed("/actor/outbox", true, Optional.empty(), new Viewer.Anyone());
        assertThat(first.list("orderedItems")).hasSize(40);
        String next = first.string("next").orElseThrow();
        String cursor = next.substring(next.indexOf("before=") + 7);
        JsonObject second = listed("/actor/outbox", true, Optional.of(cursor), new Viewer.Anyone());
        assertThat(second.list("orderedItems")).hasSize(5);
        assertThat(second.string("next")).isEmpty();
    }

    @Test
    void followersAreCountedAndListed() {
        followers();
        JsonObject whole = listed("/actor/followers", false, Optional.empty(), new Viewer.Anyone());
        assertThat(whole.string("id")).contains(owner.id("/actor/followers"));
        JsonObject page = listed("/actor/followers", true, Optional.empty(), new Viewer.Anyone());
        assertThat(page.ids("orderedItems")).contains(FOLLOWER);
        assertThat(page.string("partOf")).contains(owner.id("/actor/followers"));
    }

    @Test
    void aDocumentsCollectionsAreThoseThatItNames() {
        followers();
        JsonObject open = posted("public");
        JsonObject hidden = posted("followers");
        String replies = open.object("object").orElseThrow().string("replies").orElseThrow();
        assertThat(listed(path(replies), false, Optional.empty(), new Viewer.Anyone())
                        .string("id"))
                .contains(replies);
        String hiddenLikes =
                hidden.object("object").orElseThrow().string("likes").orElseThrow();
        assertThat(get(path(hiddenLikes), new Viewer.Anyone())).isEqualTo(new NotFound());
        assertThat(get(path(hiddenLikes), viewer("follower"))).isInstanceOf(Listed.class);
        assertThat(get("/objects/1/replies/none", new Viewer.Anyone())).isEqualTo(new NotFound());
    }

    @Test
    void anInboxIsItsOwnersOnly() {
        assertThat(get("/actor/inbox", new Viewer.Anyone())).isEqualTo(new NotFound());
        assertThat(get("/actor/inbox", viewer("follower"))).isEqualTo(new NotFound());
        assertThat(get("/actor/inbox", new Viewer.Owner())).isInstanceOf(Listed.class);
    }

    private void followers() {
        for (String actor : List.of(FOLLOWER, BLOCKED)) {
            DB.execute(
                    "insert into follower (account, actor, spelling, inbox, shared_inbox, host, follow_id, follow_key,"
                            + " accepted, since) values ($1, $2, $2, $3, $3, 'peer.example', $4, $4, true, $5)"
                            + " on conflict do nothing",
                    owner.did().toString(),
                    actor,
                    "https://peer.example/inbox",
                    actor + "#follow-" + owner.name,
                    OffsetDateTime.parse("2026-11-22T10:00:00Z"));
        }
        DB.execute(
                "insert into shunned (account, kind, target, activity, since) values ($1, 'BLOCK', $2, 'x', $3)"
                        + " on conflict do nothing",
                owner.did().toString(),
                BLOCKED,
                OffsetDateTime.parse("2026-11-22T10:00:00Z"));
    }

    private JsonObject posted(String audience) {
        String to = switch (audience) {
            case "public" -> Person.PUBLIC;
            case "followers" -> owner.id("/actor/followers");
            case "direct" -> ADDRESSED;
            default -> owner.id("/actor");
        };
        JsonObject create = owner.create(to);
        assertThat(GATEWAY.post(owner, Person.bytes(create))).isInstanceOf(OutboxOutcome.Accepted.class);
        return create;
    }

    private static Viewer viewer(String name) {
        return switch (name) {
            case "anyone" -> new Viewer.Anyone();
            case "owner" -> new Viewer.Owner();
            case "follower" -> new Viewer.Somebody(FOLLOWER);
            case "blocked" -> new Viewer.Somebody(BLOCKED);
            case "addressed" -> new Viewer.Somebody(ADDRESSED);
            default -> new Viewer.Somebody(STRANGER);
        };
    }

    private DocumentAnswer get(String path, Viewer viewer) {
        return get(path, false, Optional.empty(), viewer);
    }

    private DocumentAnswer get(String path, boolean paged, Optional<String> before, Viewer viewer) {
        return DB.await(DOCUMENTS.find(
                GATEWAY.account(owner.did()),
                new PageRequest(path, TestGateway.HERE, paged, before, "page=true"),
                () -> Uni.createFrom().item(viewer)));
    }

    private JsonObject listed(String path, boolean paged, Optional<String> before, Viewer viewer) {
        DocumentAnswer answer = get(path, paged, before, viewer);
        assertThat(answer).isInstanceOf(Listed.class);
        return StrictJson.read(((Listed) answer).body().bytes(), JsonLimits.DOCUMENT)
                        instanceof JsonReading.Read(JsonObject collection)
                ? collection
                : JsonObject.empty();
    }

    private List<String> outbox(Viewer viewer) {
        return listed("/actor/outbox", true, Optional.empty(), viewer).ids("orderedItems");
    }

    private static String id(JsonObject document) {
        return document.string("id").orElseThrow();
    }

    private static String path(String id) {
        return PortableId.parse(id).orElseThrow().path();
    }
}
