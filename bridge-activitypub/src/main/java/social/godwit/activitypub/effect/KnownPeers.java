package social.godwit.activitypub.effect;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.remote.ActorLookup;
import social.godwit.activitypub.remote.RemoteActor;
import social.godwit.activitypub.remote.RemoteActors;
import social.godwit.activitypub.remote.RemoteDocument;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.JsonObject;

/** Owners here are known from their accounts; everybody else from the documents that the wire has verified. */
@Singleton
final class KnownPeers implements Peers {
    private final AccountStore accounts;
    private final OwnDocuments own;
    private final RemoteActors actors;

    @Inject
    KnownPeers(AccountStore accounts, OwnDocuments own, RemoteActors actors) {
        this.accounts = accounts;
        this.own = own;
        this.actors = actors;
    }

    @Override
    public Uni<Optional<Peer>> find(String spelling, boolean fresh) {
        Optional<Did> did = Ids.did(spelling);
        Uni<Optional<Account>> here =
                did.isPresent() ? accounts.find(did.get()) : Uni.createFrom().item(Optional.empty());
        return here.chain(account -> account.isPresent()
                ? local(account.filter(Account::active), fresh)
                : (fresh ? actors.refresh(spelling) : actors.get(spelling)).map(KnownPeers::remote));
    }

    @Override
    public Uni<Optional<Peer>> learn(Incoming update) {
        Optional<JsonObject> object = update.object();
        Optional<String> id = object.flatMap(actor -> actor.string("id"));
        if (object.isEmpty() || id.isEmpty() || !Ids.compared(id.get()).equals(update.actor())) {
            return Uni.createFrom().item(Optional.empty());
        }
        byte[] bytes = update.textOf(object.get()).getBytes(StandardCharsets.UTF_8);
        return actors.learn(new RemoteDocument(id.get(), bytes, URI.create(update.actorSpelling())))
                .map(KnownPeers::remote);
    }

    /** The document of an owner here matters only for a Move to it. */
    private Uni<Optional<Peer>> local(Optional<Account> account, boolean fresh) {
        if (account.isEmpty() || !fresh) {
            return Uni.createFrom().item(account.map(one -> local(one, JsonObject.empty())));
        }
        return own.document(account.get()).map(document -> document.map(json -> local(account.get(), json)));
    }

    private static Peer local(Account account, JsonObject document) {
        String inbox = account.idOf(account.paths().inbox());
        return new Peer(
                inbox,
                inbox,
                account.paths().featured().map(account::idOf),
                document.id("movedTo"),
                document.ids("alsoKnownAs"));
    }

    private static Optional<Peer> remote(ActorLookup lookup) {
        return switch (lookup) {
            case ActorLookup.Found(RemoteActor actor, boolean ignored) ->
                Optional.of(new Peer(
                        actor.inbox(), actor.deliveryInbox(), actor.featured(), actor.movedTo(), actor.alsoKnownAs()));
            case ActorLookup.Gone ignored -> Optional.empty();
            case ActorLookup.NotFound ignored -> Optional.empty();
            case ActorLookup.Unavailable(String detail) -> throw new PeerUnavailable(detail);
        };
    }

    /** Nobody answered; the activity waits for another attempt. */
    static final class PeerUnavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PeerUnavailable(String detail) {
            super(detail);
        }
    }
}
