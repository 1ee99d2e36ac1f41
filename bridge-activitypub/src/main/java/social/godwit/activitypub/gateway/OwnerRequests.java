package social.godwit.activitypub.gateway;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.signature.IdentityRequests;
import social.godwit.activitypub.signature.IncomingRequest;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.request.IdentityRequest;
import social.godwit.identity.request.RequestVerdict;

/**
 * Tells whether a request is the owner's: signed (RFC 9421) by the account's own key, by a device of its key log that is
 * not revoked, or, for clients without a key log, by an Ed25519 key that its actor document lists. Never by an RSA key:
 * that one is the gateway's.
 */
@ApplicationScoped
public class OwnerRequests {
    private static final Problem OTHER =
            Problem.of(403, "not-the-owner", "Forbidden", "the key is none of this account's");

    private static final Problem DEVICE = Problem.of(
            403,
            "device-needed",
            "Forbidden",
            "a device of this account was revoked: the account's key alone can add a device and nothing else; sign with one");

    private static final Problem SUCCEEDED = Problem.of(
            403,
            "succeeded",
            "Forbidden",
            "another account goes on in this one's place: its keys cannot do anything here any more");

    private final IdentityRequests requests;
    private final AccountStore accounts;
    private final AccountDevices devices;

    OwnerRequests(IdentityRequests requests, AccountStore accounts, AccountDevices devices) {
        this.requests = requests;
        this.accounts = accounts;
        this.devices = devices;
    }

    /**
     * Judges a request. One that changes something is taken once.
     *
     * @param account whose affair it is; empty: that of whoever signed
     */
    public Uni<OwnerVerdict> verify(IncomingRequest request, Optional<Did> account) {
        Optional<String> keyId = IdentityRequest.keyId(request.headers()::all);
        Optional<PortableId> listed = keyId.flatMap(PortableId::parse)
                .filter(id -> id.fragment().isPresent())
                .filter(id -> account.isEmpty() || account.get().equals(id.did()));
        return listed.isEmpty()
                ? verify(request, Map.of(), account)
                : named(listed.get())
                        .flatMap(key -> verify(
                                request,
                                key.map(did -> Map.of(keyId.orElseThrow(), did)).orElse(Map.of()),
                                Optional.of(listed.get().did())));
    }

    private Uni<OwnerVerdict> verify(IncomingRequest request, Map<String, Did> named, Optional<Did> account) {
        return switch (requests.verify(request, named)) {
            case RequestVerdict.Unsigned unsigned -> Uni.createFrom().item(new OwnerVerdict.Unsigned());
            case RequestVerdict.Refused refused ->
                answer(Problem.of(401, "signature", "Unauthorized", refused.detail()));
            case RequestVerdict.Signed signed -> ofAccount(signed.signer(), account.orElse(signed.signer()));
        };
    }

    /** The key that an account here lists in its actor document under this id. */
    private Uni<Optional<Did>> named(PortableId id) {
        return accounts.find(id.did())
                .flatMap(account ->
                        account.isEmpty() ? Uni.createFrom().item(Optional.empty()) : devices.named(account.get(), id));
    }

    private Uni<OwnerVerdict> ofAccount(Did signer, Did did) {
        return accounts.find(did)
                .flatMap(found -> found.isEmpty() ? answer(Problem.notFound()) : byKey(found.get(), signer));
    }

    private Uni<OwnerVerdict> byKey(Account account, Did signer) {
        return devices.standing(account, signer).map(standing -> switch (standing) {
            case ACTS -> new OwnerVerdict.Owner(account, signer);
            case NEEDS_DEVICE -> new OwnerVerdict.NotOwner(DEVICE);
            case RECOVERS -> above(account, signer, true);
            case SUCCEEDS -> above(account, signer, false);
            case SUCCEEDED -> new OwnerVerdict.NotOwner(SUCCEEDED);
            case STRANGE -> new OwnerVerdict.NotOwner(OTHER);
        });
    }

    private static OwnerVerdict above(Account account, Did signer, boolean recovers) {
        return new OwnerVerdict.NotOwner(OTHER, Optional.of(new OwnerVerdict.Superior(account, signer, recovers)));
    }

    private static Uni<OwnerVerdict> answer(Problem problem) {
        return Uni.createFrom().item(new OwnerVerdict.NotOwner(problem));
    }
}
