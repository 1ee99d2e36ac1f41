package social.godwit.activitypub.remote;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.http.RemoteUris;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.activitypub.remote.DocumentFetcher.Body;
import social.godwit.activitypub.signature.PublicKeys;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.encoding.Multikey;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;

/**
 * Keys of other people's actors. A key counts only when its owner's own document lists it, and the owner is of the key id's
 * origin; what a key id itself serves (GoToSocial answers with a stub) merely says where to look. Keys of portable actors
 * count when the proven document lists the key, by canonical id, and the gateway that the key id names.
 */
@Singleton
final class RemoteKeys implements PublicKeys {
    private static final int KEYS_MAX = 100_000;

    /** Keys of one host that are looked for in a minute; more have to come again later. */
    private static final int LOOKUPS_PER_HOST_MAX = 300;

    private final boolean development;
    private final RemoteActors actors;
    private final ActorMemory memory;
    private final DocumentFetcher fetcher;
    private final Origins own;
    private final FederationPolicy policy;
    private final InstantSource clock;

    private final Cache<String, KeyLookup> known;
    private final Cache<String, KeyLookup> missing;
    private final Cache<String, AtomicInteger> lookups;

    RemoteKeys(
            social.godwit.activitypub.Instance instance,
            RemoteActors actors,
            ActorMemory memory,
            DocumentFetcher fetcher,
            Origins own,
            FederationPolicy policy,
            InstantSource clock) {
        this.development = instance.development();
        this.actors = actors;
        this.memory = memory;
        this.fetcher = fetcher;
        this.own = own;
        this.policy = policy;
        this.clock = clock;
        this.known = cache(Duration.ofHours(1));
        this.missing = cache(Duration.ofMinutes(2));
        this.lookups = cache(Duration.ofMinutes(1));
    }

    private <T> Cache<String, T> cache(Duration kept) {
        return Caffeine.newBuilder()
                .maximumSize(KEYS_MAX)
                .expireAfterWrite(kept)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }

    @Override
    public Optional<String> unacceptable(String keyId) {
        Optional<URI> uri = RemoteUris.parse(keyId);
        if (uri.isEmpty()
                || (PortableId.claims(keyId) && PortableId.parse(keyId).isEmpty())) {
            return Optional.of("the key id is no http(s) URL");
        }
        if (!uri.get().getScheme().equals("https") && !development) {
            return Optional.of("the key id is not https");
        }
        if (own.answering(uri.get().getRawAuthority()).isPresent()) {
            return Optional.of("the key id is one of this instance");
        }
        if (policy.stanceOn(uri.get().getHost()) == FederationPolicy.Stance.DENY) {
            return Optional.of(
                    "this instance does not federate with " + uri.get().getHost());
        }
        return Optional.empty();
    }

    @Override
    public Uni<KeyLookup> find(String keyId) {
        KeyLookup cached = Optional.ofNullable(known.getIfPresent(keyId)).orElseGet(() -> missing.getIfPresent(keyId));
        return cached != null ? item(cached) : look(keyId, false);
    }

    @Override
    public Uni<KeyLookup> refetch(String keyId) {
        return look(keyId, true);
    }

    private Uni<KeyLookup> look(String keyId, boolean again) {
        if (isAskedTooOften(keyId)) {
            return item(new KeyLookup.Unavailable("too many keys of one host at once"));
        }
        return owner(keyId)
                .chain(owner -> owner.isPresent() ? keyOf(owner.get(), keyId, again) : stub(keyId, again))
                .invoke(lookup -> remember(keyId, lookup));
    }

    private boolean isAskedTooOften(String keyId) {
        AtomicInteger count = lookups.get(Ids.origin(keyId), any -> new AtomicInteger());
        return count.incrementAndGet() > LOOKUPS_PER_HOST_MAX;
    }

    private void remember(String keyId, KeyLookup lookup) {
        switch (lookup) {
            case KeyLookup.Found found -> {
                known.put(keyId, new KeyLookup.Found(found.actor(), found.key(), true));
                missing.invalidate(keyId);
            }
            case KeyLookup.NotFound none -> {
                known.invalidate(keyId);
                missing.put(keyId, none);
            }
            case KeyLookup.Gone gone -> {
                known.invalidate(keyId);
                missing.put(keyId, gone);
            }
            case KeyLookup.Unavailable later -> {}
        }
    }

    /** Whose key it should be: the document that its fragment is in, or what the key id led to before. */
    private Uni<Optional<String>> owner(String keyId) {
        int hash = keyId.indexOf('#');
        return hash > 0 ? Uni.createFrom().item(Optional.of(keyId.substring(0, hash))) : memory.owner(keyId);
    }

    private Uni<KeyLookup> keyOf(String actor, String keyId, boolean again) {
        return (again ? actors.refresh(actor) : actors.get(actor)).chain(lookup -> switch (lookup) {
            case ActorLookup.Found(RemoteActor found, boolean stale) -> {
                Optional<KeyLookup> key = listed(found, keyId, isJustFetched(found));
                // An actor that was remembered may have got a new key since.
                yield key.isPresent() || again || isJustFetched(found)
                        ? item(key.orElseGet(() -> new KeyLookup.NotFound("its owner does not list the key")))
                        : keyOf(actor, keyId, true);
            }
            case ActorLookup.Gone gone -> item(new KeyLookup.Gone());
            case ActorLookup.NotFound none ->
                keyId.indexOf('#') < 0 && !again ? stub(keyId, true) : item(new KeyLookup.NotFound(none.detail()));
            case ActorLookup.Unavailable later -> item(new KeyLookup.Unavailable(later.detail()));
        });
    }

    private boolean isJustFetched(RemoteActor actor) {
        return actor.fetched().plusSeconds(5).isAfter(clock.instant());
    }

    /** The key in its owner's document: by id, and for portable actors only over a gateway that the document lists. */
    private static Optional<KeyLookup> listed(RemoteActor actor, String keyId, boolean fetchedNow) {
        if (!Ids.origin(actor.id()).equals(Ids.origin(keyId))) {
            return Optional.empty();
        }
        boolean gatewayListed = !actor.isPortable()
                || PortableId.gatewayOf(keyId)
                        .filter(gateway -> actor.gateways().contains(gateway.toString()))
                        .isPresent();
        String wanted = Ids.compared(keyId);
        return actor.keys().stream()
                .filter(key -> gatewayListed && Ids.compared(key.id()).equals(wanted))
                .findFirst()
                .flatMap(key -> Multikey.parse(key.multibase()))
                .map(key -> new KeyLookup.Found(actor.id(), key, !fetchedNow));
    }

    /** Asks the key id itself whose key it is: it answers with a key, or with as much of an actor as holds the key. */
    private Uni<KeyLookup> stub(String keyId, boolean again) {
        return fetcher.fetch(URI.create(keyId)).chain(fetched -> switch (fetched) {
            case Body(RemoteDocument document) -> {
                Optional<String> owner = ownerIn(document, keyId);
                yield owner.isEmpty()
                        ? item(new KeyLookup.NotFound("the key id does not name an owner on its host"))
                        : memory.saveOwner(keyId, owner.get(), clock.instant())
                                .chain(() -> keyOf(owner.get(), keyId, again));
            }
            case DocumentFetcher.Gone gone -> item(new KeyLookup.Gone());
            case DocumentFetcher.Nothing nothing -> item(new KeyLookup.NotFound(nothing.detail()));
            case DocumentFetcher.Later later -> item(new KeyLookup.Unavailable(later.detail()));
        });
    }

    /** The owner that a document at a key id names, if it is of the same origin and the document is about this very key. */
    static Optional<String> ownerIn(RemoteDocument document, String keyId) {
        JsonObject json = document.json();
        Optional<String> owner = Optional.empty();
        if (document.id().equals(keyId) && (json.has("publicKeyPem") || json.has("publicKeyMultibase"))) {
            owner = json.string("owner").or(() -> json.string("controller"));
        } else {
            for (Json item : json.list("publicKey")) {
                if (item instanceof JsonObject key && key.string("id").equals(Optional.of(keyId))) {
                    owner = key.string("owner").filter(document.id()::equals);
                }
            }
        }
        return owner.filter(id -> Ids.origin(id).equals(Ids.origin(keyId)))
                .filter(id -> RemoteUris.sameOrigin(document.source().toString(), keyId));
    }

    private static Uni<KeyLookup> item(KeyLookup lookup) {
        return Uni.createFrom().item(lookup);
    }
}
