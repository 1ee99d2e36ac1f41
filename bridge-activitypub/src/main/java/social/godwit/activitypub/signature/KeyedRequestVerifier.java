package social.godwit.activitypub.signature;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import social.godwit.activitypub.http.RemoteUris;
import social.godwit.activitypub.signature.PublicKeys.KeyLookup;
import social.godwit.activitypub.signature.SignatureVerdict.KeyUnavailable;
import social.godwit.activitypub.signature.SignatureVerdict.Reason;
import social.godwit.activitypub.signature.SignatureVerdict.Refused;

/**
 * Reads the claim, finds the key, compares; once more with a fresh key when a remembered one does not fit. Whoever signs by
 * RFC 9421 takes it too: that is remembered for our own requests.
 */
@Singleton
final class KeyedRequestVerifier implements RequestVerifier {
    private final PublicKeys keys;
    private final PeerProfiles peers;

    KeyedRequestVerifier(PublicKeys keys, PeerProfiles peers) {
        this.keys = keys;
        this.peers = peers;
    }

    @Override
    public Uni<SignatureVerdict> verify(IncomingRequest request, Instant at) {
        return switch (read(request, at)) {
            case SignatureReading.None none -> Uni.createFrom().item(new SignatureVerdict.Unsigned());
            case SignatureReading.Unacceptable no -> Uni.createFrom().item(new Refused(no.reason(), no.detail()));
            case SignatureClaim claim -> verify(claim);
        };
    }

    static SignatureReading read(IncomingRequest request, Instant at) {
        return request.headers().has("signature-input")
                ? Rfc9421Reader.read(request, at)
                : CavageReader.read(request, at);
    }

    private Uni<SignatureVerdict> verify(SignatureClaim claim) {
        Optional<String> unacceptable = keys.unacceptable(claim.keyId());
        if (unacceptable.isPresent()) {
            return Uni.createFrom().item(new Refused(Reason.KEY_ID, unacceptable.get()));
        }
        return keys.find(claim.keyId())
                .chain(found -> judgeTwice(claim, found))
                .call(verdict -> verdict instanceof SignatureVerdict.Signed signed
                                && signed.profile() == SignatureProfile.RFC9421
                        ? RemoteUris.parse(signed.actor())
                                .map(actor -> peers.learned(actor.getRawAuthority(), SignatureProfile.RFC9421))
                                .orElseGet(() -> Uni.createFrom().voidItem())
                        : Uni.createFrom().voidItem());
    }

    private Uni<SignatureVerdict> judgeTwice(SignatureClaim claim, KeyLookup found) {
        SignatureVerdict verdict = judge(claim, found);
        boolean maybeOld = found instanceof KeyLookup.Found key && key.remembered();
        return maybeOld && verdict instanceof Refused
                ? keys.refetch(claim.keyId()).map(fresh -> judge(claim, fresh))
                : Uni.createFrom().item(verdict);
    }

    private static SignatureVerdict judge(SignatureClaim claim, KeyLookup lookup) {
        return switch (lookup) {
            case KeyLookup.Found found ->
                claim.check(found.key()).<SignatureVerdict>map(no -> no).orElseGet(() -> claim.signedBy(found.actor()));
            case KeyLookup.NotFound none -> new Refused(Reason.KEY, none.detail());
            case KeyLookup.Gone gone -> new Refused(Reason.KEY_GONE, "the key's owner is gone");
            case KeyLookup.Unavailable later -> new KeyUnavailable(later.detail());
        };
    }
}
