package social.godwit.instance.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.proof.IntegrityProof;
import social.godwit.instance.client.document.ActorDocument;
import social.godwit.instance.client.document.Ids;
import social.godwit.instance.client.home.KeyRing;
import social.godwit.instance.client.move.Announcement;
import social.godwit.instance.client.move.Forecast.Outcome;
import social.godwit.instance.client.move.Journey;
import social.godwit.instance.client.move.Journey.State;
import social.godwit.instance.client.move.Meter;
import social.godwit.instance.client.move.Meter.Told;
import social.godwit.instance.client.move.Mover;

/** An account with 10,000 followers on 500 servers, 100 of which are dead. What its gateway does with the requests: {@code RelayToManyTest}. */
@DisplayName("moving with 10,000 followers on 500 servers, a fifth of them dead")
class MoveToManyTest {
    private static final KeyRing KEYS = TestKeys.ring();
    private static final int SERVERS = 500;
    private static final int DEAD = 100;

    @TempDir
    private Path folder;

    private final StandInGateway home = new StandInGateway();
    private final StandInGateway second = new StandInGateway();
    private final StandInMoves relay = new StandInMoves(KEYS);
    private int opened;

    @BeforeEach
    void account() {
        home.moves = Optional.of(new StandInMoves(KEYS));
        second.moves = Optional.of(relay);
        var ids = new Ids(KEYS.did(), home.origin(), "alice");
        JsonObject first = ActorDocument.first(
                ids,
                new ActorDocument.Gateway(
                        home.origin().toString(), home.instance.did().toString(), home.origin() + "/inbox"),
                TestKeys.NOW);
        var key = relay.key.publicKey();
        home.has(IntegrityProof.sign(
                ActorDocument.homeKey(ids, ids.actor() + "#" + key.fragment(), key)
                        .applyTo(first),
                KEYS.authority(),
                TestKeys.NOW));
        KeyLogBeginning.of(KEYS, TestKeys.NOW).forEach(home::has);
        for (StandInMoves moves : List.of(home.moves.get(), relay)) {
            moves.followersOfInbox = 20;
            for (int i = 0; i < SERVERS; i++) {
                moves.inboxes.add("https://peer" + i + ".example/inbox");
                if (i < DEAD) moves.dead.add("https://peer" + i + ".example/inbox");
            }
        }
    }

    @AfterEach
    void close() {
        home.close();
        second.close();
        assertThat(home.faults).isEmpty();
        assertThat(second.faults).isEmpty();
    }

    private Owner open() {
        return home.alice(folder.resolve("home"), KEYS, ++opened);
    }

    @Test
    @DisplayName(
            "the plan counts them, each server is told once, an interruption is gone on from, the meter names who is missing")
    void moves() {
        try (Owner owner = open()) {
            var forecast = new Mover(owner, words -> {})
                    .preflight(second.origin(), false)
                    .forecast();
            assertThat(forecast.followers(Outcome.AUTOMATIC)).isEqualTo(8_000);
            assertThat(forecast.followers(Outcome.UNREACHABLE)).isEqualTo(2_000);
            assertThat(forecast.rows()).hasSize(SERVERS);
        }

        relay.failsAfter = 200;
        try (Owner owner = open()) {
            Mover mover = new Mover(owner, words -> {});
            Journey planned = mover.plan(second.origin(), false, "");
            assertThatThrownBy(() -> mover.run(planned)).isInstanceOf(ClientProblem.class);
            assertThat(mover.journey().orElseThrow().state()).isEqualTo(State.ANNOUNCING);
        }
        assertThat(relay.sent).hasSize(200);

        // Another run of the command: nothing is left in memory.
        try (Owner owner = open()) {
            Mover mover = new Mover(owner, words -> {});
            Journey done = mover.run(mover.journey().orElseThrow());
            assertThat(done.state()).isEqualTo(State.DONE);
        }
        assertThat(relay.sent).hasSize(SERVERS);
        assertThat(relay.sent.values()).allMatch(texts -> texts.size() == 1);
        assertThat(relay.sent.values().stream().flatMap(java.util.Set::stream).distinct())
                .hasSize(1);
        assertThat(relay.signed.values()).allMatch(times -> times <= 2);
        assertThat(relay.largest).as("what a gateway takes at once").isLessThan(1024 * 1024);

        // The living follow anew, in their own time; the dead are named, and signed for again when the signatures are
        // too old.
        relay.inboxes.stream().skip(DEAD).forEach(relay.followedAnew::add);
        home.moves.orElseThrow().followedAnew.addAll(relay.followedAnew);
        relay.expired = true;
        relay.signed.clear();
        try (Owner owner = open()) {
            Mover mover = new Mover(owner, words -> {});
            Journey done = mover.journey().orElseThrow();
            Announcement.Standing standing = mover.tellAgain(done);
            assertThat(standing.expired()).isEqualTo(DEAD);
            Meter meter = mover.meter(done, standing);
            assertThat(meter.followers()).isEqualTo(10_000);
            assertThat(meter.arrived()).isEqualTo(8_000);
            assertThat(meter.stragglers()).hasSize(2_000);
            assertThat(meter.servers().subList(0, DEAD))
                    .allMatch(row -> row.told() == Told.EXPIRED && row.missing() == 20);
            assertThat(meter.servers().subList(DEAD, SERVERS))
                    .allMatch(row -> row.told() == Told.TAKEN && row.missing() == 0);
        }
        assertThat(relay.signed.keySet()).isEqualTo(relay.dead);
    }
}
