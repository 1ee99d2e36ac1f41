package social.godwit.activitypub.delivery;

import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.delivery.Outgoing.Signer;
import social.godwit.activitypub.http.MediaTypes;
import social.godwit.activitypub.oldaddress.OldAddresses;
import social.godwit.activitypub.oldaddress.OldSpelling;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.activitypub.remote.RemoteOutcome;
import social.godwit.activitypub.remote.RemoteRequest;
import social.godwit.activitypub.remote.SignedClient;
import social.godwit.activitypub.signature.RequestKey;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.JsonObject;

/**
 * Sends deliveries signed by the account's home key, under the id that the newest actor document lists; by the instance
 * actor when it lists none, or when this instance is not the account's home. A server that knows the account by an address that it has
 * left gets posts under that one, signed with its key, if the owner has handed that over.
 */
final class SignedSender implements Sender {
    private static final int ANSWER_SIZE_MAX = 64 * 1024;

    /** Answers of servers that do not take the old home's key for the account's. */
    private static final Set<Integer> DISBELIEVED = Set.of(401, 403);

    private final AccountStore accounts;
    private final SignedClient client;
    private final FollowersSync sync;
    private final Positions positions;
    private final PositionNotes notes;
    private final OldAddresses oldAddresses;
    private final FederationPolicy policy;
    private final InstantSource clock;

    SignedSender(
            AccountStore accounts,
            SignedClient client,
            FollowersSync sync,
            Positions positions,
            PositionNotes notes,
            OldAddresses oldAddresses,
            FederationPolicy policy,
            InstantSource clock) {
        this.accounts = accounts;
        this.client = client;
        this.sync = sync;
        this.positions = positions;
        this.notes = notes;
        this.oldAddresses = oldAddresses;
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
                .map(home -> underOldAddress(inbox, body, home, receiver)
                        .chain(said -> said.isPresent()
                                ? Uni.createFrom().item(said.get())
                                : send(request, body, home, receiver)))
                .orElseGet(() -> client.send(request))
                .map(outcome -> Reply.of(outcome, clock.instant()));
    }

    /**
     * Says it under the address that the receiver knows; empty when it has to be said, perhaps as well, under the present one. A server
     * that does not believe the old key is not spoken to under the old address again. One that has moved along still hears of what
     * becomes of posts that it has under their old ids.
     */
    private Uni<Optional<RemoteOutcome>> underOldAddress(String inbox, Body body, Account account, Origin receiver) {
        return oldAddresses.at(account.did(), receiver.authority()).chain(knows -> {
            JsonObject activity = knows.isPresent() ? body.json() : JsonObject.empty();
            Optional<byte[]> old = knows.filter(one -> !one.moved() || OldSpelling.isChange(activity))
                    .flatMap(one ->
                            OldSpelling.of(activity, account, one.address().gateway()));
            return old.isEmpty()
                    ? Uni.createFrom().item(Optional.empty())
                    : client.send(
                                    RemoteRequest.post(URI.create(inbox), MediaTypes.ACTIVITY_JSON, old.get())
                                            .bodySizeMax(ANSWER_SIZE_MAX),
                                    knows.get().address().requestKey())
                            .chain(outcome -> said(outcome, knows.get().moved(), account, receiver));
        });
    }

    private Uni<Optional<RemoteOutcome>> said(RemoteOutcome outcome, boolean moved, Account account, Origin receiver) {
        boolean answered = outcome instanceof RemoteOutcome.Response response && response.status() < 500;
        boolean disbelieved =
                outcome instanceof RemoteOutcome.Response response && DISBELIEVED.contains(response.status());
        if (disbelieved) {
            return oldAddresses.disbelieved(account.did(), receiver.authority()).replaceWith(Optional.empty());
        }
        return Uni.createFrom().item(moved && answered ? Optional.empty() : Optional.of(outcome));
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
