package social.godwit.activitypub.effect;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.follow.FollowStore;
import social.godwit.activitypub.follow.Followed;
import social.godwit.activitypub.http.Headers;
import social.godwit.activitypub.inbox.Admission;
import social.godwit.activitypub.interaction.Interaction;
import social.godwit.activitypub.interaction.InteractionStore;
import social.godwit.activitypub.interaction.ReportStore;
import social.godwit.activitypub.listing.Window;
import social.godwit.activitypub.note.NoteStore;
import social.godwit.activitypub.notification.Notification;
import social.godwit.activitypub.notification.NotificationStore;
import social.godwit.activitypub.poll.PollResults;
import social.godwit.activitypub.poll.PollStore;
import social.godwit.activitypub.signature.IncomingRequest;
import social.godwit.activitypub.signature.SignatureProfile;
import social.godwit.activitypub.signature.SignatureVerdict;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.encoding.RsaPublicKey;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.testing.TestDatabase;

/**
 * What GoToSocial, Mitra, snac2 and tootik really sent to a portable actor, from the inbox to the rows, at the time of the
 * recording. Their signatures are checked with the RSA keys of the recorded actor documents.
 */
class RecordedPeersTest {
    private static final Origin OLD = Origin.parse("https://old.test").orElseThrow();
    private static final Pattern KEY_ID = Pattern.compile("keyId=\"([^\"]+)\"");

    private TestDatabase db;
    private Instances here;

    @BeforeEach
    void open() {
        db = TestDatabase.create();
        here = new Instances(db);
        here.verifier = (request, at) -> Uni.createFrom().item(verdict(request));
    }

    @AfterEach
    void close() {
        db.close();
    }

    private final Map<String, String> actorsByKey = new HashMap<>();

    private SignatureVerdict verdict(IncomingRequest request) {
        Matcher keyId = KEY_ID.matcher(request.headers().first("signature").orElse(""));
        return keyId.find() && actorsByKey.containsKey(keyId.group(1))
                ? new SignatureVerdict.Signed(
                        actorsByKey.get(keyId.group(1)), keyId.group(1), SignatureProfile.CAVAGE, here.clock.instant())
                : new SignatureVerdict.Unsigned();
    }

    /** One recording: the requests by what they are. */
    private record Recording(Account recipient, List<JsonObject> requests) {
        JsonObject request(String what) {
            return requests.stream()
                    .filter(one -> one.string("what").equals(Optional.of(what)))
                    .findFirst()
                    .orElseThrow();
        }

        JsonObject body(String what) {
            return MapActors.parse(request(what).string("body").orElseThrow());
        }
    }

    private Recording recording(String name) {
        JsonObject file = MapActors.parse(read(name));
        for (Json signer : file.list("signers")) {
            JsonObject actor = (JsonObject) signer;
            here.actors.publish(withMultikeys(actor));
            actor.object("publicKey")
                    .flatMap(key -> key.string("id"))
                    .ifPresent(key -> actorsByKey.put(key, actor.string("id").orElseThrow()));
        }
        List<JsonObject> requests = new ArrayList<>();
        file.list("requests").forEach(request -> requests.add((JsonObject) request));
        return new Recording(account(file.string("recipient").orElseThrow()), requests);
    }

    /** Recorded keys are taken only if they can be read. */
    private static JsonObject withMultikeys(JsonObject actor) {
        actor.object("publicKey")
                .flatMap(key -> key.string("publicKeyPem"))
                .ifPresent(pem -> assertThat(RsaPublicKey.fromPem(pem)).isPresent());
        return actor;
    }

    private Account account(String actor) {
        Did did = PortableId.parse(actor).orElseThrow().did();
        return here.register(did, "owner" + did.toString().substring(16, 20), OLD, false);
    }

    private static String read(String name) {
        try (InputStream file = RecordedPeersTest.class.getResourceAsStream("/vectors/peers/" + name + ".json")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void send(Recording recording, String what) {
        send(recording.request(what), recording.recipient());
    }

    private void send(JsonObject recorded, Account recipient) {
        here.clock.set(Instant.parse(recorded.string("at").orElseThrow()));
        Headers.Builder headers = Headers.builder();
        recorded.object("headers")
                .orElseThrow()
                .members()
                .forEach((name, value) -> headers.add(name, value.toString().isEmpty() ? "" : text(value)));
        String target = recorded.string("target").orElseThrow();
        IncomingRequest request = new IncomingRequest(
                "POST",
                OLD.toString(),
                target,
                headers.build(),
                recorded.string("body").orElseThrow().getBytes(StandardCharsets.UTF_8));
        Admission admission = here.await(
                here.admission.admit(request, target.equals("/inbox") ? Optional.empty() : Optional.of(recipient)));
        assertThat(admission).as(recorded.string("what").orElseThrow()).isEqualTo(new Admission.Accepted());
        here.settle();
        assertThat(here.count("select count(*) from inbox_queue")).isZero();
        assertThat(here.count("select count(*) from inbox_parked")).isZero();
    }

    private static String text(Json value) {
        return ((social.godwit.identity.json.JsonString) value).value();
    }

    private void post(Account account, Object name) {
        String id = account.idOf("/objects/" + name);
        db.execute(
                """
                insert into note (id, author, type, visibility, listed, local, published, audience, version_time, document)
                values ($1, $2, 'Note', 'PUBLIC', true, true, now(), '{}', now(), '{}')
                """,
                PortableId.parse(id).orElseThrow().canonical(),
                account.actor().canonical());
    }

    private long followers(Account account) {
        return here.await(here.get(FollowStore.class).counts(account.did())).followers();
    }

    private InteractionStore.Counts counts(Account account, int number) {
        String id = PortableId.parse(account.idOf("/objects/" + number))
                .orElseThrow()
                .canonical();
        return here.await(here.get(InteractionStore.class).counts(List.of(id)))
                .getOrDefault(id, new InteractionStore.Counts(0, 0, 0, Map.of()));
    }

    private List<Notification.Type> told(Account account) {
        return here
                .await(here.get(NotificationStore.class).page(account.did(), java.util.Set.of(), Window.newest(80)))
                .items()
                .stream()
                .map(Notification::type)
                .toList();
    }

    private boolean knows(Account viewer, String id) {
        return here.await(here.get(NoteStore.class).find(id, Optional.of(viewer.did())))
                .isPresent();
    }

    private void pendingFollow(Account account, String followId, String target) {
        db.execute(
                """
                insert into followed (account, actor, spelling, follow_id, state, since)
                values ($1, $2, $2, $3, 'PENDING', now())
                """,
                account.did().toString(),
                target,
                PortableId.parse(followId).orElseThrow().canonical());
    }

    @Test
    void appliesWhatGoToSocialSent() {
        Recording gts = recording("gotosocial");
        Account owner = gts.recipient();
        post(owner, 1);
        String beth = "https://gts.test/users/beth";

        send(gts, "Follow");
        assertThat(followers(owner)).isEqualTo(1);
        assertThat(here.sent).singleElement().satisfies(accept -> {
            assertThat(accept.actors()).containsExactly(beth);
            assertThat(accept.activityId()).startsWith(owner.actorId() + "/accepts/");
            assertThat(accept.body()).contains("/follow/01JRNEFMQ74011RZ7HSXCN7XMN");
        });
        send(gts, "Like");
        assertThat(counts(owner, 1).likes()).isEqualTo(1);
        send(gts, "Undo-Like");
        assertThat(counts(owner, 1).likes()).isZero();
        send(gts, "Announce");
        assertThat(counts(owner, 1).shares()).isEqualTo(1);
        send(gts, "Undo-Announce");
        assertThat(counts(owner, 1).shares()).isZero();

        String reply = gts.body("Create-reply-unlisted")
                .object("object")
                .orElseThrow()
                .string("id")
                .orElseThrow();
        send(gts, "Create-reply-unlisted");
        assertThat(counts(owner, 1).replies()).isEqualTo(1);
        assertThat(here.await(here.get(NoteStore.class).find(reply, Optional.empty())))
                .hasValueSatisfying(note -> {
                    assertThat(note.listed()).isFalse();
                    assertThat(note.document()).contains("**bold**");
                });
        send(gts, "Update-note");
        assertThat(here.await(here.get(NoteStore.class).find(reply, Optional.empty())))
                .hasValueSatisfying(note -> {
                    assertThat(note.document()).contains("hi back edited");
                    assertThat(note.edited()).isPresent();
                });
        send(gts, "Delete-note");
        assertThat(knows(owner, reply)).isFalse();

        send(gts, "Create-direct");
        String direct = gts.body("Create-direct")
                .object("object")
                .orElseThrow()
                .string("id")
                .orElseThrow();
        assertThat(knows(owner, direct)).isTrue();
        assertThat(here.await(here.get(NoteStore.class).find(direct, Optional.empty())))
                .isEmpty();

        send(gts, "Flag");
        assertThat(here.await(here.get(ReportStore.class).page(Window.newest(10)))
                        .items())
                .singleElement()
                .satisfies(report -> {
                    assertThat(report.reporter()).isEqualTo("https://gts.test/users/gts.test");
                    assertThat(report.content()).isEqualTo("spam?");
                    assertThat(report.objects()).hasSize(2);
                });
        send(gts, "Undo-Follow");
        assertThat(followers(owner)).isZero();
        send(gts, "Block");
        assertThat(here.count("select count(*) from blocked_by where actor = $1", beth))
                .isEqualTo(1);
        send(gts, "Undo-Block");
        assertThat(here.count("select count(*) from blocked_by")).isZero();
        assertThat(told(owner)).containsExactly(Notification.Type.MENTION);
    }

    @Test
    void countsTheVotesOfGoToSocial() {
        Recording gts = recording("gotosocial-votes");
        Account owner = gts.recipient();
        String one = question(gts, "Vote-one-coffee", false);
        String several = question(gts, "Vote-several-milk", true);
        send(gts, "Vote-one-coffee");
        send(gts, "Vote-several-coffee");
        send(gts, "Vote-several-milk");

        Map<String, PollResults> standing = here.await(here.get(PollStore.class).counted(List.of(one, several)));
        assertThat(standing.get(one).voters()).isEqualTo(1);
        JsonObject asked = MapActors.parse(
                "{\"type\":\"Question\",\"anyOf\":[{\"name\":\"tea\"},{\"name\":\"coffee\"},{\"name\":\"milk\"}]}");
        assertThat(standing.get(several).in(asked).toString())
                .contains("\"votersCount\":1")
                .contains("{\"name\":\"tea\",\"replies\":{\"totalItems\":0,\"type\":\"Collection\"}}")
                .contains("{\"name\":\"coffee\",\"replies\":{\"totalItems\":1,\"type\":\"Collection\"}}")
                .contains("{\"name\":\"milk\",\"replies\":{\"totalItems\":1,\"type\":\"Collection\"}}");
        assertThat(told(owner)).isEmpty();
    }

    private String question(Recording recording, String vote, boolean multiple) {
        PortableId id = PortableId.parse(recording
                        .body(vote)
                        .object("object")
                        .flatMap(note -> note.string("inReplyTo"))
                        .orElseThrow())
                .orElseThrow();
        post(recording.recipient(), id.path().substring("/objects/".length()));
        db.execute("""
                insert into poll (question, author, local, multiple, options, tallies, voters)
                values ($1, $2, true, $3, '{tea,coffee,milk}', '{0,0,0}', 0)
                """, id.canonical(), recording.recipient().actor().canonical(), multiple);
        return id.canonical();
    }

    @Test
    void appliesTheAcceptAndTheMoveOfGoToSocial() {
        Recording gts = recording("gotosocial");
        JsonObject accept = gts.body("Accept");
        String followId = accept.object("object").orElseThrow().string("id").orElseThrow();
        String mine = accept.object("object").orElseThrow().string("actor").orElseThrow();
        String beth = "https://gts.test/users/beth";
        Account follower = account(mine);
        pendingFollow(follower, followId, beth);

        send(gts, "Accept");
        assertThat(here.await(here.get(FollowStore.class).counts(follower.did()))
                        .following())
                .isEqualTo(1);

        // Beth moves to the very account that followed her; another follower is told where to follow.
        Account other = here.account("other", false);
        pendingFollow(other, other.idOf("/activities/f1"), beth);
        db.execute("update followed set state = 'ACCEPTED'");
        here.aliases.put(follower.actor().canonical(), List.of(beth));
        send(gts, "Move");
        assertThat(here.await(here.get(FollowStore.class)
                                .following(
                                        other.did(), java.util.EnumSet.allOf(Followed.State.class), Window.newest(5)))
                        .items())
                .singleElement()
                .satisfies(followed -> assertThat(followed.movedTo()).contains(mine));
        assertThat(told(other)).containsExactly(Notification.Type.MOVE);
        assertThat(told(follower)).containsExactly(Notification.Type.FOLLOW_ACCEPTED);
    }

    @Test
    void appliesWhatMitraSent() {
        Recording mitra = recording("mitra");
        Account owner = mitra.recipient();
        post(owner, 1);
        post(owner, 2);
        post(owner, 3);
        for (JsonObject request : mitra.requests()) {
            String what = request.string("what").orElseThrow();
            send(request, owner);
            switch (what) {
                case "Follow" -> assertThat(followers(owner)).isEqualTo(1);
                case "Undo-Follow" -> assertThat(followers(owner)).isZero();
                case "Like" -> assertThat(counts(owner, 2).likes()).isEqualTo(1);
                case "Announce" -> assertThat(counts(owner, 2).shares()).isEqualTo(1);
                case "Undo-Announce" -> assertThat(counts(owner, 2).shares()).isZero();
                case "Undo-Like" -> assertThat(counts(owner, 2).likes()).isZero();
                default -> assertThat(what).matches("(Create|Update|Delete).*");
            }
        }
        assertThat(here.count("select count(*) from note where author = 'https://mitra.test/users/mitty'"))
                .isPositive();
        assertThat(
                        here.count(
                                "select count(*) from note where author = 'https://mitra.test/users/mitty' and deleted is null"))
                .isZero();
    }

    @Test
    void appliesWhatSnacSent() {
        Recording snac = recording("snac2");
        Account owner = snac.recipient();
        post(owner, 1);
        String sandy = "https://snac.test/sandy";
        send(snac, "Follow");
        assertThat(followers(owner)).isEqualTo(1);
        send(snac, "Announce");
        assertThat(counts(owner, 1).shares()).isEqualTo(1);
        send(snac, "Undo-Announce");
        assertThat(counts(owner, 1).shares()).isZero();
        send(snac, "Create-mention");
        send(snac, "Create-direct");
        assertThat(told(owner))
                .containsExactly(Notification.Type.MENTION, Notification.Type.MENTION, Notification.Type.FOLLOW);

        String followId =
                snac.body("Accept").object("object").orElseThrow().string("id").orElseThrow();
        pendingFollow(owner, followId, sandy);
        send(snac, "Accept");
        assertThat(here.await(here.get(FollowStore.class).counts(owner.did())).following())
                .isEqualTo(1);
        send(snac, "Undo-Follow");
        assertThat(followers(owner)).isZero();

        String target = snac.body("Move").string("target").orElseThrow();
        Account newHome = account(target);
        here.aliases.put(newHome.actor().canonical(), List.of(sandy));
        List<JsonObject> moves = snac.requests().stream()
                .filter(one -> one.string("what").equals(Optional.of("Move")))
                .toList();
        assertThat(moves).hasSize(2);
        moves.forEach(move -> send(move, newHome));
        assertThat(told(owner)).contains(Notification.Type.MOVE);
        assertThat(here.count("select count(*) from inbox_unsigned where type = 'Follow'"))
                .isEqualTo(1);
    }

    @Test
    void appliesWhatTootikSent() {
        Recording tootik = recording("tootik");
        Account owner = tootik.recipient();
        post(owner, 3);
        send(tootik, "Follow");
        assertThat(followers(owner)).isEqualTo(1);
        assertThat(here.count("select count(*) from inbox_unsigned where type = 'Accept'"))
                .as("tootik wants the owner's proof on the Accept")
                .isEqualTo(1);
        send(tootik, "Create-reply");
        assertThat(counts(owner, 3).replies()).isEqualTo(1);
        send(tootik, "Announce");
        assertThat(here.await(here.get(InteractionStore.class)
                                .of(owner.idOf("/objects/3"), Interaction.Kind.SHARE, Window.newest(5)))
                        .items())
                .singleElement()
                .satisfies(boost -> assertThat(boost.actor()).startsWith("ap://did:key:z6Mkts"));
        send(tootik, "Undo-Follow");
        assertThat(followers(owner)).isZero();
    }
}
