package social.godwit.instance.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.identity.key.HandedOverKey;
import social.godwit.identity.key.MapPurpose;
import social.godwit.identity.key.MapStatement;
import social.godwit.identity.proof.IntegrityProof;
import social.godwit.instance.client.document.ActorDocument;
import social.godwit.instance.client.document.Ids;
import social.godwit.instance.client.home.HomeFolder;
import social.godwit.instance.client.home.KeyRing;
import social.godwit.instance.client.move.FollowerList;
import social.godwit.instance.client.move.Journey;
import social.godwit.instance.client.move.Journey.State;
import social.godwit.instance.client.move.Mover;

class MoverTest {
    private static final KeyRing KEYS = TestKeys.ring();

    @TempDir
    private Path folder;

    private final StandInGateway home = new StandInGateway();
    private final StandInGateway second = new StandInGateway();
    private int opened;

    @BeforeEach
    void account() {
        home.moves = Optional.of(new StandInMoves(KEYS));
        second.moves = Optional.of(new StandInMoves(KEYS));
        var ids = new Ids(KEYS.did(), home.origin(), "alice");
        JsonObject first = ActorDocument.first(
                ids,
                new ActorDocument.Gateway(
                        home.origin().toString(), home.instance.did().toString(), home.origin() + "/inbox"),
                TestKeys.NOW);
        var key = home.moves.get().key.publicKey();
        home.has(IntegrityProof.sign(
                ActorDocument.homeKey(ids, ids.actor() + "#" + key.fragment(), key)
                        .applyTo(first),
                KEYS.authority(),
                TestKeys.NOW));
        KeyLogBeginning.of(KEYS, TestKeys.NOW).forEach(home::has);
        for (int i = 0; i < 5; i++) {
            home.moves.get().inboxes.add("https://peer" + i + ".example/inbox");
            second.moves.get().inboxes.add("https://peer" + i + ".example/inbox");
        }
        second.moves.get().dead.add("https://peer4.example/inbox");
    }

    @AfterEach
    void close() {
        home.close();
        second.close();
        assertThat(home.faults).isEmpty();
        assertThat(second.faults).isEmpty();
    }

    @Test
    @DisplayName(
            "the new home gets a farewell in the old spelling and the actor in the new one, then each inbox the same Move")
    void moves() {
        Journey done = run();
        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.door()).isEqualTo(Journey.Door.LIVE);
        String old = PortableIds.actor(KEYS.did(), home.origin());
        String next = PortableIds.actor(KEYS.did(), second.origin());

        JsonObject farewell = embedded(second, "movedTo");
        assertThat(farewell.string("id")).contains(old);
        assertThat(farewell.string("movedTo")).contains(next);
        JsonObject arrival = second.actor();
        assertThat(arrival.string("id")).contains(next);
        assertThat(arrival.ids("alsoKnownAs")).containsExactly(old);
        assertThat(arrival.has("movedTo")).isFalse();
        assertThat(arrival.ids("gateways"))
                .containsExactly(second.origin().toString(), home.origin().toString());
        assertThat(arrival.string("inbox")).contains(next + "/inbox");
        assertThat(arrival.string("webfinger"))
                .contains("alice@" + second.origin().authority());
        assertThat(arrival.object("publicKey").flatMap(key -> key.string("publicKeyPem")))
                .contains(second.moves.orElseThrow().key.publicKey().pem());
        assertThat(ActorDocument.sequence(arrival)).isEqualTo(ActorDocument.sequence(farewell) + 1);

        assertThat(second.moves.get().sent).hasSize(5);
        assertThat(second.moves.get().sent.values())
                .allSatisfy(texts -> assertThat(texts).singleElement().satisfies(text -> {
                    JsonObject move =
                            Answers.json(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
                    assertThat(move.string("type")).contains("Move");
                    assertThat(move.string("actor")).contains(old);
                    assertThat(move.string("object")).contains(old);
                    assertThat(move.string("target")).contains(next);
                }));
        assertThat(second.moves.get().after).containsExactly(done.text("introduction"));
        assertThat(home.moves.orElseThrow().sent).isEmpty();
    }

    @Test
    @DisplayName("the receipt is signed by the device and says what was done")
    void receipt() throws IOException {
        run();
        try (var files = Files.list(folder.resolve("home"))) {
            Path file = files.filter(it -> it.getFileName().toString().startsWith("move-receipt-"))
                    .findFirst()
                    .orElseThrow();
            JsonObject map = Answers.json(Files.readAllBytes(file)).orElseThrow();
            assertThat(MapStatement.verify(
                            MapPurpose.MOVE_RECEIPT, map, KEYS.device().publicKey()))
                    .isTrue();
            assertThat(map.string("door")).contains("live");
            assertThat(map.toString()).contains("\"followers\":5", "\"taken\":4", "\"open\":1");
        }
    }

    @Test
    @DisplayName("killed at each state, before or after the step was written down, it goes on and says nothing twice")
    void survivesKills() {
        Map<State, Integer> crashes = new EnumMap<>(State.class);
        Journey now = plan();
        while (!now.state().isEnd()) {
            State at = now.state();
            byte[] before = file().orElseThrow();
            try (Owner owner = open()) {
                now = new Mover(owner, words -> {}).step(now);
            }
            if (crashes.merge(at, 1, Integer::sum) == 1) {
                // The step was done and the process killed before that was on the disk, but for what the step itself
                // wrote first.
                boolean wroteItself = at == State.COPIED;
                if (!wroteItself) write(before);
                else write(withState(now, State.COPIED));
                try (Owner owner = open()) {
                    now = new Mover(owner, words -> {}).journey().orElseThrow();
                }
                assertThat(now.state()).isEqualTo(at);
            }
        }
        assertThat(crashes)
                .containsOnlyKeys(State.PLANNED, State.CHECKED, State.COPIED, State.SWITCHED, State.ANNOUNCING);
        assertThat(crashes.values()).allMatch(times -> times == 2);
        assertThat(second.moves.orElseThrow().sent.values())
                .allSatisfy(texts -> assertThat(texts).hasSize(1));
        assertThat(ActorDocument.sequence(second.actor())).isEqualTo(4);
        assertThat(second.moves.get().after).containsExactly(now.text("introduction"));
    }

    @Test
    @DisplayName("with the home dead, the other gateway and the owner's copy of the key are enough")
    void deadHome() {
        addAndKeepKey();
        home.close();
        Journey done = run();
        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.door()).isEqualTo(Journey.Door.DEAD);
        assertThat(second.moves.orElseThrow().sent).hasSize(5);
    }

    @Test
    @DisplayName("what only a dead home could give is not waited for")
    void deadHomeAndNobodyElse() {
        addAndKeepKey();
        home.close();
        second.replication = filling(3);
        assertThat(run().state()).isEqualTo(State.DONE);
    }

    @Test
    @DisplayName("with the home dead, a server that fetched from it is waited for only as long as another has more")
    void deadHomeThatWasFetchedFrom() {
        try (StandInGateway third = new StandInGateway()) {
            addAndKeepKey();
            try (Owner owner = open()) {
                new GatewayChanges(owner).add(third.origin(), Optional.empty());
            }
            second.hears(home);
            home.close();
            second.replication = filling(3);
            third.replication = filling(3);
            assertThat(run().state()).isEqualTo(State.DONE);
        }
    }

    private static Optional<JsonObject> filling(long documents) {
        return Optional.of(JsonObject.builder()
                .put("state", "filling")
                .put("documents", documents)
                .put("expected", 4)
                .build());
    }

    @Test
    @DisplayName("followers that only a backup knows of are told as well, each server once")
    void followersFromABackup() {
        var known = new FollowerList.One(
                "https://peer0.example/other", "https://peer0.example/f", "https://peer0.example/inbox");
        var extra = new FollowerList.One(
                "https://extra.example/user", "https://extra.example/f", "https://extra.example/inbox");
        try (Owner owner = open()) {
            Mover mover = new Mover(owner, words -> {}, new FollowerList(List.of(known, extra)));
            mover.run(mover.plan(second.origin(), false, ""));
        }
        assertThat(second.moves.orElseThrow().sent).hasSize(6).containsKey("https://extra.example/inbox");
    }

    @Test
    @DisplayName("with the home dead and no copy of its key, it stops before anything has changed, and says so")
    void deadHomeWithoutKey() {
        try (Owner owner = open()) {
            new GatewayChanges(owner).add(second.origin(), Optional.empty());
        }
        home.close();
        assertThatThrownBy(this::run).hasMessageContaining("no copy of the key");
        try (Owner owner = open()) {
            Journey waits = new Mover(owner, words -> {}).journey().orElseThrow();
            assertThat(waits.state()).isEqualTo(State.PLANNED);
            assertThat(waits.paused()).contains("no copy of the key");
        }
    }

    @Test
    @DisplayName(
            "a hostile home is asked nothing once the other knows the account, gets nothing, and is no gateway any more")
    void hostileHome() {
        addAndKeepKey();
        int before = home.bodies.size();
        home.counted = 0;
        Journey done;
        try (Owner owner = open()) {
            Mover mover = new Mover(owner, words -> {});
            done = mover.run(mover.plan(second.origin(), true, ""));
        }
        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(home.counted).isZero();
        assertThat(home.bodies).hasSize(before);
        assertThat(second.actor().ids("gateways"))
                .containsExactly(second.origin().toString());
        assertThat(second.moves.orElseThrow().after).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1})
    @DisplayName(
            "when another device has made another server home, by the next number or by the same one later, that one counts"
                    + " and this move is told so")
    void anotherDeviceWasFirst(long further) {
        Journey now = plan();
        while (now.state() != State.SWITCHED) {
            try (Owner owner = open()) {
                now = new Mover(owner, words -> {}).step(now);
            }
        }
        JsonObject other = ActorDocument.next(
                second.actor(),
                Sha256.of(Jcs.bytes(second.actor())),
                List.of(ActorDocument.gateways(
                        List.of("https://third.example", second.origin().toString()), Map.of())));
        JsonObject numbered = other.with("sequence", JsonNumber.of(ActorDocument.sequence(second.actor()) + further));
        second.has(IntegrityProof.sign(numbered, KEYS.authority(), TestKeys.NOW.plusSeconds(60)));
        Journey switched = now;
        assertThatThrownBy(() -> {
                    try (Owner owner = open()) {
                        new Mover(owner, words -> {}).step(switched);
                    }
                })
                .hasMessageContaining("https://third.example");
        assertThat(second.moves.orElseThrow().sent).isEmpty();
    }

    @Test
    @DisplayName("taken back, the old home is home again, and the way back is told with the new home's key")
    void undo() {
        run();
        home.hears(second);
        Journey back;
        try (Owner owner = open()) {
            back = new Mover(owner, words -> {}).undo();
        }
        assertThat(back.state()).isEqualTo(State.ROLLED_BACK);
        assertThat(home.actor().ids("gateways").getFirst())
                .isEqualTo(home.origin().toString());
        assertThat(home.actor().has("movedTo")).isFalse();
        assertThat(home.activities().stream()
                        .flatMap(activity -> activity.json().object("object").stream())
                        .filter(object -> object.has("movedTo")))
                .as("or the Move that led there would be believed once more")
                .isNotEmpty()
                .allSatisfy(farewell -> assertThat(farewell.ids("alsoKnownAs")).isEmpty());
        assertThat(home.moves.orElseThrow().sent.values())
                .allSatisfy(texts -> assertThat(texts)
                        .singleElement()
                        .satisfies(text -> assertThat(text).contains("\"target\":\"" + home.origin())));
        assertThat(back.time("again")).isPresent();
    }

    @Test
    @DisplayName(
            "with a handle at a domain of its own it waits, nothing signed, until that leads to the new address, and keeps it, back too")
    void keepsAnOwnHandle() {
        try (StandInDomain domain = new StandInDomain()) {
            OwnHandle handle = domain.handle("you");
            String old = PortableIds.actor(KEYS.did(), home.origin());
            String next = PortableIds.actor(KEYS.did(), second.origin());
            domain.says(handle, old);
            try (Owner owner = open()) {
                handle.take(owner);
                assertThat(new Mover(owner, words -> {})
                                .preflight(second.origin(), false)
                                .problems())
                        .singleElement()
                        .asString()
                        .contains("@" + handle + " leads to another address");
            }
            second.hears(home);
            long signed = ActorDocument.sequence(home.actor());
            assertThatThrownBy(this::run).hasMessageContaining("@" + handle + " leads to another address");
            assertThat(ActorDocument.sequence(second.actor())).isLessThanOrEqualTo(signed + 1);
            assertThat(second.actor().string("id")).contains(old);
            assertThat(second.moves.orElseThrow().sent).isEmpty();

            domain.says(handle, next);
            assertThat(run().state()).isEqualTo(State.DONE);
            assertThat(second.actor().string("webfinger")).contains(handle.toString());
            home.hears(second);
            try (Owner owner = open()) {
                Mover mover = new Mover(owner, words -> {});
                assertThatThrownBy(mover::undo).hasMessageContaining("leads to another address");
                domain.says(handle, old);
                assertThat(mover.run(mover.journey().orElseThrow()).state()).isEqualTo(State.ROLLED_BACK);
            }
            assertThat(home.actor().string("webfinger")).contains(handle.toString());
        }
    }

    @Test
    @DisplayName("when servers take a second move again, the first contact tells those that are not back, once")
    void wayBackByItself() {
        run();
        home.hears(second);
        try (Owner owner = open()) {
            new Mover(owner, words -> {}).undo();
        }
        home.moves.orElseThrow().followedAnew.add("https://peer0.example/inbox");
        Map<String, Set<String>> sent = home.moves.get().sent;
        assertThat(goOn(TestKeys.NOW.plus(Duration.ofDays(7)))).isEmpty();
        assertThat(sent.values()).allSatisfy(texts -> assertThat(texts).hasSize(1));

        assertThat(goOn(TestKeys.NOW.plus(Duration.ofDays(8))))
                .hasValueSatisfying(
                        words -> assertThat(words).contains(home.origin().toString()));
        assertThat(sent.get("https://peer0.example/inbox")).hasSize(1);
        assertThat(sent.get("https://peer1.example/inbox")).hasSize(2);

        assertThat(goOn(TestKeys.NOW.plus(Duration.ofDays(9)))).isEmpty();
        assertThat(sent.get("https://peer1.example/inbox")).hasSize(2);
    }

    @Test
    @DisplayName(
            "who asks for it hands the old key over before anybody is told, sealed, for the servers that have to move")
    void handsTheOldKeyOver() {
        Journey now;
        try (Owner owner = open()) {
            Mover mover = new Mover(owner, words -> {});
            now = mover.handingOver(mover.plan(second.origin(), false, ""));
        }
        while (now.state() != State.ANNOUNCING) {
            try (Owner owner = open()) {
                now = new Mover(owner, words -> {}).step(now);
            }
        }
        assertThat(second.moves.orElseThrow().sent).isEmpty();
        JsonObject body = second.moves.get().handedOver.getFirst();
        assertThat(body.list("hosts")).hasSize(5).contains(new JsonString("peer0.example"));
        HandedOverKey key = HandedOverKey.open(body.string("sealedKey").orElseThrow(), second.instance)
                .orElseThrow();
        assertThat(key.pair()).isEqualTo(home.moves.orElseThrow().key);
        assertThat(key.keyId()).isEqualTo(now.text("oldKeyId"));

        home.hears(second);
        try (Owner owner = open()) {
            Mover mover = new Mover(owner, words -> {});
            mover.run(now);
            mover.undo();
        }
        assertThat(second.moves.get().handedOver).as("taken back with the move").isEmpty();
    }

    @Test
    @DisplayName("nothing is handed over unasked")
    void keepsTheOldKey() {
        run();
        assertThat(second.moves.orElseThrow().handedOver).isEmpty();
    }

    @Test
    @DisplayName("a telling that was interrupted is gone on with at the next contact")
    void interruptedTelling() {
        Journey now = plan();
        while (now.state() != State.ANNOUNCING) {
            try (Owner owner = open()) {
                now = new Mover(owner, words -> {}).step(now);
            }
        }
        assertThat(second.moves.orElseThrow().sent).isEmpty();
        assertThat(goOn(TestKeys.NOW)).isPresent();
        assertThat(second.moves.get().sent).hasSize(5);
        assertThat(goOn(TestKeys.NOW)).isEmpty();
    }

    private Optional<String> goOn(Instant now) {
        home.now = now;
        second.now = now;
        try (Owner owner = home.alice(folder.resolve("home"), KEYS, ++opened, now)) {
            return new Mover(owner, words -> {}).goOn();
        }
    }

    @Test
    @DisplayName(
            "the new home dead in its turn: the old one shows what it was left with, and tells the owner what came after")
    void beyondTheFarewell() {
        run();
        JsonObject farewell = embedded(second, "movedTo");
        JsonObject arrival = second.actor();
        String hash = Sha256.of(Jcs.bytes(arrival)).multibase();
        home.views = path -> Optional.ofNullable(
                path.endsWith("/actor")
                        ? farewell
                        : path.endsWith("/sequence")
                                ? JsonObject.builder().put("hash", hash).build()
                                : path.endsWith("/held?hash=" + hash)
                                        ? JsonObject.builder()
                                                .put("document", new String(Jcs.bytes(arrival), StandardCharsets.UTF_8))
                                                .build()
                                        : null);
        try (Owner owner = open()) {
            assertThat(new Profile(owner.at(home.origin())).newest().document()).isEqualTo(arrival);
        }
    }

    // --- a device ---

    private void addAndKeepKey() {
        try (Owner owner = open()) {
            new GatewayChanges(owner).add(second.origin(), Optional.empty());
            new Mover(owner, words -> {}).preflight(second.origin(), false);
        }
    }

    private Journey plan() {
        try (Owner owner = open()) {
            return new Mover(owner, words -> {}).plan(second.origin(), false, "");
        }
    }

    private Journey run() {
        try (Owner owner = open()) {
            Mover mover = new Mover(owner, words -> {});
            return mover.run(mover.plan(second.origin(), false, ""));
        }
    }

    private Optional<byte[]> file() {
        try (HomeFolder folderOfHome = HomeFolder.open(folder.resolve("home"))) {
            return folderOfHome.read("move.json");
        }
    }

    private void write(byte[] journey) {
        try (HomeFolder folderOfHome = HomeFolder.open(folder.resolve("home"))) {
            folderOfHome.write("move.json", journey);
        }
    }

    private static byte[] withState(Journey journey, State state) {
        return Jcs.bytes(journey.json().without("switched", "newActor").with("state", new JsonString(state.name())));
    }

    private static JsonObject embedded(StandInGateway at, String member) {
        return at.activities().stream()
                .flatMap(activity -> activity.json().object("object").stream())
                .filter(object -> object.has(member))
                .findFirst()
                .orElseThrow();
    }

    private Owner open() {
        return home.alice(folder.resolve("home"), KEYS, ++opened);
    }

    /** Ids as they are spelt at a gateway. */
    private static final class PortableIds {
        static String actor(Did did, Origin at) {
            return new Ids(did, at, "alice").actor();
        }
    }
}
