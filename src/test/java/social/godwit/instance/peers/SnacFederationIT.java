package social.godwit.instance.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.instance.peers.Eventually.eventually;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Godwit and snac2, a small server in C that knows nothing of portable accounts, both directions, over HTTPS. */
class SnacFederationIT {
    private static final PeerNetwork NETWORK = PeerNetwork.shared();

    private static GodwitProcess godwit;
    private static SnacPeer snac;
    private static GodwitOwner alice;
    private static SnacPeer.User sue;

    @BeforeAll
    static void start() {
        snac = SnacPeer.start(NETWORK, "snac");
        sue = snac.user("sue");
        godwit = GodwitProcess.start(NETWORK, "godwit");
        alice = godwit.account("alice");
    }

    @AfterAll
    static void stop() {
        if (godwit != null) {
            godwit.close();
        }
        if (snac != null) {
            snac.close();
        }
    }

    @Test
    void snacFindsFollowsAndAnswersTheAccount() {
        assertThat(sue.webfinger(alice.handle())).contains(alice.actor());
        sue.follow(alice.handle());
        eventually(() -> assertThat(sue.follows(alice.actor())).isTrue());
        eventually(
                () -> assertThat(GodwitOwner.names(alice.followers(), sue.id())).isTrue());

        var post = alice.post("Good morning from Godwit");
        eventually(() -> assertThat(sue.sees(post.id())).isTrue());
        assertThat(snac.object(post.id()).orElseThrow().path("content").asText())
                .contains("Good morning from Godwit");

        sue.like(post.id());
        eventually(() -> assertThat(GodwitOwner.tells(alice.notifications(), "Like", sue.id(), post.id()))
                .isTrue());
        sue.boost(post.id());
        eventually(() -> assertThat(GodwitOwner.tells(alice.notifications(), "Announce", sue.id(), post.id()))
                .isTrue());
        String reply = sue.reply(post.id(), "Good morning yourself");
        eventually(() ->
                assertThat(GodwitOwner.names(alice.notifications(), reply)).isTrue());

        alice.edit(post.id(), "Good evening from Godwit");
        eventually(() -> assertThat(
                        snac.object(post.id()).map(note -> note.path("content").asText()))
                .hasValueSatisfying(content -> assertThat(content).contains("Good evening")));
        alice.delete(post.id());
        eventually(() -> assertThat(snac.object(post.id())).isEmpty());

        sue.unfollow(alice.actor());
        eventually(
                () -> assertThat(GodwitOwner.names(alice.followers(), sue.id())).isFalse());
    }

    @Test
    void theOwnerFollowsAndAnswersSomebodyAtSnac() {
        var tom = snac.user("tom");
        alice.follow(tom.handle());
        eventually(() -> assertThat(tom.isFollowedBy(alice.actor())).isTrue());
        eventually(
                () -> assertThat(GodwitOwner.names(alice.following(), tom.id())).isTrue());

        String note = tom.note("Hello from snac");
        eventually(() -> assertThat(GodwitOwner.withId(alice.timeline(), note))
                .hasValueSatisfying(
                        found -> assertThat(found.path("content").asText()).contains("Hello from snac")));
        alice.like(note);
        eventually(() -> assertThat(tom.isLiked(note, alice.actor())).isTrue());
        alice.boost(note);
        eventually(() -> assertThat(tom.isBoosted(note, alice.actor())).isTrue());
        var reply = alice.reply(note, "Hello to you");
        eventually(() -> assertThat(tom.isReplied(note, reply.id())).isTrue());

        String mention = tom.noteMention("Psst " + alice.handle());
        eventually(() ->
                assertThat(GodwitOwner.names(alice.notifications(), mention)).isTrue());
        tom.delete(note);
        eventually(() -> assertThat(GodwitOwner.withId(alice.timeline(), note)
                        .filter(found -> !found.path("type").asText().equals("Tombstone")))
                .isEmpty());
        alice.unfollow(tom.handle());
        eventually(() -> assertThat(tom.isFollowedBy(alice.actor())).isFalse());
    }

    @Test
    @DisplayName("whoever leaves snac2 for Godwit, by its own export and migrate, brings lists and followers along")
    void movesInFromSnac() {
        var vic = snac.user("vic");
        var wim = snac.user("wim");
        GodwitOwner fan = godwit.account("fan");
        wim.follow(vic.id());
        fan.follow(vic.handle());
        vic.follow(alice.handle());
        eventually(() -> {
            assertThat(vic.follows(alice.actor())).isTrue();
            assertThat(wim.follows(vic.id())).isTrue();
            assertThat(GodwitOwner.names(fan.following(), vic.id())).isTrue();
        });
        var kept = alice.post("Worth keeping");
        eventually(() -> assertThat(vic.sees(kept.id())).isTrue());
        vic.bookmark(kept.id());

        GodwitOwner vera = godwit.account("vera");
        vera.run("import", vic.exportCsv().toString());
        eventually(() ->
                assertThat(GodwitOwner.names(vera.following(), alice.actor())).isTrue());
        eventually(() -> assertThat(vera.run("bookmarks").toString()).contains(kept.id()));
        vera.run("account", "alias", "add", vic.handle());
        vic.alias(vera.handle());
        vic.migrate();

        eventually(() -> assertThat(wim.follows(vera.actor())).isTrue());
        eventually(() ->
                assertThat(GodwitOwner.names(fan.following(), vera.actor())).isTrue());
        eventually(() -> {
            assertThat(GodwitOwner.names(vera.followers(), wim.id())).isTrue();
            assertThat(GodwitOwner.names(vera.followers(), fan.actor())).isTrue();
        });
        var post = vera.post("Here now");
        eventually(() -> assertThat(wim.sees(post.id())).isTrue());
        assertThat(GodwitOwner.names(fan.following(), vic.id())).isFalse();
    }

    @Test
    void whatHappensWhileSnacIsDownArrivesWhenItIsBack() {
        var uma = snac.user("uma");
        uma.follow(alice.handle());
        eventually(() -> assertThat(uma.follows(alice.actor())).isTrue());
        snac.down();
        var post = alice.post("You were away");
        snac.up();
        eventually(() -> assertThat(uma.sees(post.id())).isTrue());
    }
}
