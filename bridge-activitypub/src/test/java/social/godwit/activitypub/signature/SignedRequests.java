package social.godwit.activitypub.signature;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import social.godwit.activitypub.http.Headers;
import social.godwit.identity.encoding.Ed25519PublicKey;
import social.godwit.identity.encoding.Multikey;
import social.godwit.identity.encoding.RsaPublicKey;

/** Requests signed by a stranger at a fixed time. */
final class SignedRequests {
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    static final InstantSource CLOCK = InstantSource.fixed(NOW);
    static final String KEY_ID = "https://peer.example/users/a#main-key";
    static final KeyPair RSA = generate("RSA", 2048);
    static final KeyPair ED25519 = generate("Ed25519", 255);
    static final byte[] BODY = "{\"type\":\"Follow\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    static final URI INBOX = URI.create("https://us.example/.well-known/apgateway/did:key:z6Mk/actor/inbox");

    private SignedRequests() {}

    static KeyPair generate(String algorithm, int size) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(size);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static Multikey publicKey(KeyPair pair) {
        if (pair.getPublic().getAlgorithm().equals("RSA")) {
            return RsaPublicKey.of(pair.getPublic()).orElseThrow();
        }
        byte[] spki = pair.getPublic().getEncoded();
        return Ed25519PublicKey.of(java.util.Arrays.copyOfRange(spki, spki.length - 32, spki.length));
    }

    static String httpDate(Instant at) {
        return DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
                .withZone(ZoneOffset.UTC)
                .format(at);
    }

    static IncomingRequest post(SignatureProfile profile, KeyPair pair) {
        return signed("POST", INBOX, BODY, profile, pair, NOW);
    }

    static IncomingRequest get(SignatureProfile profile, KeyPair pair) {
        return signed("GET", URI.create("https://us.example/actor/outbox?page=2"), new byte[0], profile, pair, NOW);
    }

    static IncomingRequest signed(
            String method, URI uri, byte[] body, SignatureProfile profile, KeyPair pair, Instant at) {
        Headers headers = Headers.of("host", uri.getAuthority(), "date", httpDate(at));
        if (body.length > 0) {
            headers = headers.with("content-type", "application/activity+json");
        }
        return signed(method, uri, headers, body, profile, pair, at);
    }

    static IncomingRequest signed(
            String method, URI uri, Headers headers, byte[] body, SignatureProfile profile, KeyPair pair, Instant at) {
        Headers added = new HttpMessageSigner(InstantSource.fixed(at))
                .sign(method, uri, headers, body, new RequestKey(KEY_ID, pair.getPrivate()), profile);
        String target = uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + "?" + uri.getRawQuery();
        return new IncomingRequest(method, "https://us.example", target, headers.with(added), body);
    }

    static IncomingRequest with(IncomingRequest request, Headers headers) {
        return new IncomingRequest(
                request.method(),
                request.origin(),
                request.rawTarget(),
                request.headers().with(headers),
                request.body());
    }

    static IncomingRequest without(IncomingRequest request, String name) {
        Headers.Builder kept = Headers.builder();
        request.headers().fields().forEach((field, values) -> {
            if (!field.equals(name)) {
                values.forEach(value -> kept.add(field, value));
            }
        });
        return new IncomingRequest(
                request.method(), request.origin(), request.rawTarget(), kept.build(), request.body());
    }
}
