package social.godwit.activitypub.delivery;

import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.time.Duration;
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
    private final Positions positions;
    private final PositionNotes notes;
    private final FederationPolicy policy;
    private final InstantSource clock;

    SignedSender(
            AccountStore accounts,
            SignedClient client,
            FollowersSync sync,
            Positions positions,
            PositionNotes notes,
            FederationPolicy policy,
            InstantSource clock) {
        this.accounts = accounts;
        this.client = client;
        this.sync = sync;
        this.positions = positions;
        this.notes = notes;
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
        return account(body)
                .chain(account -> account.isEmpty()
                        ? post(body, inbox, origin.get(), account)
                        : positions.turn(account.get(), body, inbox).chain(turn -> switch (turn) {
                            case Turn.Send send ->
                                post(body, inbox, origin.get(), account)
                                        .invoke(reply -> note(account.get(), body, inbox, reply));
                            case Turn.Spared spared -> Uni.createFrom().item(new Reply.Spared());
                            case Turn.Later(Duration delay) -> Uni.createFrom().item(new Reply.Later(delay));
                        }))
                .onFailure()
                .recoverWithItem(failure -> new Reply.Down("could not be sent: " + failure.getMessage()));
    }

    private Uni<Optional<Account>> account(Body body) {
        return Did.parse(body.account())
                .map(accounts::find)
                .orElse(Uni.createFrom().item(Optional.empty()));
    }

    private void note(Account account, Body body, String inbox, Reply reply) {
        if (account.shared() && body.signer() != Signer.INSTANCE && reply instanceof Reply.Delivered) {
            notes.delivered(body, inbox);
        }
    }

    private Uni<Reply> post(Body body, String inbox, Origin receiver, Optional<Account> account) {
        RemoteRequest request = RemoteRequest.post(URI.create(inbox), MediaTypes.ACTIVITY_JSON, body.bytes())
                .bodySizeMax(ANSWER_SIZE_MAX);
        return account.filter(one -> signs(one, body))
                .map(home -> send(request, body, home, receiver))
                .orElseGet(() -> client.send(request))
                .map(outcome -> Reply.of(outcome, clock.instant()));
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

    /** Whether the account's home is here and its actor document lists the key that it has here. */
    private static boolean signs(Account account, Body body) {
        return body.signer() == Signer.ACCOUNT
                && account.home()
                && account.listedKeyId().isPresent();
    }
}
