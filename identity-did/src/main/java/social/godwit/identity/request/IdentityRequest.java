package social.godwit.identity.request;

import java.net.URI;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Base58;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.key.Ed25519;
import social.godwit.identity.key.RequestStatement;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.request.RequestVerdict.Refused;
import social.godwit.identity.request.RequestVerdict.Signed;
import social.godwit.identity.request.RequestVerdict.Unsigned;

/**
 * HTTP requests of an Ed25519 identity (RFC 9421): one signature over {@code @method}, {@code @target-uri} and, with a body,
 * {@code content-digest} (RFC 9530, sha-256), with {@code created}, {@code keyid="did:key:X#X"} and {@code nonce}. The
 * algorithm follows from the key. Clients that know no key log may write the id of a key in their actor document instead.
 */
public final class IdentityRequest {
    /** How far {@code created} may lie from the receiver's clock, on either side. */
    public static final Duration WINDOW = Duration.ofMinutes(5);

    private IdentityRequest() {}

    /** Returns the headers to add: {@code Signature-Input}, {@code Signature} and, with a body, {@code Content-Digest}. */
    public static Map<String, String> sign(
            SigningKey key, String method, URI target, byte[] body, Instant created, Randomness randomness) {
        Map<String, String> headers = new LinkedHashMap<>();
        Optional<String> digest = body.length == 0 ? Optional.empty() : Optional.of(contentDigest(body));
        digest.ifPresent(value -> headers.put("Content-Digest", value));
        RequestStatement statement = new RequestStatement(
                method,
                target.toString(),
                digest,
                created.getEpochSecond(),
                key.did().verificationMethod(),
                Base58.encode(randomness.bytes(18)));
        headers.put("Signature-Input", "sig1=" + statement.parameters());
        headers.put("Signature", "sig1=:" + Base64.getEncoder().encodeToString(key.sign(statement)) + ":");
        return headers;
    }

    /** The {@code Content-Digest} of a body. */
    public static String contentDigest(byte[] body) {
        return "sha-256=:" + Base64.getEncoder().encodeToString(Sha256.of(body).bytes()) + ":";
    }

    /** The {@code keyid} of the one signature in the form of identities, of whatever kind it is. */
    public static Optional<String> keyId(Function<String, List<String>> headers) {
        List<String> inputs = headers.apply("signature-input");
        return inputs.size() == 1
                ? SignatureInput.parse(inputs.getFirst()).map(SignatureInput::keyId)
                : Optional.empty();
    }

    /** Verifies a request by a key that is its own name, see the other {@code verify}. */
    public static RequestVerdict verify(
            String method, String target, Function<String, List<String>> headers, byte[] body, Instant now) {
        return verify(method, target, headers, body, Map.of(), now);
    }

    /**
     * Verifies a request.
     *
     * @param method in upper case
     * @param target absolute URI as the client meant it: own origin and raw path and query
     * @param headers values of a header by its name in lower case, none when it is missing
     * @param body empty without one
     * @param named keys by ids other than {@code did:key:X#X} that the caller knows them by, as an actor document lists them
     */
    public static RequestVerdict verify(
            String method,
            String target,
            Function<String, List<String>> headers,
            byte[] body,
            Map<String, Did> named,
            Instant now) {
        List<String> inputs = headers.apply("signature-input");
        if (inputs.isEmpty()) {
            return new Unsigned();
        }
        Optional<SignatureInput> read = inputs.size() == 1 ? SignatureInput.parse(inputs.getFirst()) : Optional.empty();
        if (read.isEmpty()) {
            return inputs.stream().anyMatch(text -> text.contains("\"did:key:"))
                    ? new Refused("Signature-Input is not a single signature in the accepted form")
                    : new Unsigned();
        }
        SignatureInput input = read.get();
        Did listed = named.get(input.keyId());
        if (listed == null && !input.keyId().startsWith("did:key:")) {
            return new Unsigned();
        }
        Optional<Did> signer = listed != null
                ? Optional.of(listed)
                : Did.parseVerificationMethod(input.keyId())
                        .filter(did -> did.verificationMethod().equals(input.keyId()));
        if (signer.isEmpty()) {
            return new Refused("keyid is not did:key:X#X with an Ed25519 key");
        }
        List<String> wanted = body.length == 0 && !input.components().contains("content-digest")
                ? List.of("@method", "@target-uri")
                : List.of("@method", "@target-uri", "content-digest");
        if (!input.components().equals(wanted)) {
            return new Refused("the signature must cover exactly " + String.join(", ", wanted));
        }
        Optional<String> digest = Optional.empty();
        if (wanted.size() == 3) {
            List<String> values = headers.apply("content-digest");
            if (values.size() != 1 || !matches(values.getFirst(), body)) {
                return new Refused("Content-Digest is not the sha-256 of the body");
            }
            digest = Optional.of(values.getFirst());
        }
        Instant created = Instant.ofEpochSecond(input.created());
        if (Duration.between(created, now).abs().compareTo(WINDOW) > 0) {
            return new Refused("created is more than " + WINDOW.toMinutes() + " minutes from the server's time");
        }
        List<String> signatures = headers.apply("signature");
        Optional<byte[]> signature = signatures.size() == 1
                ? SignatureInput.signature(signatures.getFirst(), input.label())
                : Optional.empty();
        if (signature.isEmpty()) {
            return new Refused("Signature does not hold exactly the signature that Signature-Input describes");
        }
        byte[] base = RequestStatement.base(method, target, digest, input.parameters());
        return Ed25519.verify(signer.get().key(), base, signature.get())
                ? new Signed(signer.get(), created, input.nonce())
                : new Refused("the signature does not match request and key");
    }

    private static boolean matches(String header, byte[] body) {
        return MessageDigest.isEqual(
                header.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                contentDigest(body).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
