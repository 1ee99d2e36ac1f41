package social.godwit.instance.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.instance.peers.Eventually.eventually;

import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The harness itself: two servers that have nothing to do with Godwit find, follow and hear each other in it. */
class PeersTalkIT {
    private static FedifyPeer fedify;
    private static SnacPeer snac;
    private static FedifyPeer.Actor ann;
    private static SnacPeer.User sue;

    @BeforeAll
    static void start() {
        var network = PeerNetwork.shared();
        fedify = FedifyPeer.start(network, "fedify");
        snac = SnacPeer.start(network, "snac");
        // snac2 answers 202 before it looks at the signature, and knows draft-cavage only: whoever tries RFC 9421 first
        // is
        // never told that it was not understood.
        fedify.signFirstWith(FedifyPeer.Scheme.CAVAGE);
        ann = fedify.actor("ann");
        sue = snac.user("sue");
    }

    @AfterAll
    static void stop() {
        if (fedify != null) {
            fedify.close();
        }
        if (snac != null) {
            snac.close();
        }
    }

    @Test
    void fedifyFollowsSnacAndHearsItsNotes() {
        ann.follow(sue.handle());
        eventually(() -> assertThat(ann.following(sue.id())).isEqualTo("accepted"));
        // Either writes a follower down after it has sent the Accept.
        eventually(() -> assertThat(sue.isFollowedBy(ann.id())).isTrue());

        String note = sue.note("Good morning from snac");
        var create = fedify.awaitActivity("Create", sue.id(), note);
        assertThat(create.verified()).isTrue();
        assertThat(create.scheme()).isEqualTo(FedifyPeer.Scheme.CAVAGE);

        String like = ann.like(note);
        eventually(() -> assertThat(sue.isLiked(note, ann.id())).isTrue());
        ann.undo(like);
        eventually(() -> assertThat(sue.isLiked(note, ann.id())).isFalse());
        ann.boost(note);
        eventually(() -> assertThat(sue.isBoosted(note, ann.id())).isTrue());
        var reply = ann.reply(note, "<p>Good morning to you</p>");
        eventually(() -> assertThat(sue.isReplied(note, reply.id())).isTrue());

        sue.edit(note, "Good evening from snac");
        var update = fedify.awaitActivity("Update", sue.id(), note);
        assertThat(update.json().path("object").path("content").asText()).contains("Good evening");
        sue.delete(note);
        fedify.awaitActivity("Delete", sue.id(), note);

        ann.unfollow(sue.handle());
        eventually(() -> assertThat(sue.isFollowedBy(ann.id())).isFalse());
    }

    @Test
    void snacFollowsFedifyAndHearsItsPosts() {
        sue.follow(ann.id());
        eventually(() -> assertThat(sue.follows(ann.id())).isTrue());
        eventually(() -> assertThat(ann.followers()).contains(sue.id()));

        var post = ann.post("<p>Good morning from Fedify</p>");
        eventually(() -> assertThat(sue.sees(post.id())).isTrue());
        assertThat(snac.object(post.id()).orElseThrow().path("content").asText())
                .contains("Good morning from Fedify");

        sue.like(post.id());
        eventually(() -> assertThat(ann.likesOf(post.id())).containsExactly(sue.id()));
        sue.boost(post.id());
        eventually(() -> assertThat(ann.boostsOf(post.id())).containsExactly(sue.id()));
        sue.unboost(post.id());
        eventually(() -> assertThat(ann.boostsOf(post.id())).isEmpty());
        String reply = sue.reply(post.id(), "And to you");
        eventually(() -> assertThat(ann.repliesTo(post.id())).containsExactly(reply));

        ann.edit(post.id(), "<p>Good evening from Fedify</p>");
        eventually(() -> assertThat(
                        snac.object(post.id()).map(o -> o.path("content").asText()))
                .hasValueSatisfying(content -> assertThat(content).contains("Good evening")));
        ann.delete(post.id());
        eventually(() -> assertThat(snac.object(post.id())).isEqualTo(Optional.empty()));
    }

    @Test
    void fedifyPeersKnockWithEitherSignature() {
        try (var other = FedifyPeer.start(PeerNetwork.shared(), "fedify")) {
            var bob = other.lockedActor("bob");
            fedify.signFirstWith(FedifyPeer.Scheme.RFC9421);
            other.acceptOnly(FedifyPeer.Scheme.CAVAGE);
            String follow = ann.follow(bob.handle());
            eventually(() -> assertThat(bob.requests()).containsExactly(follow));
            assertThat(fedify.sent())
                    .anySatisfy(sent -> assertThat(sent)
                            .returns(FedifyPeer.Scheme.RFC9421, FedifyPeer.Sent::scheme)
                            .returns(401, FedifyPeer.Sent::status));
            // It is written down once it is answered, which is after the request stands.
            eventually(() -> assertThat(other.received())
                    .anySatisfy(received -> assertThat(received)
                            .returns(FedifyPeer.Scheme.CAVAGE, FedifyPeer.Received::scheme)
                            .returns(202, FedifyPeer.Received::status)
                            .returns(true, FedifyPeer.Received::verified)));
            bob.accept(follow);
            eventually(() -> assertThat(ann.following(bob.id())).isEqualTo("accepted"));
            var post = bob.postToFollowers("<p>only for friends</p>");
            var create = fedify.awaitActivity("Create", bob.id(), post.id());
            assertThat(create.proofs())
                    .as("Fedify's own proofs verify here too")
                    .anyMatch(FedifyPeer.Proof::valid);
            assertThat(ann.fetch(post.id())).as("a follower may fetch it").isPresent();
            assertThat(fedify.actor("stranger").fetch(post.id()))
                    .as("a stranger may not")
                    .isEmpty();
        } finally {
            fedify.signFirstWith(FedifyPeer.Scheme.CAVAGE);
        }
    }
}
