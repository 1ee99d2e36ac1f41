package social.godwit.instance.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.proof.IntegrityProof;
import social.godwit.instance.client.document.Activities;
import social.godwit.instance.client.document.ActorDocument;
import social.godwit.instance.client.document.Audience;
import social.godwit.instance.client.document.Ids;
import social.godwit.instance.client.document.Post;
import social.godwit.instance.client.document.PostDocument;
import social.godwit.instance.client.document.TimeId;

/**
 * Every type of document that the client signs, before strangers: Fedify verifies its integrity proof, and a JSON-LD 1.1
 * processor expands it and keeps what servers read.
 */
class SignedDocumentsIT {
    private static final Randomness RANDOM = count -> {
        byte[] bytes = new byte[count];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    };
    private static final String STRANGER = "https://social.example/users/zoe";
    private static final String NOTE = "https://social.example/notes/1";
    private static final String AS = "https://www.w3.org/ns/activitystreams#";

    private static FedifyPeer fedify;

    private final SigningKey key = SigningKey.generate(RANDOM);
    private final Ids ids =
            new Ids(key.did(), Origin.parse("https://godwit.example").orElseThrow(), "alice");
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private long names;

    @BeforeAll
    static void start() {
        fedify = FedifyPeer.start(PeerNetwork.shared(), "fedify");
    }

    @AfterAll
    static void stop() {
        if (fedify != null) {
            fedify.close();
        }
    }

    @TestFactory
    List<DynamicTest> proofsVerifyAndDocumentsExpand() {
        return documents().entrySet().stream()
                .map(document -> DynamicTest.dynamicTest(document.getKey(), () -> {
                    String json = new String(Jcs.bytes(document.getValue()), StandardCharsets.UTF_8);
                    assertThat(fedify.verify(json)).as(json).isNotEmpty().allMatch(FedifyPeer.Proof::valid);
                    assertThat(expanded(json)).contains("https://w3id.org/security#proof");
                }))
                .toList();
    }

    @Test
    void aChangedDocumentIsRefused() {
        JsonObject note = sign(note(Optional.empty()));
        String json = new String(Jcs.bytes(note), StandardCharsets.UTF_8);

        assertThat(fedify.verify(json)).hasSize(1).allMatch(FedifyPeer.Proof::valid);
        assertThat(fedify.verify(json.replace("Good morning", "Good evening")))
                .hasSize(1)
                .noneMatch(FedifyPeer.Proof::valid);
    }

    @Test
    void expansionKeepsWhatServersRead() {
        String actor = expanded(new String(Jcs.bytes(actor()), StandardCharsets.UTF_8));
        assertThat(actor)
                .contains(AS + "preferredUsername")
                .contains("https://w3id.org/security#assertionMethod")
                .contains("https://w3id.org/security#publicKeyMultibase")
                .contains("https://w3id.org/fep/ef61/gateways")
                .contains("http://www.w3.org/ns/ldp#inbox");
        String question = expanded(new String(Jcs.bytes(sign(note(Optional.of(poll())))), StandardCharsets.UTF_8));
        assertThat(question).contains(AS + "oneOf").contains(AS + "totalItems").contains(AS + "endTime");
    }

    private static String expanded(String json) {
        return fedify.expand(json).toString();
    }

    private Map<String, JsonObject> documents() {
        JsonObject note = sign(note(Optional.empty()));
        JsonObject create = sign(Activities.create(ids, name(), now, note));
        JsonObject follow = sign(Activities.follow(ids, name(), STRANGER));
        JsonObject like = sign(Activities.like(ids, name(), NOTE, STRANGER));
        JsonObject tombstone = sign(Activities.tombstone(ids, note.string("id").orElseThrow(), "Note", now));
        JsonObject vote = sign(Activities.vote(ids, name(), now, NOTE, STRANGER, "Tea"));
        var documents = new LinkedHashMap<String, JsonObject>();
        documents.put("actor", actor());
        documents.put("Update of the actor", sign(Activities.updateActor(ids, name(), now, actor())));
        documents.put("Note", note);
        documents.put("Create of a Note", create);
        documents.put("Question", sign(note(Optional.of(poll()))));
        documents.put("Update of a Note", sign(Activities.update(ids, name(), now, note)));
        documents.put("Tombstone", tombstone);
        documents.put("Delete", sign(Activities.delete(ids, name(), tombstone, note.ids("to"), note.ids("cc"))));
        documents.put("Delete of the account", sign(Activities.deleteAccount(ids, name())));
        documents.put("Follow", follow);
        documents.put("Undo of a Follow", sign(Activities.undo(ids, name(), follow)));
        documents.put("Accept", sign(Activities.accept(ids, STRANGER + "#follows/1", STRANGER)));
        documents.put("Reject", sign(Activities.reject(ids, name(), STRANGER + "#follows/1", STRANGER)));
        documents.put("Like", like);
        documents.put("Undo of a Like", sign(Activities.undo(ids, name(), like)));
        documents.put("Announce", sign(Activities.boost(ids, name(), now, NOTE, STRANGER)));
        documents.put("Create of a vote", sign(Activities.create(ids, name(), now, vote)));
        documents.put("Block", sign(Activities.block(ids, name(), STRANGER)));
        documents.put("Ignore", sign(Activities.mute(ids, name(), STRANGER)));
        documents.put(
                "Add to featured",
                sign(Activities.pin(ids, name(), note.string("id").orElseThrow(), true)));
        documents.put(
                "Flag", sign(Activities.report(ids, name(), List.of(STRANGER, NOTE), "Spam", Optional.of(STRANGER))));
        return documents;
    }

    private JsonObject actor() {
        var home = new ActorDocument.Gateway(
                "https://godwit.example", SigningKey.generate(RANDOM).did().toString(), "https://godwit.example/inbox");
        return sign(ActorDocument.first(ids, home, now));
    }

    private JsonObject note(Optional<Post.Poll> poll) {
        var post = new Post(
                name(),
                now,
                Optional.empty(),
                Audience.PUBLIC,
                new Post.Text("Good morning @zoe@social.example #coffee", "<p>Good morning</p>"),
                Optional.of("Mornings"),
                "en",
                List.of(new Post.Mention(STRANGER, "zoe@social.example", STRANGER)),
                List.of("coffee"),
                List.of(),
                poll,
                Optional.of(new Post.Parent(NOTE, STRANGER, Optional.empty())),
                Post.Quotes.FOLLOWERS);
        return PostDocument.of(post, ids);
    }

    private Post.Poll poll() {
        return new Post.Poll(List.of("Tea", "Coffee"), false, now.plus(Duration.ofHours(1)));
    }

    private JsonObject sign(JsonObject unsigned) {
        return IntegrityProof.sign(unsigned, key, now);
    }

    private TimeId name() {
        names++;
        return TimeId.of(now.toEpochMilli() * 1000 + names, 1);
    }
}
