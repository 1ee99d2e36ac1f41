package social.godwit.instance.client.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.RsaKeyPair;
import social.godwit.identity.proof.IntegrityProof;
import social.godwit.instance.client.TestKeys;
import social.godwit.instance.client.home.KeyRing;
import social.godwit.instance.client.media.MediaFile;
import social.godwit.instance.client.media.MediaType;

/** Every document that the client signs: admissible anywhere, of the right class, whole from the first version on. */
class DocumentShapesTest {
    private static final KeyRing KEYS = TestKeys.ring();
    private static final Ids IDS = TestKeys.ids(KEYS);
    private static final TimeId NAME = TimeId.of(1_763_794_800_000_000L, 7);
    private static final String BOB = "https://other.example/users/bob";
    private static final String BOBS_POST = "https://other.example/notes/1";

    static Stream<Arguments> documents() {
        JsonObject note = signed(PostDocument.of(post(Audience.PUBLIC), IDS));
        JsonObject forFollowers = signed(PostDocument.of(post(Audience.FOLLOWERS), IDS));
        JsonObject direct = signed(PostDocument.of(post(Audience.DIRECT), IDS));
        JsonObject vote = signed(Activities.vote(IDS, NAME, TestKeys.NOW, BOBS_POST, BOB, "yes"));
        JsonObject tombstone = signed(Activities.tombstone(IDS, IDS.object(NAME), "Note", TestKeys.NOW));
        JsonObject like = signed(Activities.like(IDS, NAME, BOBS_POST, BOB));
        JsonObject follow = signed(Activities.follow(IDS, NAME, BOB));
        JsonObject list = signed(Activities.list(IDS, NAME, "friends", TestKeys.NOW));
        JsonObject actor = signed(first());
        return Stream.of(
                of("actor", first(), Visibility.PUBLIC),
                of("update of the actor", Activities.updateActor(IDS, NAME, TestKeys.NOW, actor), Visibility.PUBLIC),
                of("public post", Activities.create(IDS, NAME, TestKeys.NOW, note), Visibility.PUBLIC),
                of("unlisted post", PostDocument.of(post(Audience.UNLISTED), IDS), Visibility.PUBLIC),
                of(
                        "post for followers",
                        Activities.create(IDS, NAME, TestKeys.NOW, forFollowers),
                        Visibility.FOLLOWERS),
                of("direct message", Activities.create(IDS, NAME, TestKeys.NOW, direct), Visibility.DIRECT),
                of("edit", Activities.update(IDS, NAME, TestKeys.NOW, note), Visibility.PUBLIC),
                of(
                        "delete",
                        Activities.delete(IDS, NAME, tombstone, note.ids("to"), note.ids("cc")),
                        Visibility.PUBLIC),
                of("vote", Activities.create(IDS, NAME, TestKeys.NOW, vote), Visibility.DIRECT),
                of("like", like, Visibility.DIRECT),
                of("unlike", Activities.undo(IDS, NAME, like), Visibility.DIRECT),
                of("boost", Activities.boost(IDS, NAME, TestKeys.NOW, BOBS_POST, BOB), Visibility.PUBLIC),
                of("follow", follow, Visibility.SELF),
                of("unfollow", Activities.undo(IDS, NAME, follow), Visibility.SELF),
                of("accept", Activities.accept(IDS, BOB + "#follows/1", BOB), Visibility.DIRECT),
                of("reject", Activities.reject(IDS, NAME, BOB + "#follows/1", BOB), Visibility.DIRECT),
                of("block", Activities.block(IDS, NAME, BOB), Visibility.SELF),
                of("domain block", Activities.block(IDS, NAME, "https://bad.example"), Visibility.SELF),
                of("unblock", Activities.undo(IDS, NAME, signed(Activities.block(IDS, NAME, BOB))), Visibility.SELF),
                of("mute", Activities.mute(IDS, NAME, BOB), Visibility.SELF),
                of("bookmark", Activities.add(IDS, NAME, BOBS_POST, IDS.ofActor("bookmarks")), Visibility.SELF),
                of("pin", Activities.pin(IDS, NAME, IDS.object(NAME), true), Visibility.PUBLIC),
                of("list", Activities.create(IDS, NAME, TestKeys.NOW, list), Visibility.SELF),
                of("report", Activities.report(IDS, NAME, List.of(BOB), "rude", Optional.empty()), Visibility.SELF),
                of(
                        "forwarded report",
                        Activities.report(IDS, NAME, List.of(BOB), "rude", Optional.of(BOB)),
                        Visibility.DIRECT),
                of("end of the account", Activities.deleteAccount(IDS, NAME), Visibility.PUBLIC));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void isAdmissibleAndOfTheRightClass(JsonObject document, Visibility visibility) {
        JsonObject signed = document.has("proof") ? document : signed(document);
        DocumentVerdict verdict = PortableDocument.read(Jcs.bytes(signed), TestKeys.NOW);
        assertThat(verdict).isInstanceOf(DocumentVerdict.Admissible.class);
        PortableDocument read = ((DocumentVerdict.Admissible) verdict).document();
        assertThat(read.visibility()).isEqualTo(visibility);
        assertThat(read.owner()).isEqualTo(KEYS.did());
        assertThat(read.spelling()).contains(TestKeys.HOME);
    }

    @Test
    void notesCarryFromTheirFirstVersionWhatCannotBeAddedLater() {
        JsonObject note = PostDocument.of(post(Audience.PUBLIC), IDS);
        String id = IDS.object(NAME);
        assertThat(note.string("url")).contains("https://home.example/@alice/" + NAME);
        assertThat(note.string("replies")).contains(id + "/replies");
        assertThat(note.string("likes")).contains(id + "/likes");
        assertThat(note.string("shares")).contains(id + "/shares");
        assertThat(note.string("context")).contains(id + "/context");
        assertThat(note.object("contentMap").orElseThrow().string("en")).isEqualTo(note.string("content"));
        assertThat(note.object("interactionPolicy")
                        .orElseThrow()
                        .object("canQuote")
                        .orElseThrow()
                        .ids("automaticApproval"))
                .containsExactly(Contexts.PUBLIC);
        assertThat(note.ids("to")).containsExactly(Contexts.PUBLIC);
        assertThat(note.ids("cc")).containsExactly(IDS.ofActor("followers"), BOB);
        assertThat(note.list("attachment")).hasSize(1);
        assertThat(note.has("summary")).isTrue();
    }

    @Test
    void actorsCarryWhatOtherServersLookFor() {
        JsonObject actor = first();
        assertThat(actor.string("id")).contains("https://home.example/.well-known/apgateway/" + KEYS.did() + "/actor");
        assertThat(actor.string("url")).contains("https://home.example/@alice");
        assertThat(actor.string("webfinger")).contains("alice@home.example");
        assertThat(actor.ids("gateways")).containsExactly("https://home.example");
        assertThat(actor.ids("gatewayKeys")).containsExactly(KEYS.device().did().toString());
        assertThat(actor.object("endpoints").orElseThrow().string("sharedInbox"))
                .contains("https://home.example/inbox");
        for (String part : List.of("inbox", "outbox", "followers", "following", "featured"))
            assertThat(actor.string(part)).contains(IDS.ofActor(part));
        assertThat(ActorDocument.sequence(actor)).isEqualTo(1);
        assertThat(actor.has("publicKey")).isFalse();
    }

    @Test
    void nextVersionOfTheActorNamesTheOneBeforeAndKeepsWhatItDoesNotKnow() {
        JsonObject before = signed(first().with("futureMember", new social.godwit.identity.json.JsonString("kept")));
        Sha256 hash = Jcs.hash(before);
        RsaKeyPair home = RsaKeyPair.generate(TestKeys.seeded(9));
        String keyId = IDS.actor() + "#rsa-abc";
        JsonObject next = ActorDocument.next(
                before,
                hash,
                List.of(
                        ActorDocument.homeKey(IDS, keyId, home.publicKey()),
                        ActorDocument.text("name", "Alice"),
                        ActorDocument.flag("manuallyApprovesFollowers", true)));
        assertThat(ActorDocument.sequence(next)).isEqualTo(2);
        assertThat(next.string("previous")).contains(hash.multibase());
        assertThat(next.string("futureMember")).contains("kept");
        assertThat(next.has("proof")).isFalse();
        assertThat(next.object("publicKey").orElseThrow().string("id")).contains(keyId);
        assertThat(next.ids("assertionMethod")).containsExactly(keyId, IDS.actor() + "#ed25519-key");
        assertThat(PortableDocument.read(Jcs.bytes(signed(next)), TestKeys.NOW))
                .isInstanceOf(DocumentVerdict.Admissible.class);
    }

    @Test
    void acceptHasTheIdThatEveryGatewayDerives() {
        JsonObject accept = Activities.accept(IDS, "https://other.example/follows/1", BOB);
        assertThat(accept.string("id").orElseThrow())
                .startsWith(IDS.actor() + "/accepts/")
                .hasSize(IDS.actor().length() + 31);
        assertThat(accept.string("object")).contains("https://other.example/follows/1");
        assertThat(Activities.accept(IDS, "https://other.example/follows/2", BOB)
                        .string("id"))
                .isNotEqualTo(accept.string("id"));
    }

    @Test
    void pollsOfferTheirAnswersWithoutVotes() {
        Post poll = new Post(
                NAME,
                TestKeys.NOW,
                Optional.empty(),
                Audience.PUBLIC,
                new Post.Text("?", "<p>?</p>"),
                Optional.empty(),
                "en",
                List.of(),
                List.of(),
                List.of(),
                Optional.of(new Post.Poll(List.of("yes", "no"), true, TestKeys.NOW.plus(Duration.ofHours(1)))),
                Optional.empty(),
                Post.Quotes.NOBODY);
        JsonObject question = PostDocument.of(poll, IDS);
        assertThat(question.string("type")).contains("Question");
        assertThat(question.list("anyOf")).hasSize(2);
        assertThat(question.string("endTime")).contains("2026-11-22T08:00:00Z");
        assertThat(question.has("oneOf")).isFalse();
    }

    @Test
    void directMessagesAndPostsForFollowersNeverAddressEverybody() {
        for (Audience audience : List.of(Audience.DIRECT, Audience.FOLLOWERS)) {
            JsonObject note = PostDocument.of(post(audience), IDS);
            assertThat(note.ids("to")).doesNotContain(Contexts.PUBLIC);
            assertThat(note.ids("cc")).doesNotContain(Contexts.PUBLIC);
        }
        assertThat(PostDocument.of(post(Audience.DIRECT), IDS).ids("to")).containsExactly(BOB);
    }

    private static Post post(Audience audience) {
        var file = new MediaFile(new byte[] {1, 2, 3}, MediaType.PNG, 640, 480);
        return new Post(
                NAME,
                TestKeys.NOW,
                Optional.empty(),
                audience,
                new Post.Text("hello @bob@other.example #tag", "<p>hello</p>"),
                Optional.of("a warning"),
                "en",
                List.of(new Post.Mention(BOB, "bob@other.example", "https://other.example/@bob")),
                List.of("tag"),
                List.of(new Post.Attachment(file, Sha256.of(file.bytes()), "https://home.example/m", "a picture")),
                Optional.empty(),
                Optional.empty(),
                Post.Quotes.ANYONE);
    }

    private static JsonObject first() {
        return ActorDocument.first(
                IDS,
                new ActorDocument.Gateway(
                        "https://home.example", KEYS.device().did().toString(), "https://home.example/inbox"),
                TestKeys.NOW);
    }

    private static JsonObject signed(JsonObject document) {
        return IntegrityProof.sign(document, KEYS.authority(), TestKeys.NOW);
    }

    private static Arguments of(String name, JsonObject document, Visibility visibility) {
        return Arguments.of(Named.of(name, document), visibility);
    }
}
