package social.godwit.instance.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.instance.peers.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Godwit and an ordinary Fedify server, both directions, over HTTPS. One pair of servers, a pair of people per test. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FedifyFederationIT {
    private static final PeerNetwork NETWORK = PeerNetwork.shared();

    private static GodwitProcess godwit;
    private static FedifyPeer fedify;
    private static GodwitOwner alice;
    private static FedifyPeer.Actor ann;

    @BeforeAll
    static void start() {
        fedify = FedifyPeer.start(NETWORK, "fedify");
        ann = fedify.actor("ann");
        godwit = GodwitProcess.start(NETWORK, "godwit");
        alice = godwit.account("alice");
    }

    @AfterAll
    static void stop() {
        if (godwit != null) {
            godwit.close();
        }
        if (fedify != null) {
            fedify.close();
        }
    }

    @Test
    @Order(1)
    void fedifyFindsTheAccountByItsHandle() {
        JsonNode found = ann.lookup(alice.handle());

        assertThat(found.path("id").asText()).isEqualTo(alice.actor());
        assertThat(found.path("type").asText()).isEqualTo("Person");
        assertThat(found.path("preferredUsername").asText()).isEqualTo("alice");
    }

    @Test
    @Order(2)
    void fedifyFollowsIsAcceptedAndHearsPostsWithProofsThatItVerifies() {
        ann.follow(alice.handle());
        eventually(() -> assertThat(ann.following(alice.actor())).isEqualTo("accepted"));
        eventually(
                () -> assertThat(GodwitOwner.names(alice.followers(), ann.id())).isTrue());
        eventually(() -> assertThat(GodwitOwner.names(alice.notifications(), ann.id()))
                .as("alice is told of her new follower")
                .isTrue());

        var post = alice.post("Hello *Fedify*");
        var create = fedify.awaitActivity("Create", alice.actor(), post.id());
        assertVerified(create);
        assertThat(create.proofs())
                .as("one proof of the activity and one of the note")
                .hasSize(2);
        assertThat(create.id()).isEqualTo(post.activity());
        assertThat(create.json().path("object").path("content").asText()).contains("<em>Fedify</em>");
        assertThat(ann.fetch(post.id()).orElseThrow().path("id").asText()).isEqualTo(post.id());

        alice.edit(post.id(), "Hello again");
        var update = fedify.awaitActivity("Update", alice.actor(), post.id());
        assertVerified(update);
        assertThat(update.json().path("object").path("content").asText()).contains("Hello again");

        alice.delete(post.id());
        assertVerified(fedify.awaitActivity("Delete", alice.actor(), post.id()));
        assertThat(ann.fetch(post.id()))
                .as("what is deleted is not given any more")
                .isEmpty();
    }

    @Test
    @Order(3)
    void likesBoostsAndRepliesFromFedifyReachTheOwnerAndCanBeTakenBack() {
        var post = alice.post("What do you think?");
        String like = ann.like(post.id());
        eventually(() -> assertThat(GodwitOwner.tells(alice.notifications(), "Like", ann.id(), post.id()))
                .isTrue());
        ann.undo(like);
        eventually(() -> assertThat(GodwitOwner.tells(alice.notifications(), "Like", ann.id(), post.id()))
                .isFalse());

        String boost = ann.boost(post.id());
        eventually(() -> assertThat(GodwitOwner.tells(alice.notifications(), "Announce", ann.id(), post.id()))
                .isTrue());
        ann.undo(boost);
        eventually(() -> assertThat(GodwitOwner.tells(alice.notifications(), "Announce", ann.id(), post.id()))
                .isFalse());

        var reply = ann.reply(post.id(), "<p>Very much</p>");
        eventually(() ->
                assertThat(GodwitOwner.names(alice.notifications(), reply.id())).isTrue());
        var answer = alice.reply(reply.id(), "Thank you");
        var create = fedify.awaitActivity("Create", alice.actor(), answer.id());
        assertVerified(create);
        assertThat(create.json().path("object").path("inReplyTo").asText()).isEqualTo(reply.id());
        eventually(() -> assertThat(ann.repliesTo(reply.id())).containsExactly(answer.id()));
    }

    @Test
    @Order(4)
    void theOwnerFollowsSomebodyAtFedifyAndSeesWhatTheyPostEditAndDelete() {
        var bert = fedify.actor("bert");
        alice.follow(bert.handle());
        eventually(() -> assertThat(bert.followers()).containsExactly(alice.actor()));
        assertVerified(fedify.awaitActivity("Follow", alice.actor(), bert.id()));
        eventually(() ->
                assertThat(GodwitOwner.names(alice.following(), bert.id())).isTrue());

        var post = bert.post("<p>Hello Godwit</p>");
        eventually(() -> assertThat(GodwitOwner.withId(alice.timeline(), post.id()))
                .hasValueSatisfying(
                        note -> assertThat(note.path("content").asText()).contains("Hello Godwit")));
        bert.edit(post.id(), "<p>Hello once more</p>");
        eventually(() -> assertThat(GodwitOwner.withId(alice.timeline(), post.id()))
                .hasValueSatisfying(
                        note -> assertThat(note.path("content").asText()).contains("Hello once more")));

        alice.like(post.id());
        eventually(() -> assertThat(bert.likesOf(post.id())).containsExactly(alice.actor()));
        alice.unlike(post.id());
        eventually(() -> assertThat(bert.likesOf(post.id())).isEmpty());
        alice.boost(post.id());
        eventually(() -> assertThat(bert.boostsOf(post.id())).containsExactly(alice.actor()));
        alice.unboost(post.id());
        eventually(() -> assertThat(bert.boostsOf(post.id())).isEmpty());
        var reply = alice.reply(post.id(), "Good to hear from you");
        eventually(() -> assertThat(bert.repliesTo(post.id())).containsExactly(reply.id()));

        bert.delete(post.id());
        eventually(() -> assertThat(GodwitOwner.withId(alice.timeline(), post.id())
                        .filter(note -> !note.path("type").asText().equals("Tombstone")))
                .isEmpty());
        alice.unfollow(bert.handle());
        eventually(() -> assertThat(bert.followers()).isEmpty());
    }

    @Test
    @Order(5)
    void pollsAreVotedInBothWays() {
        var cleo = fedify.actor("cleo");
        alice.follow(cleo.handle());
        eventually(() -> assertThat(cleo.followers()).containsExactly(alice.actor()));
        var theirs = cleo.ask("<p>Tea or coffee?</p>", "Tea", "Coffee");
        eventually(() ->
                assertThat(GodwitOwner.names(alice.timeline(), theirs.id())).isTrue());
        alice.vote(theirs.id(), "Coffee");
        eventually(() ->
                assertThat(cleo.votesOn(theirs.id())).containsExactly(new FedifyPeer.Vote(alice.actor(), "Coffee")));

        var ours = alice.post("North or south?", "--poll", "North", "--poll", "South");
        int before = fedify.sent().size();
        ann.vote(ours.id(), "South");
        eventually(() -> assertThat(fedify.sent().stream().skip(before))
                .as("the vote is taken")
                .anyMatch(sent -> sent.method().equals("POST")
                        && sent.url().startsWith(godwit.origin())
                        && sent.status() / 100 == 2));
        assertThat(GodwitOwner.names(alice.timeline(), ours.id()))
                .as("the poll still stands, and the vote is no post")
                .isTrue();
    }

    @Test
    @Order(6)
    void lockedAccountsDecideOnTheirFollowers() {
        var dora = fedify.lockedActor("dora");
        alice.follow(dora.handle());
        String request = Eventually.eventually(
                "dora is asked", () -> dora.requests().stream().findFirst());
        assertThat(dora.followers()).isEmpty();
        dora.accept(request);
        eventually(() ->
                assertThat(GodwitOwner.names(alice.following(), dora.id())).isTrue());

        var lea = godwit.account("lea");
        lea.lock(true);
        ann.follow(lea.handle());
        eventually(() -> assertThat(GodwitOwner.names(lea.requests(), ann.id())).isTrue());
        assertThat(ann.following(lea.actor())).isEqualTo("pending");
        lea.accept(ann.handle());
        eventually(() -> assertThat(ann.following(lea.actor())).isEqualTo("accepted"));
        var eve = fedify.actor("eve");
        eve.follow(lea.handle());
        eventually(() -> assertThat(GodwitOwner.names(lea.requests(), eve.id())).isTrue());
        lea.reject(eve.handle());
        eventually(() -> assertThat(eve.following(lea.actor())).isEqualTo("rejected"));
    }

    @Test
    @Order(7)
    void postsForFollowersReachThemAndNobodyElse() {
        var fay = fedify.actor("fay");
        fay.follow(alice.handle());
        eventually(() -> assertThat(fay.following(alice.actor())).isEqualTo("accepted"));
        var secret = alice.post("Only for you", "--visibility", "followers");
        fedify.awaitActivity("Create", alice.actor(), secret.id());
        assertThat(fay.fetch(secret.id())).as("a follower may fetch it").isPresent();
        assertThat(fedify.actor("gus").fetch(secret.id()))
                .as("a stranger may not")
                .isEmpty();

        alice.follow(fay.handle());
        eventually(() -> assertThat(fay.followers()).containsExactly(alice.actor()));
        var theirs = fay.postToFollowers("<p>Only for mine</p>");
        eventually(() ->
                assertThat(GodwitOwner.names(alice.timeline(), theirs.id())).isTrue());
        var other = godwit.account("olga");
        assertThat(GodwitOwner.names(other.timeline(), theirs.id())).isFalse();
    }

    @Test
    @Order(8)
    void messagesToOnePersonStayBetweenTheTwo() {
        var hal = fedify.actor("hal");
        var direct = alice.post("Between us, " + hal.handle(), "--visibility", "direct");
        var create = fedify.awaitActivity("Create", alice.actor(), direct.id());
        assertVerified(create);
        assertThat(create.json().toString()).doesNotContain("#Public").doesNotContain("/followers\"]");
        assertThat(ann.fetch(direct.id())).as("a follower who is not addressed").isEmpty();
        var answer = hal.postTo("<p>Between us</p>", alice.handle());
        eventually(() -> assertThat(GodwitOwner.names(alice.notifications(), answer.id()))
                .isTrue());
    }

    @Test
    @Order(9)
    void eitherHttpSignatureWorksBothWays() {
        for (FedifyPeer.Scheme scheme : new FedifyPeer.Scheme[] {FedifyPeer.Scheme.CAVAGE, FedifyPeer.Scheme.RFC9421}) {
            fedify.signFirstWith(scheme);
            var name = "sig" + scheme.word();
            var signer = fedify.actor(name);
            signer.follow(alice.handle());
            eventually(() -> assertThat(signer.following(alice.actor())).isEqualTo("accepted"));
            // The answer to the Follow may be written down after the Accept has come.
            eventually(() -> assertThat(fedify.sent())
                    .as("Godwit takes %s at the first knock", scheme)
                    .anySatisfy(sent -> assertThat(sent)
                            .returns("POST", FedifyPeer.Sent::method)
                            .returns(scheme, FedifyPeer.Sent::scheme)
                            .matches(it -> it.url().startsWith(godwit.origin()) && it.status() / 100 == 2)));

            fedify.acceptOnly(scheme);
            var post = alice.post("Signed as you like: " + scheme);
            assertThat(fedify.awaitActivity("Create", alice.actor(), post.id()).scheme())
                    .as("Godwit finds out that only %s is taken", scheme)
                    .isEqualTo(scheme);
            fedify.acceptOnly(FedifyPeer.Scheme.BOTH);
        }
    }

    @Test
    @Order(10)
    void anOutageHealsInOrderAndNothingComesTwice() {
        fedify.breakDown(503);
        var first = alice.post("While you were out, one");
        var second = alice.post("While you were out, two");
        fedify.recover();
        fedify.awaitActivity("Create", alice.actor(), second.id());
        var taken = fedify.received().stream()
                .filter(received -> received.status() == 202)
                .map(FedifyPeer.Received::id)
                .filter(id -> id.equals(first.activity()) || id.equals(second.activity()))
                .toList();
        assertThat(taken).containsExactly(first.activity(), second.activity());
    }

    private static void assertVerified(FedifyPeer.Received received) {
        assertThat(received.verified()).as("HTTP signature of %s", received).isTrue();
        assertThat(received.keyId()).startsWith(alice.actor() + "#");
        assertThat(received.proofs())
                .as("integrity proofs of %s", received)
                .isNotEmpty()
                .allMatch(FedifyPeer.Proof::valid);
    }
}
