package social.godwit.activitypub.delivery;

import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.delivery.Outgoing.Signer;
import social.godwit.activitypub.http.MediaTypes;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.activitypub.remote.RemoteOutcome;
import social.godwit.activitypub.remote.RemoteRequest;
import social.godwit.activitypub.remote.SignedClient;
import social.godwit.activitypub.signature.RequestKey;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;

/**
 * Sends deliveries signed by the account's home key, under the id that the newest actor document lists; by the instance
 * actor when it lists none, or when this instance is not the account's home.
 */
final class SignedSender implements Sender {
    private static final int ANSWER_SIZE_MAX = 64 * 1024;

    private final AccountStore accounts;
    private final SignedClient client;
    private final FollowersSync sync;
    private final FederationPolicy policy;
    private final InstantSource clock;

    SignedSender(
            AccountStore accounts,
            SignedClient client,
            FollowersSync sync,
            FederationPolicy policy,
            InstantSource clock) {
        this.accounts = accounts;
        this.client = client;
        this.sync = sync;
        this.policy = policy;
        this.clock = clock;
    }

    @Override
    public Uni<Reply> send(Body body, String inbox) {
        Optional<Origin> origin = Origin.ofUrl(inbox);
        if (origin.isEmpty()) {
            return Uni.createFrom().item(new Reply.Refused("not a URL"));
        }
        if (policy.stanceOn(origin.get().host()) == FederationPolicy.Stance.DENY) {
            return Uni.createFrom().item(new Reply.Refused("not sent: this instance does not federate with the host"));
        }
        RemoteRequest request = RemoteRequest.post(URI.create(inbox), MediaTypes.ACTIVITY_JSON, body.bytes())
                .bodySizeMax(ANSWER_SIZE_MAX);
        return home(body)
                .chain(home -> home.map(account -> send(request, body, account, origin.get()))
                        .orElseGet(() -> client.send(request)))
                .map(outcome -> Reply.of(outcome, clock.instant()))
                .onFailure()
                .recoverWithItem(failure -> new Reply.Down("could not be sent: " + failure.getMessage()));
    }

    private Uni<RemoteOutcome> send(RemoteRequest request, Body body, Account account, Origin receiver) {
        RequestKey key = new RequestKey(
                account.listedKeyId().orElseThrow(), account.key().jca());
        return sync.header(account, body, receiver)
                .chain(field -> client.send(
                        field.map(value -> request.with(FollowersSync.FIELD, value))
                                .orElse(request),
                        key));
    }

    /** The account, if its home is here and its actor document lists the key that it has here. */
    private Uni<Optional<Account>> home(Body body) {
        Optional<Did> did = Did.parse(body.account());
        return body.signer() != Signer.ACCOUNT || did.isEmpty()
                ? Uni.createFrom().item(Optional.empty())
                : accounts.find(did.get())
                        .map(found -> found.filter(account ->
                                account.home() && account.listedKeyId().isPresent()));
    }
}
