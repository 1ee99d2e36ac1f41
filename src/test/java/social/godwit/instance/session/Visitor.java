package social.godwit.instance.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.request.IdentityRequest;
import social.godwit.instance.client.GatewayAnswer;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Registration;
import social.godwit.instance.client.Surroundings;
import social.godwit.instance.client.TestOwners;
import social.godwit.instance.client.home.HomeFolder;
import social.godwit.instance.client.home.KeyRing;

/** Somebody with an account at an instance, who asks it by signature, token or cookie, as a browser or a program would. */
final class Visitor {
    private static final char[] PASSPHRASE = "correct horse battery".toCharArray();
    private static final Surroundings SURROUNDINGS = TestOwners.surroundings();

    private final String origin;
    private final Path home;
    private final KeyRing keys;

    private Visitor(String origin, Path home, KeyRing keys) {
        this.origin = origin;
        this.home = home;
        this.keys = keys;
    }

    /** Makes an account. */
    static Visitor register(String origin, Path folder, String name) {
        KeyRing keys = KeyRing.generate(SURROUNDINGS.randomness());
        try (HomeFolder home = HomeFolder.open(folder.resolve(name))) {
            home.saveKeys(keys.sealed(PASSPHRASE, SURROUNDINGS.randomness()));
            new Registration(home, keys, SURROUNDINGS)
                    .register(name, Origin.parse(origin).orElseThrow(), Optional.empty());
        }
        return new Visitor(origin, folder.resolve(name), keys);
    }

    String did() {
        return keys.did().toString();
    }

    KeyRing keys() {
        return keys;
    }

    /** With the command line's library. */
    Owner owner() {
        return Owner.of(HomeFolder.open(home), keys, SURROUNDINGS, Optional.empty());
    }

    /** The cookie of a new session, as a browser sends it. */
    String signIn() {
        return cookie(signIn(keys.device(), Map.of()));
    }

    /** What signing in with this key answers. */
    GatewayAnswer signIn(SigningKey key, Map<String, String> headers) {
        return signed("POST", "/session?account=" + did(), key, "{}", headers);
    }

    static String cookie(GatewayAnswer answer) {
        String set = answer.header("Set-Cookie").orElseThrow(() -> new AssertionError(answer.text()));
        return set.substring(0, set.indexOf(';'));
    }

    /** Asks, signed by a device of the account. */
    GatewayAnswer signed(String method, String path, String body) {
        return signed(
                method, path + (path.contains("?") ? "&" : "?") + "account=" + did(), keys.device(), body, Map.of());
    }

    GatewayAnswer signed(String method, String path, SigningKey key, String body, Map<String, String> headers) {
        return ask(origin, method, path, signature(origin, method, path, key, body, SURROUNDINGS.now(), headers), body);
    }

    static Map<String, String> signature(
            String origin,
            String method,
            String path,
            SigningKey key,
            String body,
            Instant created,
            Map<String, String> others) {
        Map<String, String> headers = new HashMap<>(IdentityRequest.sign(
                key,
                method,
                URI.create(origin + path),
                body.getBytes(StandardCharsets.UTF_8),
                created,
                SURROUNDINGS.randomness()));
        headers.putAll(others);
        return headers;
    }

    /** Asks with a cookie and what else a page of ours sends. */
    static GatewayAnswer ownPage(String origin, String method, String path, String cookie, String body) {
        return ask(origin, method, path, Map.of("Cookie", cookie, "Sec-Fetch-Site", "same-origin"), body);
    }

    static GatewayAnswer ask(String origin, String method, String path, Map<String, String> headers, String body) {
        Map<String, String> all = new HashMap<>(headers);
        all.putIfAbsent("Accept", "application/json");
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try {
            if (bytes.length > 0) {
                all.putIfAbsent("Content-Type", "application/json");
                return SURROUNDINGS.connection().send(method, URI.create(origin + path), all, bytes);
            }
            return SURROUNDINGS.connection().send(method, URI.create(origin + path), all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonObject json(GatewayAnswer answer) {
        if (StrictJson.read(answer.body(), JsonLimits.DOCUMENT) instanceof JsonReading.Read(JsonObject object)) {
            return object;
        }
        throw new AssertionError(answer.status() + " " + answer.text());
    }
}
