package social.godwit.activitypub.signature;

import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import social.godwit.activitypub.http.Headers;
import social.godwit.activitypub.signature.StructuredFields.Bare;
import social.godwit.activitypub.signature.StructuredFields.InnerList;
import social.godwit.activitypub.signature.StructuredFields.Item;
import social.godwit.activitypub.signature.StructuredFields.Text;
import social.godwit.activitypub.signature.StructuredFields.Whole;

/**
 * Signs outgoing requests. RFC 9421 covers more than any one peer asks for: Mastodon wants {@code @method @target-uri},
 * Fedify {@code @authority} too, tootik {@code content-type} and {@code @query}.
 */
@Singleton
final class HttpMessageSigner implements OutgoingSigner {
    /** FEP-8fcf: signed where it is sent. */
    private static final String SYNCHRONIZATION = "collection-synchronization";

    private final InstantSource clock;

    HttpMessageSigner(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Headers sign(
            String method, URI uri, Headers headers, byte[] body, RequestKey key, SignatureProfile profile) {
        return switch (profile) {
            case CAVAGE -> cavage(method, uri, headers, body, key);
            case RFC9421 -> rfc9421(method, uri, headers, body, key);
        };
    }

    private static Headers cavage(String method, URI uri, Headers headers, byte[] body, RequestKey key) {
        Headers.Builder added = Headers.builder();
        StringBuilder names = new StringBuilder("(request-target) host date");
        StringBuilder base = new StringBuilder("(request-target): ")
                .append(method.toLowerCase(Locale.ROOT))
                .append(' ')
                .append(target(uri))
                .append("\nhost: ")
                .append(required(headers, "host"))
                .append("\ndate: ")
                .append(required(headers, "date"));
        if (body.length > 0) {
            String digest = BodyDigest.digest(body);
            added.add("digest", digest);
            names.append(" digest");
            base.append("\ndigest: ").append(digest);
            Optional<String> type = headers.only("content-type");
            if (type.isPresent()) {
                names.append(" content-type");
                base.append("\ncontent-type: ").append(type.get());
            }
            Optional<String> followers = headers.only(SYNCHRONIZATION);
            if (followers.isPresent()) {
                names.append(' ').append(SYNCHRONIZATION);
                base.append('\n').append(SYNCHRONIZATION).append(": ").append(followers.get());
            }
        }
        added.add(
                "signature",
                "keyId=\"" + key.id() + "\",algorithm=\""
                        + SignatureAlgorithm.of(key.privateKey()).cavageName() + "\",headers=\"" + names
                        + "\",signature=\""
                        + Base64s.encode(sign(key.privateKey(), base.toString().getBytes(StandardCharsets.UTF_8)))
                        + "\"");
        return added.build();
    }

    private Headers rfc9421(String method, URI uri, Headers headers, byte[] body, RequestKey key) {
        Headers.Builder added = Headers.builder();
        Headers all = headers;
        List<String> names = new ArrayList<>(List.of("@method", "@target-uri", "@authority"));
        if (uri.getRawQuery() != null) {
            names.add("@query");
        }
        if (body.length > 0) {
            String digest = BodyDigest.contentDigest(body);
            added.add("content-digest", digest);
            all = headers.with("content-digest", digest);
            if (headers.only("content-type").isPresent()) {
                names.add("content-type");
            }
            if (headers.only(SYNCHRONIZATION).isPresent()) {
                names.add(SYNCHRONIZATION);
            }
            names.add("content-digest");
        }
        Map<String, Bare> parameters = new LinkedHashMap<>();
        parameters.put("created", new Whole(clock.instant().getEpochSecond()));
        parameters.put("keyid", new Text(key.id()));
        parameters.put("alg", new Text(SignatureAlgorithm.of(key.privateKey()).rfc9421Name()));
        InnerList input = new InnerList(
                names.stream().map(name -> new Item(new Text(name), Map.of())).toList(), parameters);
        String origin = uri.getScheme() + "://" + required(headers, "host");
        byte[] base = Rfc9421Reader.base(new IncomingRequest(method, origin, target(uri), all, body), input)
                .orElseThrow(() -> new IllegalStateException("a component of our own is missing"));
        return added.add("signature-input", "sig1=" + input.serialise())
                .add("signature", "sig1=:" + Base64s.encode(sign(key.privateKey(), base)) + ":")
                .build();
    }

    /** Path and query as they will stand on the request line. */
    private static String target(URI uri) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    private static String required(Headers headers, String name) {
        return headers.only(name).orElseThrow(() -> new IllegalStateException("no " + name + " to sign"));
    }

    private static byte[] sign(PrivateKey key, byte[] base) {
        if (SignatureAlgorithm.of(key) == SignatureAlgorithm.RSA_V1_5_SHA256) {
            return RsaSignatures.sign(key, base);
        }
        try {
            Signature engine = Signature.getInstance("Ed25519");
            engine.initSign(key);
            engine.update(base);
            return engine.sign();
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("this Ed25519 key cannot sign", broken);
        }
    }
}
