package social.godwit.activitypub.signature;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import social.godwit.activitypub.http.Headers;
import social.godwit.identity.encoding.Multikey;
import social.godwit.identity.request.PreparedRequest;

/**
 * The signature of a request that an owner has prepared, judged as the receiving server would: it covers what it must, in time, over this
 * body.
 *
 * @param keyId the key that it names
 * @param signedAt when it says to be made
 */
public record PreparedSignature(String keyId, Instant signedAt, Check check) {
    /** Asks whether a key has made it. */
    @FunctionalInterface
    public interface Check {
        /** True when {@code key} has. */
        boolean isBy(Multikey key);
    }

    /** Reads it at the time {@code now}; empty when no key could make it good. */
    public static Optional<PreparedSignature> read(PreparedRequest request, byte[] body, Instant now) {
        URI inbox = URI.create(request.inbox());
        Headers headers = Headers.of("host", inbox.getRawAuthority(), "content-type", PreparedRequest.CONTENT_TYPE)
                .with(fields(request, body));
        String path = inbox.getRawPath().isEmpty() ? "/" : inbox.getRawPath();
        IncomingRequest incoming = new IncomingRequest(
                "POST",
                inbox.getScheme() + "://" + inbox.getRawAuthority(),
                inbox.getRawQuery() == null ? path : path + "?" + inbox.getRawQuery(),
                headers,
                body);
        return CavageReader.read(incoming, now) instanceof SignatureClaim claim
                ? Optional.of(new PreparedSignature(
                        claim.keyId(), claim.created(), key -> claim.check(key).isEmpty()))
                : Optional.empty();
    }

    /** The fields that were signed and have to be sent as they are; {@code Host} is the inbox's. */
    public static Headers fields(PreparedRequest request, byte[] body) {
        return Headers.of(
                "date", request.date(), "digest", PreparedRequest.digest(body), "signature", request.signature());
    }
}
