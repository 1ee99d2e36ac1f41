package social.godwit.activitypub.remote;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.http.RemoteUris;
import social.godwit.activitypub.remote.ActorMemory.Remembered;
import social.godwit.activitypub.signature.PeerProfiles;
import social.godwit.activitypub.signature.SignatureProfile;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;

/**
 * Actors from memory while fresh, then from the database, then from where they are at home. What was once known stays usable
 * when its host is away; what was not found is not asked for again at once.
 */
@Singleton
final class CachingRemoteActors implements RemoteActors {
    /** How long a document counts as fresh. */
    static final Duration FRESH = Duration.ofDays(1);

    private static final Duration RETRY_STALE = Duration.ofMinutes(10);
    private static final Duration RETRY_MISSING = Duration.ofMinutes(10);
    private static final Duration RETRY_UNAVAILABLE = Duration.ofSeconds(30);
    private static final Duration REFRESH_PAUSE = Duration.ofMinutes(1);
    private static final long MEMORY_BYTES_MAX = 32L * 1024 * 1024;
    private static final int MISSES_MAX = 50_000;
    private static final String RFC9421 = "https://datatracker.ietf.org/doc/html/rfc9421";

    private final ActorMemory memory;
    private final RemoteDocuments documents;
    private final WebFingerClient webFinger;
    private final PeerProfiles peers;
    private final Origins own;
    private final InstantSource clock;

    private final Cache<String, RemoteActor> fresh;
    private final Cache<String, ActorLookup> missing;
    private final Cache<String, ActorLookup> unavailable;
    private final Cache<String, Boolean> refreshed;
    private final Flights<ActorLookup> flights = new Flights<>();

    CachingRemoteActors(
            ActorMemory memory,
            RemoteDocuments documents,
            WebFingerClient webFinger,
            PeerProfiles peers,
            Origins own,
            InstantSource clock) {
        this.memory = memory;
        this.documents = documents;
        this.webFinger = webFinger;
        this.peers = peers;
        this.own = own;
        this.clock = clock;
        this.fresh = cache(Duration.ofHours(1))
                .maximumWeight(MEMORY_BYTES_MAX)
                .weigher((String id, RemoteActor actor) ->
                        2048 + 4 * actor.document().bytes().length)
                .build();
        this.missing = cache(RETRY_MISSING).maximumSize(MISSES_MAX).build();
        this.unavailable = cache(RETRY_UNAVAILABLE).maximumSize(MISSES_MAX).build();
        this.refreshed = cache(REFRESH_PAUSE).maximumSize(MISSES_MAX).build();
    }

    private Caffeine<Object, Object> cache(Duration kept) {
        return Caffeine.newBuilder()
                .expireAfterWrite(kept)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run);
    }

    @Override
    public Uni<ActorLookup> get(String id) {
        Optional<String> key = key(id);
        if (key.isEmpty()) {
            return item(new ActorLookup.NotFound("not an id that an actor could have"));
        }
        RemoteActor cached = fresh.getIfPresent(key.get());
        if (cached != null && isFresh(cached.fetched())) {
            return item(new ActorLookup.Found(cached, false));
        }
        ActorLookup miss = Optional.ofNullable(missing.getIfPresent(key.get()))
                .orElseGet(() -> unavailable.getIfPresent(key.get()));
        if (miss != null) {
            return item(miss);
        }
        return flights.join(
                key.get(),
                () -> memory.find(key.get()).chain(known -> {
                    if (known.isPresent() && isFresh(known.get().fetched())) {
                        return item(found(known.get()));
                    }
                    if (known.isPresent()
                            && known.get().checked().plus(RETRY_STALE).isAfter(clock.instant())) {
                        return item(stale(known.get()));
                    }
                    return fetch(key.get(), id, known);
                }));
    }

    @Override
    public Uni<ActorLookup> refresh(String id) {
        Optional<String> key = key(id);
        if (key.isEmpty() || refreshed.asMap().putIfAbsent(key.get(), true) != null) {
            return get(id);
        }
        return flights.join(
                "again " + key.get(), () -> memory.find(key.get()).chain(known -> fetch(key.get(), id, known)));
    }

    @Override
    public Uni<ActorLookup> remembered(String id) {
        return key(id).map(key -> memory.find(key)
                        .map(known -> known.map(this::stale)
                                .orElseGet(() -> new ActorLookup.NotFound("nothing is remembered"))))
                .orElseGet(() -> item(new ActorLookup.NotFound("not an id that an actor could have")));
    }

    @Override
    public Uni<ActorLookup> learn(RemoteDocument document) {
        Optional<String> key = key(document.id());
        boolean names = document.json().string("id").equals(Optional.of(document.id()));
        if (key.isEmpty() || !names || Restructuring.refuse(document.json()).isPresent()) {
            return item(new ActorLookup.NotFound("not an actor document"));
        }
        if (Ids.isPortable(document.id())
                && !(PortableDocument.read(document.bytes(), clock.instant()) instanceof DocumentVerdict.Admissible)) {
            return item(new ActorLookup.NotFound("its proof does not hold"));
        }
        return memory.find(key.get()).chain(known -> take(key.get(), document, known));
    }

    /** The id by which an actor is remembered; nothing for what no stranger's actor can be called. */
    private Optional<String> key(String id) {
        int hash = id.indexOf('#');
        String bare = hash < 0 ? id : id.substring(0, hash);
        if (Ids.isPortable(bare)) {
            return Optional.of(Ids.compared(bare));
        }
        return RemoteUris.parse(bare)
                .filter(uri -> own.answering(uri.getRawAuthority()).isEmpty())
                .map(Object::toString);
    }

    private Uni<ActorLookup> fetch(String key, String id, Optional<Remembered> known) {
        List<String> gateways = known.map(was -> was.actor().gateways()).orElse(List.of());
        return documents.get(id, gateways).chain(lookup -> switch (lookup) {
            case DocumentLookup.Found(RemoteDocument document) -> take(key, document, known);
            case DocumentLookup.Gone gone -> gone(key, known);
            case DocumentLookup.NotFound none -> {
                ActorLookup miss = new ActorLookup.NotFound(none.detail());
                yield missed(key, known, missing, miss);
            }
            case DocumentLookup.Unavailable later -> {
                ActorLookup miss = new ActorLookup.Unavailable(later.detail());
                yield missed(key, known, unavailable, miss);
            }
        });
    }

    /** Believes an authentic document, unless a newer version of a portable one is known. */
    private Uni<ActorLookup> take(String key, RemoteDocument document, Optional<Remembered> known) {
        Instant now = clock.instant();
        if (!(ActorReader.read(document, now) instanceof ActorReader.Reading.Actor(RemoteActor actor))) {
            return missed(key, known, missing, new ActorLookup.NotFound("not an actor that can be delivered to"));
        }
        boolean same = actor.canonicalId().equals(key);
        RemoteDocument newest = same && known.isPresent() && isNewer(known.get().actor(), actor)
                ? known.get().actor().document()
                : document;
        RemoteActor believed = newest == document
                        || !(ActorReader.read(newest, now) instanceof ActorReader.Reading.Actor(RemoteActor before))
                ? actor
                : before;
        return proven(believed).chain(proven -> {
            fresh.put(proven.canonicalId(), proven);
            missing.invalidate(key);
            unavailable.invalidate(key);
            return memory.save(new Remembered(proven, false, now, now))
                    .chain(() -> learnSignatures(proven))
                    .replaceWith(new ActorLookup.Found(proven, false));
        });
    }

    /** Under the handle that it claims at another host, once that host names this actor and this handle. */
    private Uni<RemoteActor> proven(RemoteActor actor) {
        Optional<String> claimed =
                actor.claimedHandle().map(Handle::toString).filter(handle -> !handle.equals(actor.handle()));
        return claimed.isEmpty()
                ? Uni.createFrom().item(actor)
                : webFinger
                        .verify(actor)
                        .map(lookup -> lookup instanceof HandleLookup.Found found
                                        && found.handle().equals(claimed.get())
                                ? actor.known(claimed.get())
                                : actor);
    }

    /** Whether the portable document that is known is newer than the one that came in (design: sequence, then time). */
    private boolean isNewer(RemoteActor known, RemoteActor incoming) {
        Instant now = clock.instant();
        return known.isPortable()
                && PortableDocument.read(known.document().bytes(), now)
                        instanceof DocumentVerdict.Admissible(PortableDocument old)
                && PortableDocument.read(incoming.document().bytes(), now)
                        instanceof DocumentVerdict.Admissible(PortableDocument young)
                && (old.sequence().orElse(0) > young.sequence().orElse(0)
                        || (old.sequence().orElse(0) == young.sequence().orElse(0)
                                && old.proofTime().isAfter(young.proofTime())));
    }

    /** FEP-844e: the actor, or the software behind it, says that it takes RFC 9421. */
    private Uni<Void> learnSignatures(RemoteActor actor) {
        JsonObject json = actor.document().json();
        boolean says = says9421(json)
                || json.object("generator")
                        .filter(CachingRemoteActors::says9421)
                        .isPresent();
        Optional<String> host = RemoteUris.parse(actor.inbox()).map(java.net.URI::getRawAuthority);
        return says && host.isPresent()
                ? peers.of(host.get())
                        .chain(known -> known.isPresent()
                                ? Uni.createFrom().voidItem()
                                : peers.learned(host.get(), SignatureProfile.RFC9421))
                : Uni.createFrom().voidItem();
    }

    private static boolean says9421(JsonObject json) {
        for (Json item : json.list("implements")) {
            if (item instanceof JsonObject link
                    && link.string("href").filter(RFC9421::equals).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private Uni<ActorLookup> gone(String key, Optional<Remembered> known) {
        Instant now = clock.instant();
        ActorLookup gone = new ActorLookup.Gone();
        fresh.invalidate(key);
        missing.put(key, gone);
        return known.map(was -> memory.save(new Remembered(was.actor(), true, now, now)))
                .orElseGet(() -> Uni.createFrom().voidItem())
                .replaceWith(gone);
    }

    private Uni<ActorLookup> missed(
            String key, Optional<Remembered> known, Cache<String, ActorLookup> misses, ActorLookup miss) {
        if (known.isEmpty()) {
            misses.put(key, miss);
            return item(miss);
        }
        return memory.tried(key, clock.instant()).replaceWith(() -> stale(known.get()));
    }

    private ActorLookup found(Remembered known) {
        if (known.gone()) {
            return new ActorLookup.Gone();
        }
        fresh.put(known.actor().canonicalId(), known.actor());
        return new ActorLookup.Found(known.actor(), false);
    }

    private ActorLookup stale(Remembered known) {
        return known.gone() ? new ActorLookup.Gone() : new ActorLookup.Found(known.actor(), !isFresh(known.fetched()));
    }

    private boolean isFresh(Instant fetched) {
        return fetched.plus(FRESH).isAfter(clock.instant());
    }

    private static Uni<ActorLookup> item(ActorLookup lookup) {
        return Uni.createFrom().item(lookup);
    }
}
