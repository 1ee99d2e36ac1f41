package social.godwit.activitypub.signature;

import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.security.KeyPair;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.http.Headers;

/** Strangers who really sign, and a verifier that really verifies, for tests of other packages. */
public final class RealSignatures implements PublicKeys, PeerProfiles {
    private final Map<String, KeyPair> keys = new HashMap<>();
    private final Set<String> down = new HashSet<>();

    /** A POST to {@code url}, signed with the key of {@code actor} by draft-cavage. */
    public IncomingRequest post(String origin, String target, String actor, byte[] body, Instant at) {
        return post(origin, target, actor, keyOf(actor), body, at);
    }

    /** The same by somebody who only says to be {@code actor}. */
    public IncomingRequest forged(String origin, String target, String actor, byte[] body, Instant at) {
        return post(origin, target, actor, SignedRequests.generate("Ed25519", 255), body, at);
    }

    private static IncomingRequest post(
            String origin, String target, String actor, KeyPair pair, byte[] body, Instant at) {
        URI uri = URI.create(origin + target);
        Headers headers = Headers.of(
                "host",
                uri.getAuthority(),
                "date",
                SignedRequests.httpDate(at),
                "content-type",
                "application/activity+json",
                "cookie",
                "not-to-be-passed-on");
        Headers added = new HttpMessageSigner(InstantSource.fixed(at))
                .sign(
                        "POST",
                        uri,
                        headers,
                        body,
                        new RequestKey(actor + "#key", pair.getPrivate()),
                        SignatureProfile.RFC9421);
        return new IncomingRequest("POST", origin, target, headers.with(added), body);
    }

    private KeyPair keyOf(String actor) {
        return keys.computeIfAbsent(actor, absent -> SignedRequests.generate("Ed25519", 255));
    }

    /** From now on nobody answers for the actor's key. */
    public void goDown(String actor) {
        down.add(actor);
    }

    /** Verifies with these strangers' keys. */
    public RequestVerifier verifier() {
        return new KeyedRequestVerifier(this, this);
    }

    @Override
    public Optional<String> unacceptable(String keyId) {
        return Optional.empty();
    }

    @Override
    public Uni<KeyLookup> find(String keyId) {
        String actor = keyId.substring(0, keyId.indexOf('#'));
        return Uni.createFrom()
                .item(
                        down.contains(actor)
                                ? new KeyLookup.Unavailable("nobody answers")
                                : new KeyLookup.Found(actor, SignedRequests.publicKey(keyOf(actor)), false));
    }

    @Override
    public Uni<KeyLookup> refetch(String keyId) {
        return find(keyId);
    }

    @Override
    public Uni<Optional<SignatureProfile>> of(String host) {
        return Uni.createFrom().item(Optional.empty());
    }

    @Override
    public Uni<Void> learned(String host, SignatureProfile profile) {
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Integer> upkeep() {
        return Uni.createFrom().item(0);
    }
}
