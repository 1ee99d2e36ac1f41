package social.godwit.instance.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.checkpoint.Checkpoint;
import social.godwit.identity.checkpoint.CheckpointChain;
import social.godwit.identity.checkpoint.CheckpointReading;
import social.godwit.identity.did.Origin;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.Kind;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.receipt.Receipt;
import social.godwit.identity.request.IdentityRequest;
import social.godwit.identity.request.RequestVerdict;
import social.godwit.instance.client.home.HomeFolder;
import social.godwit.instance.client.home.KeyRing;

/**
 * The outbox of a gateway on loopback, that takes batches as a real one does: every document admissible, every request
 * signed, every chain without gap or fork. What it answers, and whether it answers at all, the test decides.
 */
final class StandInGateway implements AutoCloseable {
    /** How the next batch is treated. */
    enum Mood {
        TAKES,
        REFUSES,
        CONFLICTS,
        TAKES_AND_BREAKS_OFF,
        BREAKS_OFF,
        HAS_TROUBLE,
        ASKS_TO_WAIT
    }

    private final HttpServer server;
    private final List<Mood> moods = new ArrayList<>();
    private final Map<String, CheckpointChain> chains = new HashMap<>();
    private final Map<String, PortableDocument> documents = new HashMap<>();
    final SigningKey instance = SigningKey.generate(TestKeys.seeded(5));
    /** The key that receipts are signed with: the instance's, unless the test says otherwise. */
    SigningKey receipts = instance;

    /** What its clock says. */
    Instant now = TestKeys.NOW;

    /** How it says that the account stands, and what it says of others. */
    Optional<JsonObject> replication = Optional.empty();

    /** The key bag that it keeps. */
    final StandInBags bags = new StandInBags(instance);

    /** What it does for accounts that move; nothing, unless the test says so. */
    Optional<StandInMoves> moves = Optional.empty();

    /** Requests since the test began to count. */
    int counted;

    /** What it says not to have any more, though it has signed for it. */
    boolean forgetsChains;

    boolean forgetsDocuments;

    /** Whether a second link with one number is taken, as real gateways do. */
    boolean toleratesForks;

    /** Whether it says that it is Godwit. */
    boolean godwit = true;

    /** So many registrations fail. */
    int troubles;

    /** What it answers to an owner's question, by path and query; empty: as it would anyway. */
    Function<String, Optional<JsonObject>> views = path -> Optional.empty();

    /** What it tells everybody; null: it knows nothing of the kind. */
    @Nullable
    String notices;

    /** Requests of strangers that wait for the owner's own answer. */
    final List<Json> unsigned = new ArrayList<>();

    final List<String> registrations = new ArrayList<>();
    final List<String> bodies = new ArrayList<>();
    final List<String> faults = new ArrayList<>();

    /** Files that were uploaded, one text for each time. */
    final List<String> uploads = new ArrayList<>();

    /** A batch that has this in it is refused. */
    String dislikes = "";

    /** Whether an id that is used is refused for anything else, as real gateways do. */
    boolean guardsIds;

    StandInGateway() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    Origin origin() {
        return Origin.parse("http://localhost:" + server.getAddress().getPort()).orElseThrow();
    }

    /** Alice, whose account lies here and whose folder is {@code folder}; made at the first time. Each time has its own chance. */
    Owner alice(Path folder, KeyRing keys, int time) {
        return alice(folder, keys, time, TestKeys.NOW);
    }

    /** As above, at another time of day. */
    Owner alice(Path folder, KeyRing keys, int time, Instant now) {
        HomeFolder files = HomeFolder.open(folder);
        if (!files.state().hasAccount())
            files.save(files.state()
                    .withAccount(
                            "alice",
                            List.of(origin().toString()),
                            Map.of(origin().toString(), instance.did().toString())));
        var surroundings = new Surroundings(
                InstantSource.fixed(now), TestKeys.seeded(time), new GatewayConnection("test"), words -> {});
        return Owner.of(files, keys, surroundings, Optional.empty());
    }

    /** The moods for the next batches; after them it takes everything. */
    void will(Mood... next) {
        moods.addAll(List.of(next));
    }

    int taken() {
        return documents.size();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        counted++;
        boolean discovery = exchange.getRequestURI().getPath().equals("/.well-known/apgateway");
        if (discovery && exchange.getRequestMethod().equals("GET")) {
            answer(exchange, 200, description());
            return;
        }
        if (exchange.getRequestURI().getPath().equals("/notices")) {
            answer(exchange, notices == null ? 404 : 200, notices == null ? "{}" : notices);
            return;
        }
        if (bags.answers(exchange, body) || shownToStrangers(exchange)) return;
        if (moves.isPresent() && moves.get().answers(exchange, body)) return;
        String target = origin() + exchange.getRequestURI().toString();
        RequestVerdict verdict = IdentityRequest.verify(
                exchange.getRequestMethod(),
                target,
                name -> Optional.ofNullable(exchange.getRequestHeaders().get(name))
                        .orElse(List.of()),
                body,
                now);
        if (!(verdict instanceof RequestVerdict.Signed)) {
            faults.add("not signed: " + verdict);
            answer(exchange, 401, "{}");
        } else if (views.apply(exchange.getRequestURI().toString()).isPresent()) {
            JsonObject shown = views.apply(exchange.getRequestURI().toString()).orElseThrow();
            answer(exchange, 200, new String(Jcs.bytes(shown), StandardCharsets.UTF_8));
        } else if (discovery) {
            registrations.add(new String(body, StandardCharsets.UTF_8));
            boolean takes = troubles-- <= 0;
            if (takes) take(body);
            answer(exchange, takes ? 201 : 503, "{}");
        } else if (exchange.getRequestURI().getPath().equals("/.well-known/apgateway-media")) {
            uploads.add(Sha256.of(body).hashlink());
            answer(
                    exchange,
                    201,
                    "{\"url\":\"" + origin() + "/" + Sha256.of(body).hashlink() + "\"}");
        } else if (exchange.getRequestURI().getPath().endsWith("/keybag")) {
            bags.own(exchange, body);
        } else if (exchange.getRequestURI().getPath().matches("/client/v1/.*/(repository|held)")) {
            view(exchange, exchange.getRequestURI().toString());
        } else if (exchange.getRequestURI().getPath().endsWith("/unsigned")) {
            JsonObject page = JsonObject.builder().put("orderedItems", unsigned).build();
            answer(exchange, 200, new String(Jcs.bytes(page), StandardCharsets.UTF_8));
        } else if (exchange.getRequestURI().getPath().endsWith("/replication") && replication.isPresent()) {
            answer(exchange, 200, new String(Jcs.bytes(replication.get()), StandardCharsets.UTF_8));
        } else if (exchange.getRequestURI().getPath().startsWith("/client/v1/")) {
            boolean registered = !registrations.isEmpty() && troubles < 0;
            answer(
                    exchange,
                    registered ? 200 : 404,
                    registered ? "{\"state\":\"complete\",\"documents\":4,\"expected\":4}" : "{}");
        } else if (exchange.getRequestMethod().equals("GET")) {
            String path = exchange.getRequestURI().getRawPath();
            PortableDocument found = documents.get(path);
            answer(
                    exchange,
                    found == null ? 404 : 200,
                    found == null ? "{}" : new String(found.bytes(), StandardCharsets.UTF_8));
        } else {
            post(exchange, body);
        }
    }

    /** Whoever signs in has no key yet. */
    private boolean shownToStrangers(HttpExchange exchange) throws IOException {
        PortableDocument found = documents.get(exchange.getRequestURI().getRawPath());
        boolean unsigned = exchange.getRequestMethod().equals("GET")
                && found != null
                && found.json().has("inbox")
                && !exchange.getRequestHeaders().containsKey("Signature");
        if (unsigned) answer(exchange, 200, new String(found.bytes(), StandardCharsets.UTF_8));
        return unsigned;
    }

    private String description() {
        return godwit ? "{\"instance\":\"" + instance.did() + "\",\"store\":\"" + origin() + "/store/v1\"}" : "{}";
    }

    /** The newest actor document that it was given. */
    JsonObject actor() {
        return documents.values().stream()
                .map(PortableDocument::json)
                .filter(json -> json.has("gateways"))
                .findFirst()
                .orElseThrow();
    }

    /** A document that is here already, under its own id. */
    void has(JsonObject document) {
        take(Jcs.bytes(document));
    }

    /** What came to another gateway comes here, too. */
    void hears(StandInGateway other) {
        other.bodies.forEach(batch -> take(batch.getBytes(StandardCharsets.UTF_8)));
    }

    /** What the owner is told of the repository. */
    private void view(HttpExchange exchange, String target) throws IOException {
        if (target.endsWith("/repository")) {
            JsonObject told = JsonObject.builder()
                    .put("asOf", TestKeys.NOW.toString())
                    .put("listed", documents.size())
                    .put("missing", 0)
                    .put("chains", forgetsChains ? List.of() : heads())
                    .build();
            answer(exchange, 200, new String(Jcs.bytes(told), StandardCharsets.UTF_8));
            return;
        }
        String hash = target.substring(target.indexOf("hash=") + 5);
        Optional<PortableDocument> held = documents.values().stream()
                .filter(document ->
                        !forgetsDocuments && document.hash().multibase().equals(hash))
                .findFirst();
        answer(
                exchange,
                held.isPresent() ? 200 : 404,
                held.map(document -> new String(
                                Jcs.bytes(JsonObject.builder()
                                        .put("document", new String(document.bytes(), StandardCharsets.UTF_8))
                                        .build()),
                                StandardCharsets.UTF_8))
                        .orElse("{}"));
    }

    private List<Json> heads() {
        List<Json> heads = new ArrayList<>();
        chains.values()
                .forEach(chain -> heads.add(JsonObject.builder()
                        .put("device", chain.device().toString())
                        .put("class", chain.chain().toString())
                        .put("seq", chain.seq())
                        .put("hash", chain.hash().orElseThrow().multibase())
                        .put("count", chain.count())
                        .build()));
        return heads;
    }

    private void post(HttpExchange exchange, byte[] body) throws IOException {
        String text = new String(body, StandardCharsets.UTF_8);
        bodies.add(text);
        if (!dislikes.isEmpty() && text.contains(dislikes)) {
            answer(exchange, 400, "{\"detail\":\"not this\"}");
            return;
        }
        if (guardsIds && usesIdsAgain(text)) {
            answer(exchange, 409, "{\"detail\":\"the id is used\"}");
            return;
        }
        switch (moods.isEmpty() ? Mood.TAKES : moods.removeFirst()) {
            case TAKES -> {
                take(body);
                answer(exchange, 202, new String(Jcs.bytes(accepted(body)), StandardCharsets.UTF_8));
            }
            case REFUSES -> answer(exchange, 400, "{\"title\":\"Bad\",\"detail\":\"too long\"}");
            case CONFLICTS -> answer(exchange, 409, "{\"detail\":\"a newer version is known\"}");
            case HAS_TROUBLE -> answer(exchange, 503, "{}");
            case ASKS_TO_WAIT -> {
                exchange.getResponseHeaders().set("Retry-After", "17");
                answer(exchange, 429, "{}");
            }
            case TAKES_AND_BREAKS_OFF -> {
                take(body);
                exchange.close();
            }
            case BREAKS_OFF -> exchange.close();
        }
    }

    private boolean usesIdsAgain(String batch) {
        return batch.lines()
                .anyMatch(line -> PortableDocument.read(line.getBytes(StandardCharsets.UTF_8), TestKeys.NOW)
                                instanceof DocumentVerdict.Admissible(PortableDocument document)
                        && Optional.ofNullable(documents.get(Publisher.path(
                                        document.json().string("id").orElseThrow())))
                                .filter(known -> !known.hash().equals(document.hash()))
                                .isPresent());
    }

    /** All that owners said, in the order of their ids. */
    List<PortableDocument> activities() {
        return documents.values().stream()
                .filter(document -> document.kind() == Kind.ACTIVITY)
                .sorted(java.util.Comparator.comparing(
                        document -> document.json().string("published").orElse("9")
                                + document.json().string("id").orElse("")))
                .toList();
    }

    /** The document with this id. */
    Optional<PortableDocument> at(String id) {
        return Optional.ofNullable(documents.get(Publisher.path(id)));
    }

    /** Another device of the account, or a copy of this one, has published here. */
    void hasFromElsewhere(JsonObject checkpoint) {
        take(Jcs.bytes(checkpoint));
    }

    /** Names a link, and does not show it. */
    void hides(Sha256 link) {
        documents.keySet().removeIf(path -> path.endsWith(link.multibase()));
    }

    private JsonObject accepted(byte[] body) {
        List<Sha256> hashes = new ArrayList<>();
        for (String line : new String(body, StandardCharsets.UTF_8).split("\n"))
            hashes.add(Sha256.of(line.getBytes(StandardCharsets.UTF_8)));
        var receipt = new Receipt(origin(), receipts.did(), TestKeys.ring().did(), TestKeys.NOW, hashes);
        return JsonObject.builder()
                .put("accepted", List.of())
                .put("receipts", List.<Json>of(receipt.sign(receipts)))
                .put("chains", heads())
                .build();
    }

    private void take(byte[] body) {
        for (String line : new String(body, StandardCharsets.UTF_8).split("\n")) {
            switch (PortableDocument.read(line.getBytes(StandardCharsets.UTF_8), TestKeys.NOW)) {
                case DocumentVerdict.Admissible(PortableDocument document) -> {
                    document.embedded()
                            .forEach(inner -> documents.put(
                                    Publisher.path(inner.json().string("id").orElseThrow()), inner));
                    boolean again = documents.put(
                                    Publisher.path(document.json().string("id").orElseThrow()), document)
                            != null;
                    if (!again && Checkpoint.read(document) instanceof CheckpointReading.Signed(Checkpoint link))
                        extend(link);
                }
                case DocumentVerdict other -> faults.add("not admissible: " + other);
            }
        }
    }

    private void extend(Checkpoint link) {
        CheckpointChain chain = chains.getOrDefault(
                link.device() + " " + link.chain(), CheckpointChain.empty(link.account(), link.device(), link.chain()));
        switch (chain.accept(link)) {
            case CheckpointChain.Step.Extended(CheckpointChain longer) ->
                chains.put(link.device() + " " + link.chain(), longer);
            case CheckpointChain.Step.Forked fork when toleratesForks -> {}
            case CheckpointChain.Step.Past past when toleratesForks -> {}
            case CheckpointChain.Step other -> faults.add("chain: " + other + " by " + link);
        }
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
