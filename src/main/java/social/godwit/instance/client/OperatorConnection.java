package social.godwit.instance.client;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.request.IdentityRequest;
import social.godwit.network.moderation.Subject;

/** An operator at a running instance: every request is signed with the key that the instance made at its first start. */
public final class OperatorConnection {
    private static final int SEED = 32;

    private final Origin origin;
    private final SigningKey key;
    private final Surroundings surroundings;

    private OperatorConnection(Origin origin, SigningKey key, Surroundings surroundings) {
        this.origin = origin;
        this.key = key;
        this.surroundings = surroundings;
    }

    /** Reads the operator's key and prepares to talk to the instance at {@code origin}. */
    public static OperatorConnection of(Origin origin, Path keyFile, Surroundings surroundings) {
        return new OperatorConnection(origin, key(keyFile), surroundings);
    }

    /** Reads the operator's key. */
    public static SigningKey key(Path keyFile) {
        try {
            byte[] seed = HexFormat.of().parseHex(Files.readString(keyFile).strip());
            if (seed.length != SEED) throw new IllegalArgumentException("not 32 bytes");
            return SigningKey.generate(count -> seed);
        } catch (IOException e) {
            throw new ClientProblem(
                    "The operator's key " + keyFile + " cannot be read.",
                    "Run this on the server's machine, as its user, and name its folder: --data DIR",
                    e);
        } catch (IllegalArgumentException e) {
            throw new ClientProblem(keyFile + " is not an operator's key.", "", e);
        }
    }

    /** The instance. */
    public Origin origin() {
        return origin;
    }

    /** A part of a path. */
    public static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%3A", ":");
    }

    /**
     * The account, post or domain that somebody means, as {@code kind:id}: by an id, a DID, a handle or the address of a page. A
     * problem when the server finds none.
     */
    public String subject(String written) {
        return get("/admin/v1/subject", Map.of("q", written)).string("subject").orElseThrow();
    }

    /** The post that somebody means, whether they say that it is one or not; its id. */
    public String postId(String written) {
        String prefix = "post:";
        return subject(written.startsWith(prefix) ? written : prefix + written).substring(prefix.length());
    }

    /** The account that somebody means, which has to have a DID. */
    public Did account(String written) {
        return Did.parse(written)
                .orElseGet(() -> did(Subject.parse(subject(written)).orElseThrow(), written));
    }

    /** The DID of an account that was looked up by {@code written}. */
    public static Did did(Subject found, String written) {
        return Optional.of(found)
                .filter(one -> one.kind() == Subject.Kind.ACCOUNT)
                .flatMap(one -> PortableId.parse(one.id()))
                .map(PortableId::did)
                .orElseThrow(() -> new ClientProblem(
                        written + " is not an account with a DID.",
                        "A DID begins with did:key: and is shown by: godwit account show"));
    }

    /** Reads. */
    public JsonObject get(String path, Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .map(parameter ->
                        parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send("GET", query.isEmpty() ? path : path + "?" + query, new byte[0]);
    }

    /** Does. */
    public JsonObject post(String path, JsonObject body) {
        return send("POST", path, Jcs.bytes(body));
    }

    /** Sets. */
    public JsonObject put(String path, JsonObject body) {
        return send("PUT", path, Jcs.bytes(body));
    }

    /** Removes. */
    public JsonObject delete(String path) {
        return send("DELETE", path, new byte[0]);
    }

    private JsonObject send(String method, String pathAndQuery, byte[] body) {
        URI target = URI.create(origin + pathAndQuery);
        Map<String, String> headers = new LinkedHashMap<>(
                IdentityRequest.sign(key, method, target, body, surroundings.now(), surroundings.randomness()));
        headers.put("Accept", "application/json");
        if (body.length > 0) headers.put("Content-Type", "application/json");
        try {
            GatewayAnswer answer = body.length > 0
                    ? surroundings.connection().send(method, target, headers, body)
                    : surroundings.connection().send(method, target, headers);
            Answers.expectSuccess(answer, origin, "The command");
            return answer.body().length == 0 ? JsonObject.empty() : Answers.object(answer, origin);
        } catch (IOException e) {
            throw new ClientProblem(
                    origin + " cannot be reached (" + GatewayConnection.reason(e) + ").",
                    "Is the server running? Name another with --gateway ORIGIN.",
                    e);
        }
    }
}
