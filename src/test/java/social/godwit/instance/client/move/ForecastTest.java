package social.godwit.instance.client.move;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.move.FollowerServers.Server;
import social.godwit.instance.client.move.FollowerServers.State;
import social.godwit.instance.client.move.Forecast.Circumstances;
import social.godwit.instance.client.move.Forecast.Outcome;
import social.godwit.instance.client.move.Forecast.Row;

class ForecastTest {
    private static final Instant NOW = Instant.parse("2026-11-26T03:00:00Z");
    private static final Origin OLD = Origin.parse("https://old.example").orElseThrow();
    private static final Origin NEW = Origin.parse("https://new.example").orElseThrow();
    private static final Circumstances HELPED = new Circumstances(true, true, Set.of(), "", Map.of());
    private static final Circumstances ALONE = new Circumstances(true, false, Set.of(), "", Map.of());
    private static final Circumstances OUT = new Circumstances(false, true, Set.of(), "", Map.of());

    private final List<FollowerList.One> followers = new ArrayList<>();
    private final Map<Origin, Server> servers = new HashMap<>();

    private void on(String host, int number, State state, String software) {
        follow(host, number);
        servers.put(Origin.parse("https://" + host).orElseThrow(), new Server(state, software, "1.0"));
    }

    private void follow(String host, int number) {
        for (int i = 0; i < number; i++)
            followers.add(new FollowerList.One(
                    "https://" + host + "/users/" + i, "https://" + host + "/f/" + i, "https://" + host + "/inbox"));
    }

    private Forecast forecast(Circumstances circumstances) {
        return Forecast.of(new FollowerList(followers), new FollowerServers(servers), circumstances);
    }

    private Row only(Circumstances circumstances) {
        assertThat(forecast(circumstances).rows()).hasSize(1);
        return forecast(circumstances).rows().getFirst();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // software, the old server helps, it is dead or an enemy, to another kind of server
        "mastodon, AUTOMATIC, AUTOMATIC, AUTOMATIC",
        "gotosocial, AUTOMATIC, AUTOMATIC, AUTOMATIC",
        "akkoma, AUTOMATIC, AUTOMATIC, AUTOMATIC",
        "snac, AUTOMATIC, AUTOMATIC, AUTOMATIC",
        "friendica, AUTOMATIC, AUTOMATIC, AUTOMATIC",
        "misskey, AUTOMATIC, CANNOT, AUTOMATIC",
        "Sharkey, AUTOMATIC, CANNOT, AUTOMATIC",
        "pixelfed, AUTOMATIC, CANNOT, AUTOMATIC",
        "mitra, STAY, STAY, AUTOMATIC",
        "godwit, STAY, STAY, AUTOMATIC",
        "lemmy, CANNOT, CANNOT, CANNOT",
        "peertube, CANNOT, CANNOT, CANNOT",
        "wordpress, CANNOT, CANNOT, CANNOT",
        "bookwyrm, CANNOT, CANNOT, CANNOT",
        "tootik, CANNOT, CANNOT, CANNOT",
        "streams, UNKNOWN, UNKNOWN, UNKNOWN",
        "hubzilla, UNKNOWN, UNKNOWN, UNKNOWN",
        "fedify, UNKNOWN, UNKNOWN, UNKNOWN",
        "something-new, UNKNOWN, UNKNOWN, UNKNOWN",
    })
    void everySoftware(String software, Outcome helped, Outcome alone, Outcome out) {
        on("peer.example", 3, State.KNOWN, software);
        assertThat(only(HELPED).outcome()).isEqualTo(helped);
        assertThat(only(ALONE).outcome()).isEqualTo(alone);
        assertThat(only(OUT).outcome()).isEqualTo(out);
        assertThat(only(ALONE).followers()).isEqualTo(3);
        assertThat(only(ALONE).why()).startsWith(software + " ");
    }

    @Test
    @DisplayName("Misskey asks the old server; where that is dead, the reason says so")
    void why() {
        on("peer.example", 1, State.KNOWN, "misskey");
        assertThat(only(HELPED).why()).isEqualTo("misskey asks the old server where you have gone");
        assertThat(only(ALONE).why())
                .isEqualTo("misskey asks the old server where you have gone, and that one will not say it");
    }

    @Test
    @DisplayName("no name of software stands in the table twice")
    void names() {
        Set<String> seen = new TreeSet<>();
        for (Software software : Software.values())
            for (String name : software.names()) {
                assertThat(seen.add(name)).as(name).isTrue();
                assertThat(Software.named(name)).contains(software);
            }
    }

    @Test
    @DisplayName("a dead server is shown as dead, a silent one as unknown, a refused one as out of reach")
    void withoutSoftware() {
        on("dead.example", 1, State.DEAD, "");
        on("silent.example", 2, State.SILENT, "");
        on("denied.example", 4, State.DENIED, "");
        follow("late.example", 8);
        followers.add(new FollowerList.One("https://lost.example/a", "https://lost.example/f", ""));
        Forecast forecast = forecast(HELPED);
        assertThat(forecast.followers(Outcome.UNREACHABLE)).isEqualTo(1);
        assertThat(forecast.followers(Outcome.UNKNOWN)).isEqualTo(10);
        assertThat(forecast.followers(Outcome.CANNOT)).isEqualTo(5);
        assertThat(forecast.rows()).allSatisfy(row -> assertThat(row.why()).isNotEmpty());
    }

    @Test
    @DisplayName("followers with portable ids stay, and move along when the account goes to another kind of server")
    void portable() {
        String id =
                "https://far.example/.well-known/apgateway/did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2/actor";
        followers.add(new FollowerList.One(id, id + "/f", "https://far.example/inbox"));
        assertThat(only(ALONE).outcome()).isEqualTo(Outcome.STAY);
        assertThat(only(OUT).outcome()).isEqualTo(Outcome.AUTOMATIC);
    }

    @Test
    @DisplayName("whom the new address does not know must be let in; one server may stand in two rows")
    void letIn() {
        on("peer.example", 3, State.KNOWN, "mastodon");
        on("lemmy.example", 1, State.KNOWN, "lemmy");
        Set<String> strangers = Set.of("https://peer.example/users/2", "https://lemmy.example/users/0");
        Forecast forecast = forecast(new Circumstances(true, true, strangers, "let them in", Map.of()));
        assertThat(forecast.rows())
                .extracting(Row::host, Row::followers, Row::outcome)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("peer.example", 2L, Outcome.AUTOMATIC),
                        org.assertj.core.api.Assertions.tuple("peer.example", 1L, Outcome.APPROVE),
                        org.assertj.core.api.Assertions.tuple("lemmy.example", 1L, Outcome.CANNOT));
        assertThat(forecast.rows().get(1).why()).endsWith("; let them in");
    }

    @Test
    @DisplayName("for scripts: totals by outcome, and every server with its reason")
    void json() {
        on("peer.example", 3, State.KNOWN, "mastodon");
        on("dead.example", 1, State.DEAD, "");
        JsonObject json = forecast(HELPED).json();
        assertThat(json.object("followers").orElseThrow().toString())
                .contains("\"automatic\":3", "\"unreachable\":1", "\"cannot\":0");
        assertThat(json.list("servers")).hasSize(2);
        assertThat(json.list("servers").getFirst().toString())
                .contains("\"host\":\"peer.example\"", "\"software\":\"mastodon\"", "\"why\":\"mastodon follows");
    }

    // --- servers that take no second move so soon ---

    private static Journey moved(Origin from, Origin to, boolean back, Instant announced) {
        return Journey.planned(Journey.Door.LIVE, from, to, "alice", back, announced)
                .with("announced", announced.toString())
                .at(Journey.State.DONE);
    }

    @Test
    @DisplayName("onwards within a week: GoToSocial takes no move of an address that was moved to, Mastodon does")
    void onwards() {
        Instant told = NOW.minus(Duration.ofDays(2));
        Map<Software, Instant> locks = Locks.of(Optional.of(moved(OLD, NEW, false, told)), NEW, NOW);
        assertThat(locks).containsExactly(Map.entry(Software.GOTOSOCIAL, told.plus(Duration.ofDays(7))));
        on("gts.example", 1, State.KNOWN, "gotosocial");
        on("masto.example", 1, State.KNOWN, "mastodon");
        Forecast forecast = forecast(new Circumstances(true, true, Set.of(), "", locks));
        assertThat(forecast.followers(Outcome.LATER)).isEqualTo(1);
        assertThat(forecast.followers(Outcome.AUTOMATIC)).isEqualTo(1);
        assertThat(forecast.rows().getLast().why()).contains("after 2026-12-01");
    }

    @Test
    @DisplayName("there, back and there again: Mastodon takes one move of an address in a week")
    void again() {
        Journey back = moved(NEW, OLD, true, NOW.minus(Duration.ofDays(1)))
                .with("again", NOW.plus(Duration.ofDays(4)).toString());
        assertThat(Locks.of(Optional.of(back), OLD, NOW))
                .containsOnlyKeys(Software.MASTODON, Software.GOTOSOCIAL)
                .containsEntry(Software.MASTODON, NOW.plus(Duration.ofDays(4)))
                .containsEntry(Software.GOTOSOCIAL, NOW.plus(Duration.ofDays(6)));
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 30})
    @DisplayName("when the week is over nothing is locked")
    void over(long days) {
        Journey moved = moved(OLD, NEW, false, NOW.minus(Duration.ofDays(days)));
        assertThat(Locks.of(Optional.of(moved), NEW, NOW)).isEmpty();
        assertThat(Locks.of(Optional.empty(), NEW, NOW)).isEmpty();
    }
}
