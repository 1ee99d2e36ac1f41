package social.godwit.activitypub.gateway;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.collection.Viewer;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.activitypub.policy.FederationPolicy.Stance;
import social.godwit.activitypub.signature.IncomingRequest;
import social.godwit.activitypub.signature.RequestVerifier;
import social.godwit.activitypub.signature.SignatureVerdict;
import social.godwit.activitypub.vocabulary.Ids;

/**
 * Who asks for what an account has: its owner by an identity's signature, an actor by an HTTP signature, or anyone. A
 * signature that proves nothing makes nobody more than anyone.
 */
@ApplicationScoped
public class Viewers {
    private final OwnerRequests owners;
    private final RequestVerifier verifier;
    private final FederationPolicy policy;
    private final InstantSource clock;

    Viewers(OwnerRequests owners, RequestVerifier verifier, FederationPolicy policy, InstantSource clock) {
        this.owners = owners;
        this.verifier = verifier;
        this.policy = policy;
        this.clock = clock;
    }

    /** Whether the request carries anything that could make its sender more than anyone. */
    public static boolean isSigned(IncomingRequest request) {
        return request.headers().has("signature") || request.headers().has("signature-input");
    }

    /** Who sent the request. */
    public Uni<Viewer> of(IncomingRequest request, Account account) {
        if (!isSigned(request)) {
            return Uni.createFrom().item(new Viewer.Anyone());
        }
        return owners.verify(request, Optional.of(account.did())).flatMap(verdict -> switch (verdict) {
            case OwnerVerdict.Owner owner -> Uni.createFrom().item(new Viewer.Owner());
            case OwnerVerdict.NotOwner stranger -> Uni.createFrom().item(new Viewer.Anyone());
            case OwnerVerdict.Unsigned unsigned ->
                verifier.verify(request, clock.instant()).map(this::viewer);
        });
    }

    private Viewer viewer(SignatureVerdict verdict) {
        return verdict instanceof SignatureVerdict.Signed signed
                        && policy.stanceOn(Ids.host(signed.actor())) != Stance.DENY
                        && !policy.standing(Ids.compared(signed.actor())).hidden()
                ? new Viewer.Somebody(signed.actor())
                : new Viewer.Anyone();
    }
}
