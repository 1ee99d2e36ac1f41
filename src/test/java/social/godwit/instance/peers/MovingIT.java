package social.godwit.instance.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static social.godwit.instance.peers.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import social.godwit.instance.cli.DocumentedCommands;

/**
 * Accounts leave a home that lives, is killed, or is an enemy, by the commands of docs/moving.md; their followers, at servers that have
 * never heard of Godwit, come along.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MovingIT {
    private static final List<String> STATES = List.of("PLANNED", "CHECKED", "COPIED", "SWITCHED", "ANNOUNCING");
    private static final PeerNetwork NETWORK = PeerNetwork.shared();
    private static final Duration A_LOCK = Duration.ofDays(8);

    private static SnacPeer snac;
    private static FedifyPeer fedify;
    private static StrictMastodon mastodon;
    private static StrictMastodon locking;
    private static StrictMastodon remembering;
    private static GodwitProcess home;
    private static GodwitProcess second;
    private static GodwitOwner bob;
    private static GodwitOwner dave;
    private static GodwitOwner fred;
    private static Path backup;

    @BeforeAll
    static void start() {
        snac = SnacPeer.start(NETWORK, "snac");
        fedify = FedifyPeer.start(NETWORK, "fedify");
        mastodon = StrictMastodon.start(NETWORK, "mastodon");
        locking = StrictMastodon.start(NETWORK, "locking", MastodonRules.Habit.LOCKS_BOTH_ADDRESSES);
        remembering = StrictMastodon.start(NETWORK, "remembering", MastodonRules.Habit.TRUSTS_ITS_CACHE);
        home = GodwitProcess.start(NETWORK, "home");
        second = GodwitProcess.start(NETWORK, "second");
        bob = second.account("bob");
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable one : new AutoCloseable[] {home, second, snac, fedify, mastodon, locking, remembering}) {
            if (one != null) one.close();
        }
    }

    @Test
    @Order(1)
    @DisplayName("from a home that works: there, back at once, back where a lock had to end, and there once more")
    void thereAndBack() throws IOException {
        GodwitOwner alice = home.account("alice");
        String old = alice.actor();
        String next = atSecond(alice);
        follow(mastodon, "mia", alice);
        follow(locking, "gil", alice);
        follow(remembering, "cai", alice);
        bob.follow(alice.handle());
        eventually(() -> assertThat(alice.followers()).hasSize(4));
        alice.run("account", "gateways", "add", second.origin());
        knownAtSecond(alice, mastodon.actor("mia"));
        knownAtSecond(alice, locking.actor("gil"));
        knownAtSecond(alice, remembering.actor("cai"));
        String keyId = keyOf(old).path("id").asText();

        assertThat(alice.run("move", "plan", "--to", second.origin()).path("problems"))
                .isEmpty();
        JsonNode moved = alice.run("move", "run", "--to", second.origin());
        assertThat(moved.path("state").asText()).isEqualTo("DONE");
        assertThat(moved.path("door").asText()).isEqualTo("live");
        eventually(() -> {
            assertThat(mastodon.follows("mia", next)).isTrue();
            assertThat(locking.follows("gil", next)).isTrue();
            assertThat(remembering.follows("cai", next)).isTrue();
        });
        eventually(() ->
                assertThat(alice.run("move", "status").path("arrived").asInt()).isEqualTo(4));
        assertSeen(alice.post("From the new home"));
        JsonNode move = mastodon.arrivals().stream()
                .filter(arrival -> arrival.type().equals("Move"))
                .findFirst()
                .orElseThrow()
                .activity();

        JsonNode back = alice.run("move", "undo");
        assertThat(back.path("state").asText()).isEqualTo("ROLLED_BACK");
        assertThat(alice.run("account", "show").path("actor").asText()).isEqualTo(old);
        eventually(() -> {
            assertThat(mastodon.follows("mia", old)).isTrue();
            assertThat(remembering.follows("cai", old)).isTrue();
            assertThat(locking.movesOf(next)).containsExactly("ignored: moved less than seven days ago");
        });
        assertSeen(alice.post("Home again"));
        assertThat(locking.follows("gil", next)).isTrue();
        locking.pass(A_LOCK);
        itIsLaterFor(alice);
        alice.run("move", "resume");
        eventually(() -> assertThat(locking.follows("gil", old)).isTrue());

        // Who has the key can say the old Move again when the lock is over. The address that it names has moved on
        // itself.
        mastodon.pass(A_LOCK);
        new PeerRequest(NETWORK, home.keyOf(alice.did()), keyId)
                .post(mastodon.host(), "/inbox", move.toString().getBytes(StandardCharsets.UTF_8), Instant.now());
        assertThat(mastodon.movesOf(old).getLast()).contains("does not name " + old);
        assertThat(mastodon.follows("mia", old)).isTrue();

        assertThat(remembering.look(next))
                .as("it remembers the second address as one that names no other")
                .isTrue();
        remembering.pass(A_LOCK);
        locking.pass(A_LOCK);
        alice.run("move", "run", "--to", second.origin());
        eventually(() -> {
            assertThat(mastodon.follows("mia", next)).isTrue();
            assertThat(locking.follows("gil", next)).isTrue();
            assertThat(remembering.follows("cai", next)).isTrue();
        });
        var last = alice.post("And there");
        assertSeen(last);
        eventually(
                () -> assertThat(GodwitOwner.names(bob.timeline(), last.id())).isTrue());
        assertThat(alice.run("move", "re-sign")).isNotEmpty();
    }

    @Test
    @Order(2)
    @DisplayName(
            "the client killed at each state; both homes killed at each state, in the middle of the step: all is done, and said once")
    void survivesKills() {
        GodwitOwner kay = home.account("kay");
        GodwitOwner kit = home.account("kit");
        follow(mastodon, "kim", kay);
        follow(mastodon, "kai", kit);
        List<String> words = List.of("move", "run", "--to", second.origin());
        for (String state : STATES) {
            killClient(at(state, kay, words));
            Process client = at(state, kit, words);
            together(home::kill9, second::kill9);
            client.onExit().completeOnTimeout(client, 10, TimeUnit.SECONDS).join();
            killClient(client);
            together(home::up, second::up);
            words = List.of("move", "resume");
        }
        for (GodwitOwner owner : List.of(kay, kit)) {
            assertThat(owner.run("move", "resume").path("state").asText()).isEqualTo("DONE");
            assertThat(mastodon.arrivals().stream()
                            .filter(arrival -> arrival.type().equals("Move")
                                    && arrival.activity().path("actor").asText().equals(owner.actor()))
                            .map(arrival -> arrival.activity().path("id").asText())
                            .distinct())
                    .hasSizeLessThanOrEqualTo(1);
        }
        eventually(() -> {
            assertThat(mastodon.follows("kim", atSecond(kay))).isTrue();
            assertThat(mastodon.follows("kai", atSecond(kit))).isTrue();
        });
        assertSeen(kay.post("Nothing was lost"));
        assertSeen(kit.post("Nor here"));
    }

    @Test
    @Order(2)
    @DisplayName(
            "a follower's server that ends in the middle of the introduction, or of the Move, is told when it is there again")
    void receiversGone() {
        try (var introduced = StrictMastodon.start(NETWORK, "introduced");
                var moved = StrictMastodon.start(NETWORK, "moved")) {
            GodwitOwner gus = home.account("gus");
            follow(introduced, "ina", gus);
            follow(moved, "mo", gus);
            introduced.endAt("Update");
            moved.endAt("Move");
            Process client = gus.begin(Map.of(), "move", "run", "--to", second.origin());
            eventually(() -> {
                assertThat(introduced.ended()).isTrue();
                assertThat(moved.ended()).isTrue();
            });
            introduced.up();
            moved.up();
            eventually(() -> {
                assertThat(introduced.follows("ina", atSecond(gus)))
                        .as(() -> introduced.arrivals().toString())
                        .isTrue();
                assertThat(moved.follows("mo", atSecond(gus)))
                        .as(() -> moved.arrivals().toString())
                        .isTrue();
            });
            client.onExit().join();
            GodwitOwner.Published post = gus.post("All of you");
            eventually(() -> {
                assertThat(introduced.note(post.id())).isPresent();
                assertThat(moved.note(post.id())).isPresent();
            });
        }
    }

    @Test
    @Order(2)
    @DisplayName(
            "from a home that is an enemy and still answers, to a server that does not keep the account yet: one command")
    void hostileAlone() {
        GodwitOwner hal = home.account("hal");
        follow(mastodon, "hue", hal);
        JsonNode moved = hal.run("move", "run", "--to", second.origin(), "--hostile");
        assertThat(moved.path("door").asText()).isEqualTo("hostile");
        eventually(() -> assertThat(mastodon.follows("hue", atSecond(hal))).isTrue());
        assertThat(hal.run("account", "show").path("gateways").toString()).isEqualTo("[\"" + second.origin() + "\"]");
        assertSeen(hal.post("Alone"));
    }

    @Test
    @Order(2)
    @DisplayName(
            "a name at a domain of one's own is kept, and who knows it takes the new address for the same account once it looks at it")
    void aNameThatStays() {
        try (var own = OwnName.start(NETWORK, "own", "nina");
                var knowing = StrictMastodon.start(NETWORK, "knowing", MastodonRules.Habit.GOES_BY_HANDLES)) {
            GodwitOwner nina = home.account("nina");
            assertThatThrownBy(() -> nina.run("account", "handle", own.handle()))
                    .hasMessageContaining("leads nowhere yet");
            own.leadsTo(home.origin() + "/@nina");
            assertThatThrownBy(() -> nina.run("account", "handle", own.handle()))
                    .hasMessageContaining("leads to another address");
            own.leadsTo(nina.actor());
            assertThat(nina.run("account", "handle", own.handle()).path("told").asBoolean())
                    .isTrue();
            follow(knowing, "ken", nina);
            bob.follow(own.handle());

            assertThatThrownBy(() -> nina.run("move", "run", "--to", second.origin()))
                    .hasMessageContaining("leads to another address");
            own.leadsTo(atSecond(nina));
            nina.run("move", "run", "--to", second.origin());
            eventually(() -> assertThat(knowing.follows("ken", atSecond(nina))).isTrue());
            assertThat(knowing.movesOf(nina.actor())).allMatch(why -> why.startsWith("looked at"));
            assertThat(nina.run("account", "handle").path("handle").asText())
                    .isEqualTo(own.handle().substring(1));
            GodwitOwner.Published post = nina.post("The same name");
            eventually(() -> assertThat(knowing.note(post.id())).isPresent());
            nina.run("account", "handle", "--none");
        }
    }

    @Test
    @Order(3)
    @DisplayName("from a home that answers nothing any more, without asking it")
    void frozenHome() throws IOException {
        GodwitOwner carol = home.account("carol");
        follow(mastodon, "hanna", carol);
        carol.run("account", "gateways", "add", second.origin());
        knownAtSecond(carol, mastodon.actor("hanna"));
        home.freeze();
        try {
            JsonNode moved = carol.run("move", "run", "--to", second.origin(), "--hostile");
            assertThat(moved.path("door").asText()).isEqualTo("hostile");
            eventually(
                    () -> assertThat(mastodon.follows("hanna", atSecond(carol))).isTrue());
            assertSeen(carol.post("Out of the ice"));
        } finally {
            home.thaw();
        }
        // For what follows, while the home still lives.
        dave = home.account("dave");
        follow(mastodon, "dan", dave);
        bob.follow(dave.handle());
        dave.run("account", "gateways", "add", second.origin());
        knownAtSecond(dave, mastodon.actor("dan"));
        fred = home.account("fred");
        follow(mastodon, "fay", fred);
        eventually(() -> assertThat(GodwitOwner.names(fred.followers(), mastodon.actor("fay")))
                .isTrue());
        fred.post("Kept in a file");
        backup = fred.file("fred.godwit");
        fred.run("backup", backup.toString());
        assertThat(fred.run("backup", "verify", backup.toString())
                        .path("passed")
                        .asBoolean())
                .isTrue();
        damagedBackupsAreRefused(fred);
    }

    private static void damagedBackupsAreRefused(GodwitOwner owner) throws IOException {
        byte[] whole = Files.readAllBytes(backup);
        byte[] changed = whole.clone();
        changed[changed.length / 2] ^= 1;
        Path truncated = Files.write(owner.file("truncated.godwit"), Arrays.copyOf(whole, whole.length - 100));
        Path tampered = Files.write(owner.file("tampered.godwit"), changed);
        Path foreign = Files.write(owner.file("foreign.godwit"), new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0});
        for (Path file : List.of(truncated, tampered, foreign)) {
            assertThatThrownBy(() -> owner.run("backup", "verify", file.toString()))
                    .as(file.toString())
                    .hasMessageContaining("failed");
            assertThatThrownBy(() -> restore(stranger(), Map.of(), file))
                    .as(file.toString())
                    .hasMessageContaining("failed");
        }
        assertThatThrownBy(() -> restore(stranger(), Map.of("GODWIT_PASSPHRASE", "not the passphrase"), backup))
                .hasMessageContaining("passphrase");
        assertThat(second.count("select count(*) from account where did = ?", owner.did()))
                .as("nothing was begun with any of them")
                .isZero();
    }

    private static GodwitOwner stranger() {
        return GodwitOwner.withoutAccount(NETWORK, NETWORK.folderFor("stranger-" + System.nanoTime()));
    }

    private static void restore(GodwitOwner owner, Map<String, String> environment, Path file) {
        owner.run(environment, "restore", file.toString(), "--gateway", second.origin());
    }

    @Test
    @Order(4)
    @DisplayName("from a home that was killed: snac2, Fedify and Mastodon's rules take the old key's word for it")
    void deadHome() {
        var sue = snac.user("sue");
        var ann = fedify.actor("ann");
        GodwitOwner erin = home.account("erin");
        String old = erin.actor();
        sue.follow(erin.handle());
        ann.follow(erin.handle());
        eventually(() -> assertThat(sue.follows(old)).isTrue());
        eventually(() -> assertThat(ann.following(old)).isEqualTo("accepted"));
        follow(mastodon, "mary", erin);
        erin.run("account", "gateways", "add", second.origin());
        for (String follower : List.of(sue.id(), ann.id(), mastodon.actor("mary"))) knownAtSecond(erin, follower);

        home.kill9();

        GodwitOwner elsewhere = GodwitOwner.withoutAccount(NETWORK, NETWORK.folderFor("erin-elsewhere"));
        assertThatThrownBy(() -> elsewhere.run(
                        Map.of("GODWIT_PASSPHRASE", "not the passphrase"),
                        "account",
                        "login",
                        erin.did(),
                        "--gateway",
                        second.origin()))
                .hasMessageContaining("passphrase");
        elsewhere.run("account", "login", erin.did(), "--gateway", second.origin());
        JsonNode moved = elsewhere.run("move", "run", "--to", second.origin(), "--hand-over-old-key");
        assertThat(moved.path("state").asText()).isEqualTo("DONE");
        assertThat(moved.path("door").asText()).isEqualTo("dead");

        String next = atSecond(erin);
        eventually(() -> assertThat(sue.follows(next)).isTrue());
        eventually(() -> assertThat(ann.following(next)).isEqualTo("accepted"));
        eventually(() -> assertThat(mastodon.follows("mary", next)).isTrue());
        assertThat(fedify.awaitActivity("Move", old, old).verified())
                .as("Fedify took it by the key that it remembered: nobody answers who could be asked for it")
                .isFalse();
        var post = elsewhere.post("Landed");
        eventually(() -> assertThat(sue.sees(post.id())).isTrue());
        assertThat(fedify.awaitActivity("Create", next, post.id()).verified()).isTrue();
        assertSeen(post);
        assertThat(sue.follows(old)).isFalse();
        eventually(
                () -> assertThat(elsewhere.run("move", "status").path("arrived").asInt())
                        .isEqualTo(3));
        elsewhere.run("move", "old-address");
        elsewhere.run("move", "old-address", "--take-back");
        elsewhere.run("move", "old-address", "--hand-over");
    }

    @Test
    @Order(5)
    @DisplayName(
            "from a home that was killed and no other server, with a backup, to one that has never seen the account")
    void fromABackup() {
        GodwitOwner again = GodwitOwner.withoutAccount(NETWORK, NETWORK.folderFor("fred-again"));
        restore(again, Map.of(), backup);
        again.run("move", "run", "--to", second.origin(), "--backup", backup.toString());
        eventually(() -> assertThat(mastodon.follows("fay", atSecond(fred))).isTrue());
        assertSeen(again.post("Out of a file"));
        assertThat(GodwitOwner.items(again.run("timeline", "--limit", "40")).toString())
                .contains("Kept in a file");
    }

    @Test
    @Order(6)
    @DisplayName(
            "from a home that lies, shows older and forged actors, and speaks with the key that it has: to no avail")
    void lyingHome() {
        String old = dave.actor();
        String next = atSecond(dave);
        JsonNode older = mastodon.known(old);
        ObjectNode forged = older.deepCopy();
        forged.put("name", "Owned").putArray("gateways").add(home.origin());
        try (var liar = LyingHome.start(
                NETWORK,
                home.host(),
                home.keyOf(dave.did()),
                older.path("publicKey").path("id").asText(),
                List.of(older.toString(), forged.toString()))) {
            dave.run("move", "run", "--to", second.origin(), "--hostile");
            eventually(() -> assertThat(mastodon.follows("dan", next)).isTrue());

            ObjectNode said = FedifyPeer.JSON
                    .createObjectNode()
                    .put("@context", "https://www.w3.org/ns/activitystreams")
                    .put("actor", old);
            ObjectNode lie = said.deepCopy().put("id", old + "/lie").put("type", "Create");
            lie.putObject("object")
                    .put("id", old + "/lie/note")
                    .put("type", "Note")
                    .put("attributedTo", old)
                    .put("content", "<p>I give up</p>")
                    .put("to", "https://www.w3.org/ns/activitystreams#Public");
            for (ObjectNode lies : List.of(
                    said.deepCopy()
                            .put("id", old + "#older")
                            .put("type", "Update")
                            .set("object", older),
                    said.deepCopy()
                            .put("id", old + "#forged")
                            .put("type", "Update")
                            .set("object", forged),
                    lie,
                    said.deepCopy()
                            .put("id", old + "#gone")
                            .put("type", "Delete")
                            .put("object", old)))
                for (PeerNetwork.Host to : List.of(mastodon.host(), second.host()))
                    liar.say(to, "/inbox", lies.toString());

            var post = dave.post("Still me", "--gateway", second.origin());
            assertSeen(post);
            eventually(() ->
                    assertThat(GodwitOwner.names(bob.timeline(), post.id())).isTrue());
            assertThat(bob.timeline().toString()).doesNotContain("I give up");
            assertThat(mastodon.note(old + "/lie/note")).isEmpty();
            assertThat(mastodon.follows("dan", next)).isTrue();
            assertThat(GodwitOwner.names(bob.following(), dave.did())
                            || bob.following().toString().contains(dave.did()))
                    .isTrue();
            JsonNode shown = mastodon.fetch(next).orElseThrow();
            assertThat(shown.path("gateways").toString()).isEqualTo("[\"" + second.origin() + "\"]");
            assertThat(shown.path("name").asText()).isNotEqualTo("Owned");
        }
    }

    @Test
    @Order(7)
    @DisplayName("every command of docs/moving.md has been run")
    void everyCommandOfThePage() {
        assertThat(DocumentedCommands.of("moving.md").notAmong(GodwitOwner.done(), "demo"))
                .isEmpty();
    }

    private static String atSecond(GodwitOwner owner) {
        return owner.actor().replace(home.origin(), second.origin());
    }

    private static void follow(StrictMastodon server, String user, GodwitOwner owner) {
        server.follow(user, owner.actor());
        eventually(() -> assertThat(server.follows(user, owner.actor())).isTrue());
    }

    private static void knownAtSecond(GodwitOwner owner, String follower) {
        eventually(() -> assertThat(GodwitOwner.names(
                        GodwitOwner.items(owner.run("followers", "--gateway", second.origin())), follower))
                .isTrue());
    }

    private static void assertSeen(GodwitOwner.Published post) {
        eventually(() -> assertThat(mastodon.note(post.id()))
                .as(() -> post + " among " + mastodon.arrivals())
                .isPresent());
    }

    private static JsonNode keyOf(String actor) {
        return mastodon.fetch(actor).orElseThrow().path("publicKey");
    }

    private static void together(Runnable one, Runnable other) {
        CompletableFuture.allOf(CompletableFuture.runAsync(one), CompletableFuture.runAsync(other))
                .join();
    }

    /** Begins a command, and looks on until it has written down that it is at a state; on a busy machine it may be seen a state later. */
    private static Process at(String state, GodwitOwner owner, List<String> words) {
        Process client = owner.begin(Map.of(), words.toArray(String[]::new));
        Path journey = owner.file("move.json");
        String reached = String.join("|", STATES.subList(STATES.indexOf(state), STATES.size()));
        var there = Pattern.compile("\"state\":\"(" + reached + ")\"");
        while (client.isAlive() && !there.matcher(read(journey)).find())
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        assertThat(client.isAlive()).as("was at %s: %s", state, read(journey)).isTrue();
        return client;
    }

    private static void killClient(Process client) {
        client.destroyForcibly().onExit().join();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    /** The time that the way back waits for has come: the client's clock is the machine's, so the time comes to it. */
    private static void itIsLaterFor(GodwitOwner owner) throws IOException {
        Path file = owner.file("move.json");
        var journey = (ObjectNode) FedifyPeer.JSON.readTree(Files.readString(file));
        assertThat(Instant.parse(journey.path("again").asText()))
                .isAfter(Instant.now().plus(Duration.ofDays(7)));
        journey.put("again", Instant.now().minusSeconds(1).toString());
        Files.writeString(file, journey.toString());
    }
}
