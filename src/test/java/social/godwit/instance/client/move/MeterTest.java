package social.godwit.instance.client.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.did.Origin;
import social.godwit.instance.client.move.FollowerServers.Server;
import social.godwit.instance.client.move.FollowerServers.State;
import social.godwit.instance.client.move.Meter.Told;

class MeterTest {
    private final List<FollowerList.One> before = new ArrayList<>();
    private final List<FollowerList.One> now = new ArrayList<>();
    private final List<Announcement.Inbox> open = new ArrayList<>();
    private final Map<Origin, Server> servers = new HashMap<>();

    private static FollowerList.One one(String host, int number, String follow) {
        return new FollowerList.One(
                "https://" + host + "/users/" + number, "https://" + host + "/" + follow, "https://" + host + "/inbox");
    }

    /** So many followers on a server, of whom so many have followed anew. */
    private void on(String host, String software, int followers, int arrived) {
        for (int i = 0; i < followers; i++) {
            before.add(one(host, i, "old" + i));
            now.add(one(host, i, (i < arrived ? "new" : "old") + i));
        }
        servers.put(Origin.parse("https://" + host).orElseThrow(), new Server(State.KNOWN, software, ""));
    }

    private void answered(String host, String state, String problem) {
        open.add(new Announcement.Inbox("https://" + host + "/inbox", state, problem));
    }

    private Meter meter() {
        return Meter.of(
                new FollowerList(before),
                new FollowerList(now),
                Optional.of(new Announcement.Standing(0, 0, 0, 0, 0, open)),
                new FollowerServers(servers));
    }

    @Test
    @DisplayName("each server with how many have come along, those with most missing first")
    void perServer() {
        on("all.example", "mastodon", 4, 4);
        on("some.example", "mastodon", 10, 7);
        on("dead.example", "", 5, 0);
        answered("dead.example", "waiting", "connection refused");
        on("old.example", "", 2, 0);
        answered("old.example", "expired", "timeout");
        on("no.example", "gotosocial", 1, 0);
        answered("no.example", "refused", "403");
        Meter meter = meter();
        assertThat(meter.servers())
                .extracting(Meter.Row::host, Meter.Row::arrived, Meter.Row::followers, Meter.Row::told)
                .containsExactly(
                        tuple("dead.example", 0L, 5L, Told.WAITING),
                        tuple("some.example", 7L, 10L, Told.TAKEN),
                        tuple("old.example", 0L, 2L, Told.EXPIRED),
                        tuple("no.example", 0L, 1L, Told.REFUSED),
                        tuple("all.example", 4L, 4L, Told.TAKEN));
        assertThat(meter.arrived()).isEqualTo(11);
        assertThat(meter.followers()).isEqualTo(22);
        assertThat(meter.servers().getFirst().problem()).isEqualTo("connection refused");
    }

    @Test
    @DisplayName("everybody who is missing is named, with the reason")
    void stragglers() {
        on("some.example", "mastodon", 2, 1);
        on("lemmy.example", "lemmy", 1, 0);
        on("dead.example", "", 1, 0);
        answered("dead.example", "expired", "timeout");
        on("gone.example", "mastodon", 1, 0);
        now.removeIf(one -> one.host().equals("gone.example"));
        assertThat(meter().stragglers())
                .extracting(Meter.Straggler::actor, Meter.Straggler::why)
                .containsExactly(
                        tuple(
                                "https://some.example/users/1",
                                "the server has been told; some take hours, and some people have to agree first"),
                        tuple("https://lemmy.example/users/0", "lemmy ignores moves of people"),
                        tuple(
                                "https://dead.example/users/0",
                                "dead.example did not answer; tell it again with: godwit move resume"),
                        tuple("https://gone.example/users/0", "does not follow you any more"));
    }

    @Test
    @DisplayName("who follows the account itself need not come along, and is no straggler")
    void notNeeded() {
        on("mitra.example", "mitra", 3, 0);
        String portable =
                "https://far.example/.well-known/apgateway/did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2/actor";
        before.add(new FollowerList.One(portable, portable + "/f", "https://far.example/inbox"));
        Meter meter = meter();
        assertThat(meter.arrived()).isEqualTo(4);
        assertThat(meter.stragglers()).isEmpty();
        assertThat(meter.servers()).extracting(Meter.Row::told).containsOnly(Told.NOT_NEEDED);
    }

    @Test
    @DisplayName("people with inboxes of their own: the server stands as its worst inbox does")
    void ownInboxes() {
        for (String name : List.of("a", "b"))
            before.add(new FollowerList.One(
                    "https://own.example/" + name,
                    "https://own.example/f" + name,
                    "https://own.example/" + name + "/inbox"));
        open.add(new Announcement.Inbox("https://own.example/b/inbox", "refused", "404"));
        assertThat(meter().servers())
                .extracting(Meter.Row::told, Meter.Row::problem)
                .containsExactly(tuple(Told.REFUSED, "404"));
    }
}
