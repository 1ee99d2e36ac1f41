package social.godwit.activitypub.software;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import social.godwit.activitypub.http.Headers;
import social.godwit.activitypub.policy.FederationPolicy.Stance;
import social.godwit.activitypub.remote.RemoteOutcome;
import social.godwit.activitypub.remote.RemoteRequest;
import social.godwit.activitypub.software.PeerSoftware.State;
import social.godwit.identity.did.Origin;

class SoftwareCensusTest {
    private static final Origin PEER = Origin.parse("https://peer.example").orElseThrow();
    private static final String SCHEMA = "http://nodeinfo.diaspora.software/ns/schema/";

    private final Map<String, RemoteOutcome> pages = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    /** Requests under way, in order. */
    private final Map<String, UniEmitter<? super RemoteOutcome>> underWay = new LinkedHashMap<>();

    private Instant now = Instant.parse("2026-11-26T03:00:00Z");
    private final SoftwareCensus census = new SoftwareCensus(
            new SoftwareQuestion(this::send),
            host -> host.equals("denied.example") ? Stance.DENY : Stance.ALLOW,
            () -> now);

    private Uni<RemoteOutcome> send(RemoteRequest request) {
        String url = request.uri().toString();
        asked.add(url);
        return Uni.createFrom().emitter(emitter -> underWay.put(url, emitter));
    }

    /** Lets everything under way be answered, and what follows from it. */
    private void answer() {
        while (!underWay.isEmpty()) answerOne();
    }

    private void answerOne() {
        String url = underWay.keySet().iterator().next();
        underWay.remove(url).complete(pages.getOrDefault(url, new RemoteOutcome.Failed("nobody there")));
    }

    private PeerSoftware found(Origin origin) {
        assertThat(census.of(List.of(origin))).isEmpty();
        answer();
        return census.of(List.of(origin)).get(origin);
    }

    private void runs(String host, String name, String version) {
        String document = "https://" + host + "/nodeinfo/2.1";
        pages.put("https://" + host + "/.well-known/nodeinfo", page(200, links("2.1", document)));
        pages.put(document, page(200, "{\"software\":{\"name\":\"" + name + "\",\"version\":\"" + version + "\"}}"));
    }

    private static String links(String... versionsAndUrls) {
        List<String> links = new ArrayList<>();
        for (int i = 0; i < versionsAndUrls.length; i += 2)
            links.add("{\"rel\":\"" + SCHEMA + versionsAndUrls[i] + "\",\"href\":\"" + versionsAndUrls[i + 1] + "\"}");
        return "{\"links\":[" + String.join(",", links) + "]}";
    }

    private static RemoteOutcome page(int status, String body) {
        return new RemoteOutcome.Response(
                status, Headers.none(), body.getBytes(StandardCharsets.UTF_8), URI.create(PEER.toString()));
    }

    @Test
    @DisplayName("a server says what it runs in the newest document that it offers on its own origin")
    void asks() {
        pages.put(
                PEER + "/.well-known/nodeinfo",
                page(200, links("2.0", PEER + "/old", "2.1", "https://elsewhere.example/2.1", "2.1", PEER + "/new")));
        pages.put(PEER + "/new", page(200, "{\"software\":{\"name\":\"Mastodon\",\"version\":\"4.5.1\"}}"));
        assertThat(found(PEER)).isEqualTo(new PeerSoftware(State.KNOWN, "mastodon", "4.5.1"));
        assertThat(asked).containsExactly(PEER + "/.well-known/nodeinfo", PEER + "/new");
    }

    @Test
    @DisplayName("nobody makes us ask a third server")
    void asksNobodyElse() {
        pages.put(PEER + "/.well-known/nodeinfo", page(200, links("2.1", "https://victim.example/2.1")));
        assertThat(found(PEER).state()).isEqualTo(State.SILENT);
        assertThat(asked).containsExactly(PEER + "/.well-known/nodeinfo");
    }

    @ParameterizedTest
    @CsvSource({"404,SILENT", "200,SILENT", "401,SILENT", "410,DEAD", "502,DEAD", "521,DEAD"})
    @DisplayName("an answer without software shows whether the server lives")
    void livesOrNot(int status, State state) {
        pages.put(PEER + "/.well-known/nodeinfo", page(status, "<html>"));
        assertThat(found(PEER).state()).isEqualTo(state);
    }

    @Test
    @DisplayName("no answer is a dead server, a forbidden address one that is not asked, too long an answer none")
    void noAnswer() {
        assertThat(found(PEER).state()).isEqualTo(State.DEAD);
        Map<String, RemoteOutcome> others = Map.of(
                "https://slow.example", new RemoteOutcome.Timeout("body"),
                "https://inside.example", new RemoteOutcome.Blocked("an address that is not public"),
                "https://large.example", new RemoteOutcome.TooLarge(65_536));
        others.forEach((origin, outcome) -> pages.put(origin + "/.well-known/nodeinfo", outcome));
        assertThat(found(origin("slow.example")).state()).isEqualTo(State.DEAD);
        assertThat(found(origin("inside.example")).state()).isEqualTo(State.DENIED);
        assertThat(found(origin("large.example")).state()).isEqualTo(State.SILENT);
    }

    @Test
    @DisplayName("a server that this one refuses is not asked")
    void denied() {
        Origin denied = origin("denied.example");
        assertThat(census.of(List.of(denied))).containsExactly(Map.entry(denied, PeerSoftware.of(State.DENIED)));
        assertThat(asked).isEmpty();
    }

    @Test
    @DisplayName("names are short and have nothing in them that a terminal or a page acts on")
    void harmless() {
        runs("peer.example", "Ma\\u001b[2J<b>sto\\u202edon" + "x".repeat(500), "");
        PeerSoftware software = found(PEER);
        assertThat(software.name()).startsWith("ma[2jbstodonx").matches("[!-~]{1,64}");
    }

    @Test
    @DisplayName("many owners who ask about many servers: each is asked once, few at a time")
    void fewAtATime() {
        List<Origin> all = IntStream.range(0, 200)
                .mapToObj(i -> origin("peer" + i + ".example"))
                .toList();
        all.forEach(origin -> runs(origin.host(), "snac", "2.75"));
        for (int owner = 0; owner < 3; owner++) assertThat(census.of(all)).isEmpty();
        while (!underWay.isEmpty()) {
            assertThat(underWay).hasSizeLessThanOrEqualTo(SoftwareCensus.AT_ONCE);
            answerOne();
            census.of(all);
        }
        assertThat(census.of(all)).hasSize(200);
        assertThat(asked).hasSize(400).doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("what waits is bounded")
    void bounded() {
        List<Origin> many = IntStream.range(0, SoftwareCensus.WAITING_MAX + 500)
                .mapToObj(i -> origin("peer" + i + ".example"))
                .toList();
        census.of(many);
        answer();
        assertThat(asked).hasSize(SoftwareCensus.WAITING_MAX);
        census.of(many);
        answer();
        assertThat(census.of(many)).hasSize(many.size());
    }

    @Test
    @DisplayName("a dead server is asked again after five minutes, one that has answered after a day")
    void expires() {
        runs("peer.example", "akkoma", "3");
        Origin dead = origin("dead.example");
        found(PEER);
        found(dead);
        now = now.plus(Duration.ofMinutes(4));
        assertThat(census.of(List.of(PEER, dead))).hasSize(2);
        now = now.plus(Duration.ofMinutes(2));
        assertThat(census.of(List.of(PEER, dead))).containsOnlyKeys(PEER);
        answer();
        now = now.plus(Duration.ofDays(1));
        assertThat(census.of(List.of(PEER))).isEmpty();
    }

    private static Origin origin(String host) {
        return Origin.parse("https://" + host).orElseThrow();
    }
}
