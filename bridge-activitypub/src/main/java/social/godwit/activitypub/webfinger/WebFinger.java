package social.godwit.activitypub.webfinger;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.http.RemoteUris;
import social.godwit.activitypub.instanceactor.InstanceActor;
import social.godwit.activitypub.instanceactor.InstanceKeys;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;

/**
 * Answers who is meant: by handle, by the actor's id in any spelling, by the profile page's URL, or by the server's URL. Only
 * active accounts of the asked origin are found, and described by the handle at a domain of their owner's own that the actor
 * document names (FEP-2c59), else by the one that they have at their home: of an account that has no name here nobody learns by a
 * name. Who asks has to ask the named domain, too, before believing it.
 */
@Singleton
public final class WebFinger {
    private final AccountStore accounts;
    private final InstanceActor instanceActor;
    private final InstanceKeys keys;
    private final Origins origins;

    /** Answers for the accounts here and for the instance itself. */
    @Inject
    public WebFinger(AccountStore accounts, InstanceActor instanceActor, InstanceKeys keys, Origins origins) {
        this.accounts = accounts;
        this.instanceActor = instanceActor;
        this.keys = keys;
        this.origins = origins;
    }

    /** The descriptor of {@code resource}; empty when nobody here is meant. */
    public Uni<Optional<byte[]>> find(String resource) {
        if (resource.length() > RemoteUris.LENGTH_MAX) {
            return none();
        }
        if (PortableId.claims(resource)) {
            return PortableId.parse(resource)
                    .map(id -> ofActor(id, PortableId.gatewayOf(resource)))
                    .orElseGet(WebFinger::none);
        }
        if (resource.startsWith("https://") || resource.startsWith("http://")) {
            return RemoteUris.parse(resource).map(this::ofUrl).orElseGet(WebFinger::none);
        }
        return ofHandle(resource.startsWith("acct:") ? resource.substring(5) : resource);
    }

    private Uni<Optional<byte[]>> ofHandle(String handle) {
        String bare = handle.startsWith("@") ? handle.substring(1) : handle;
        int at = bare.indexOf('@');
        if (at <= 0) {
            return none();
        }
        String name = bare.substring(0, at);
        return origins.answering(bare.substring(at + 1))
                .flatMap(Origin::parse)
                .map(origin -> ofName(origin, name))
                .orElseGet(WebFinger::none);
    }

    private Uni<Optional<byte[]>> ofName(Origin origin, String name) {
        return name.equalsIgnoreCase(instanceActor.username())
                        && origins.holder(origin).isEmpty()
                ? some(Jrd.actor(
                        instanceActor.username() + "@" + origin.authority(),
                        keys.actorId(),
                        List.of(keys.actorId()),
                        List.of()))
                : accounts.findByUsername(origin, name).map(WebFinger::describe);
    }

    private Uni<Optional<byte[]>> ofActor(PortableId id, Optional<Origin> gateway) {
        Did did = id.did();
        return accounts.find(did)
                .map(found -> found.filter(account -> account.actor().equals(id)
                        && gateway.map(one -> one.equals(account.origin())
                                        || account.gateways().contains(one))
                                .orElse(true)))
                .map(WebFinger::describe);
    }

    private Uni<Optional<byte[]>> ofUrl(URI uri) {
        Optional<Origin> origin = origins.answering(uri.getRawAuthority())
                .filter(RemoteUris.origin(uri)::equals)
                .flatMap(Origin::parse);
        if (origin.isEmpty() || uri.getRawQuery() != null) {
            return none();
        }
        String path = uri.getRawPath();
        if (path.isEmpty() || path.equals("/")) {
            return some(Jrd.server(uri.toString(), keys.actorId()));
        }
        if (path.startsWith("/@")) {
            return ofName(origin.get(), path.substring(2));
        }
        return uri.toString().equals(keys.actorId()) ? ofName(origin.get(), instanceActor.username()) : none();
    }

    private static Optional<byte[]> describe(Optional<Account> found) {
        return found.filter(Account::active).map(account -> {
            String page = account.homeOrigin() + "/@" + account.username();
            return Jrd.actor(
                    account.subject(),
                    account.actorId(),
                    List.of(account.actorId(), page),
                    List.of(Jrd.link("http://webfinger.net/rel/profile-page", "text/html", page)));
        });
    }

    private static Uni<Optional<byte[]>> some(byte[] jrd) {
        return Uni.createFrom().item(Optional.of(jrd));
    }

    private static Uni<Optional<byte[]>> none() {
        return Uni.createFrom().item(Optional.empty());
    }
}
