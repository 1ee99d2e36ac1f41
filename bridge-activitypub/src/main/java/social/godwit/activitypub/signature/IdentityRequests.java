package social.godwit.activitypub.signature;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import social.godwit.identity.did.Did;
import social.godwit.identity.request.IdentityRequest;
import social.godwit.identity.request.RequestVerdict;

/**
 * Verifies requests that an Ed25519 identity signed (RFC 9421): an owner's, a device's, the operator's. Who may do what is
 * the caller's to decide. A request that changes something is taken once; one that only reads may come again within the
 * five minutes that its signature holds.
 */
@ApplicationScoped
public class IdentityRequests {
    private static final int NONCES_MAX = 100_000;

    private final InstantSource clock;
    private final Cache<String, Boolean> nonces;

    /** With a memory of its own for requests that were taken. */
    public IdentityRequests(InstantSource clock) {
        this.clock = clock;
        this.nonces = Caffeine.newBuilder()
                .maximumSize(NONCES_MAX)
                .expireAfterWrite(IdentityRequest.WINDOW.multipliedBy(2).plus(Duration.ofMinutes(1)))
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }

    /** Who signed, or why not. */
    public RequestVerdict verify(IncomingRequest request) {
        return verify(request, Map.of());
    }

    /** Who signed, or why not; {@code named} are keys that are known by other ids than {@code did:key:X#X}. */
    public RequestVerdict verify(IncomingRequest request, Map<String, Did> named) {
        RequestVerdict verdict = IdentityRequest.verify(
                request.method(),
                request.origin() + request.rawTarget(),
                request.headers()::all,
                request.body(),
                named,
                clock.instant());
        return verdict instanceof RequestVerdict.Signed signed && isReplay(request, signed)
                ? new RequestVerdict.Refused("this request was taken already")
                : verdict;
    }

    private boolean isReplay(IncomingRequest request, RequestVerdict.Signed signed) {
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        return !reads
                && nonces.asMap().putIfAbsent(signed.signer().multibase() + " " + signed.nonce(), Boolean.TRUE) != null;
    }
}
