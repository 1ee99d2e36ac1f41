package social.godwit.instance.client;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.KeyBag;
import social.godwit.identity.key.KeyBagRequest;
import social.godwit.identity.key.SigningKey;

/** The key bag of one account at a gateway, kept and given out by the rules, and by whatever else the test wants. */
final class StandInBags {
    /** The instance's key, unless the test says that the origin has fallen to somebody else. */
    SigningKey instance;

    /** What it gives out in place of what it keeps, whoever asks. */
    Optional<JsonObject> gives = Optional.empty();

    /** Answers nothing but this status, when it is not 0. */
    int trouble;

    /** The DID that it tells for every handle. */
    String whose = "";

    /** The handle that it was last asked for. */
    String asked = "";

    Optional<JsonObject> kept = Optional.empty();

    /** Questions that it could read. */
    final List<KeyBagRequest> read = new ArrayList<>();

    StandInBags(SigningKey instance) {
        this.instance = instance;
    }

    long version() {
        return kept.flatMap(json -> json.object("bag"))
                .flatMap(KeyBag::read)
                .map(KeyBag::version)
                .orElse(0L);
    }

    /** Whether this was a request of somebody who signs in. */
    boolean answers(HttpExchange exchange, byte[] body) throws IOException {
        switch (exchange.getRequestURI().getPath()) {
            case "/client/v1/account" -> {
                asked = exchange.getRequestURI().getQuery().replaceFirst("^handle=", "");
                answer(exchange, whose.isEmpty() ? 404 : 200, utf8("{\"did\":\"" + whose + "\"}"));
            }
            case "/client/v1/keybag" -> question(exchange, body);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void question(HttpExchange exchange, byte[] body) throws IOException {
        Optional<KeyBagRequest> question = KeyBagRequest.open(body, instance);
        question.ifPresent(read::add);
        if (trouble != 0) answer(exchange, trouble, utf8("{}"));
        else if (question.isEmpty()) answer(exchange, 421, utf8("{}"));
        else {
            Optional<JsonObject> bag = gives.or(() -> kept.filter(
                            json -> matches(json, "fetch", question.get().secret()))
                    .flatMap(json -> json.object("bag")));
            if (bag.isEmpty()) answer(exchange, 403, utf8("{}"));
            else
                answer(
                        exchange,
                        200,
                        question.get().answer(bag.get(), TestKeys.seeded(77)).orElseThrow());
        }
    }

    /** The owner asks for the version, or puts a bag here. */
    void own(HttpExchange exchange, byte[] body) throws IOException {
        if (trouble != 0) answer(exchange, trouble, utf8("{}"));
        else if (exchange.getRequestMethod().equals("GET"))
            answer(exchange, kept.isEmpty() ? 404 : 200, utf8("{\"version\":" + version() + "}"));
        else {
            JsonObject offered = Answers.json(body).orElseThrow();
            KeyBag bag = KeyBag.read(offered.object("bag").orElseThrow()).orElseThrow();
            Optional<String> proof =
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("Godwit-Passphrase"));
            boolean proven = kept.isEmpty()
                    || proof.map(text -> matches(
                                    kept.get(), "proof", Base64.getDecoder().decode(text)))
                            .orElse(false);
            boolean newer = bag.version() > version();
            if (newer && proven) kept = Optional.of(offered);
            answer(exchange, !newer ? 409 : proven ? 204 : 403, new byte[0]);
        }
    }

    private static boolean matches(JsonObject kept, String member, byte[] secret) {
        return Base64.getEncoder()
                .encodeToString(Sha256.of(secret).bytes())
                .equals(kept.string(member).orElseThrow());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
