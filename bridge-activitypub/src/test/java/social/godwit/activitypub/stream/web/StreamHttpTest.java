package social.godwit.activitypub.stream.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.account.AccountStores;
import social.godwit.activitypub.effect.Beans;
import social.godwit.activitypub.gateway.web.TrustedProxies;
import social.godwit.activitypub.http.Origins;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.PortableDocument;
import social.godwit.store.document.BenchRepositories;
import social.godwit.store.document.Repositories;
import social.godwit.store.document.RepositoryKind;
import social.godwit.store.stream.OpenStreamLog;
import social.godwit.store.stream.PublicStream;
import social.godwit.store.stream.StreamCursor;
import social.godwit.store.stream.StreamLog;
import social.godwit.store.testing.TestAccount;
import social.godwit.store.testing.TestClock;
import social.godwit.store.testing.TestDatabase;

/** The public stream over real HTTP, and its limits. */
class StreamHttpTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final String ORIGIN = "https://a.example";
    private static final Vertx VERTX = Vertx.vertx();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final TestClock CLOCK = new TestClock();
    private static Repositories repositories;
    private static AccountStore accounts;
    private static PublicStream stream;
    private static OpenStreams open;
    private static HttpServer server;
    private static long seeds = 7_000;

    @BeforeAll
    static void serve() {
        StreamLog log = OpenStreamLog.over(DB.database(), CLOCK);
        repositories = BenchRepositories.over(DB.database(), CLOCK, log);
        accounts = AccountStores.over(DB, new Instance(ORIGIN, "test", false, true), CLOCK);
        stream = new PublicStream(log, repositories, CLOCK);
        Beans beans = new Beans()
                .with(CLOCK)
                .with(accounts)
                .with(stream)
                .with(new TrustedProxies(List.of()))
                .with((Origins) authority -> Optional.of(ORIGIN))
                .make("stream.PublicEvents")
                .make("stream.web.OpenStreams");
        open = beans.get(OpenStreams.class);
        Router router = Router.router(VERTX);
        beans.make("stream.web.StreamRoute").get(StreamRoute.class).register(router);
        server = VERTX.createHttpServer()
                .requestHandler(router)
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @AfterAll
    static void stop() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void tellsWhatComesAndGoesOnFromTheLastEvent() throws IOException {
        TestAccount account = hosted();
        String cursor;
        PortableDocument first = account.note("/objects/1", "one");
        try (Events events = follow("", Map.of())) {
            assertThat(events.next().get("event")).isEqualTo("start");
            admit(first);
            Map<String, String> told = events.next();
            assertThat(told.get("event")).isEqualTo("document");
            assertThat(told.get("data"))
                    .contains(
                            "\"mirrored\":false",
                            first.hash().multibase(),
                            account.did().toString());
            cursor = told.get("id");
        }
        PortableDocument second = account.note("/objects/2", "two");
        admit(second);
        try (Events events = follow("", Map.of("Last-Event-ID", cursor))) {
            assertThat(events.next().get("id")).isEqualTo(cursor);
            assertThat(events.next().get("data")).contains(second.hash().multibase());
        }
        try (Events events = follow("?cursor=" + cursor, Map.of())) {
            assertThat(events.next().get("id")).isEqualTo(cursor);
            assertThat(events.next().get("data")).contains(second.hash().multibase());
        }
    }

    @Test
    void marksWhatItOnlyMirrors() throws IOException {
        TestAccount mirrored = new TestAccount(seeds++);
        DB.await(repositories.open(mirrored.did(), RepositoryKind.ACCOUNT));
        try (Events events = follow("", Map.of())) {
            events.next();
            admit(mirrored.note("/objects/1", "from afar"));
            assertThat(events.next().get("data")).contains("\"mirrored\":true");
        }
    }

    @Test
    @DisplayName("Row 62: what a suspended account says reaches no open stream")
    void saysNothingOfASuspendedAccount() throws IOException {
        TestAccount suspended = hosted();
        TestAccount other = hosted();
        try (Events events = follow("", Map.of())) {
            events.next();
            PortableDocument before = suspended.note("/objects/1", "before");
            admit(before);
            assertThat(events.next().get("data")).contains(before.hash().multibase());
            DB.await(accounts.suspend(suspended.did(), true));
            admit(suspended.note("/objects/2", "after"));
            admit(suspended.activity(
                    "/activities/3", "Delete", suspended.id("/objects/1").canonical()));
            admit(other.note("/objects/1", "the end"));
            List<String> kinds = new ArrayList<>();
            String data = "";
            while (!data.contains(other.did().toString())) {
                Map<String, String> event = events.next();
                data = event.get("data");
                kinds.add(event.get("event"));
                assertThat(data).doesNotContain("after");
            }
            assertThat(kinds).contains("deletion");
        }
    }

    @Test
    void refusesWhatIsNoCursorAndWhatItDoesNotKnow() throws Exception {
        assertThat(status("?cursor=7")).isEqualTo(400);
        assertThat(status("?cursor=zzzzzz.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0")).isEqualTo(410);
    }

    @Test
    void takesSoManyFromOneNetworkAndSoManyInAll() {
        List<FakeSink> sinks = new ArrayList<>();
        for (int i = 0; i < OpenStreams.MAX_FROM_ONE; i++) {
            sinks.add(new FakeSink("192.0.2.1"));
            assertThat(open.add(sinks.getLast(), StreamCursor.START)).isTrue();
        }
        assertThat(open.add(new FakeSink("192.0.2.1"), StreamCursor.START)).isFalse();
        sinks.getFirst().closed = true;
        sinks.add(new FakeSink("192.0.2.1"));
        assertThat(open.add(sinks.getLast(), StreamCursor.START)).isTrue();
        while (open.count() < OpenStreams.MAX) {
            sinks.add(new FakeSink("198.51.100." + sinks.size()));
            assertThat(open.add(sinks.getLast(), StreamCursor.START)).isTrue();
        }
        assertThat(open.add(new FakeSink("203.0.113.1"), StreamCursor.START)).isFalse();
        sinks.forEach(sink -> sink.closed = true);
        assertThat(open.count()).isZero();
    }

    @Test
    void cutsOffWhoTakesNothingAndSendsALineToTheOthers() {
        FakeSink slow = new FakeSink("192.0.2.7");
        FakeSink quick = new FakeSink("192.0.2.8");
        StreamCursor now = DB.await(stream.newest());
        open.add(slow, now);
        open.add(quick, now);
        slow.full = true;
        CLOCK.advance(OpenStreams.HEARTBEAT);
        DB.await(open.serve());
        assertThat(quick.text.toString()).endsWith(": here\n\n");
        assertThat(slow.closed).isFalse();
        admit(hosted().note("/objects/1", "for the quick"));
        CLOCK.advance(OpenStreams.PATIENCE);
        DB.await(open.serve());
        assertThat(slow.closed).isTrue();
        assertThat(quick.text.toString()).contains("for the quick");
        CLOCK.advance(OpenStreams.LONGEST);
        DB.await(open.serve());
        assertThat(quick.closed).isTrue();
    }

    private static TestAccount hosted() {
        long seed = seeds++;
        TestAccount account = new TestAccount(seed);
        var random = new Random(seed);
        Did did = AccountStores.register(DB, accounts, "name" + seed, ORIGIN, count -> {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            return bytes;
        });
        assertThat(did).isEqualTo(account.did());
        DB.await(repositories.open(account.did(), RepositoryKind.ACCOUNT));
        return account;
    }

    private static void admit(PortableDocument document) {
        DB.await(repositories.admit(List.of(document)));
        DB.await(open.serve());
    }

    private static int status(String query) throws IOException, InterruptedException {
        return CLIENT.send(request(query, Map.of()), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static HttpRequest request(String query, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("http://localhost:" + server.actualPort() + "/store/v1/stream" + query));
        headers.forEach(request::header);
        return request.build();
    }

    private static Events follow(String query, Map<String, String> headers) throws IOException {
        try {
            HttpResponse<InputStream> response =
                    CLIENT.send(request(query, headers), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
            DB.await(open.serve());
            return new Events(new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8)));
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** The events of a response, one after the other. */
    private record Events(BufferedReader lines) implements AutoCloseable {
        Map<String, String> next() throws IOException {
            Map<String, String> event = new LinkedHashMap<>();
            String line;
            while ((line = lines.readLine()) != null) {
                if (line.isEmpty() && !event.isEmpty()) {
                    return event;
                }
                int colon = line.indexOf(": ");
                if (colon > 0) {
                    event.put(line.substring(0, colon), line.substring(colon + 2));
                }
            }
            throw new AssertionError("the stream has ended");
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }

    private static final class FakeSink implements OpenStreams.Sink {
        final StringBuilder text = new StringBuilder();
        final String network;
        boolean full;
        boolean closed;

        FakeSink(String network) {
            this.network = network;
        }

        @Override
        public String network() {
            return network;
        }

        @Override
        public boolean full() {
            return full;
        }

        @Override
        public boolean closed() {
            return closed;
        }

        @Override
        public void write(String more) {
            text.append(more);
        }

        @Override
        public void end() {
            closed = true;
        }
    }
}
