package social.godwit.activitypub.effect;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import social.godwit.activitypub.remote.ActorLookup;
import social.godwit.activitypub.remote.RemoteActor;
import social.godwit.activitypub.remote.RemoteActors;
import social.godwit.activitypub.remote.RemoteKeyLogs;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.did.Did;
import social.godwit.identity.keylog.KeyLog;
import social.godwit.identity.keylog.Succession;
import social.godwit.store.document.Audits;

/**
 * By the key log that is kept here, or else by what the account's gateways show. Answers from elsewhere are remembered for a minute.
 */
@Singleton
final class KnownSuccessors implements Successors {
    private static final int REMEMBERED_MAX = 2_000;

    private final Audits audits;
    private final RemoteActors actors;
    private final RemoteKeyLogs logs;
    private final Cache<Did, Optional<Did>> remembered;

    @Inject
    KnownSuccessors(Audits audits, RemoteActors actors, RemoteKeyLogs logs, InstantSource clock) {
        this.audits = audits;
        this.actors = actors;
        this.logs = logs;
        this.remembered = Caffeine.newBuilder()
                .maximumSize(REMEMBERED_MAX)
                .expireAfterWrite(Duration.ofMinutes(1))
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }

    @Override
    public Uni<Optional<Did>> of(String actor) {
        return Ids.did(actor)
                .map(account -> audits.keyLog(account)
                        .chain(here -> here.flatMap(KeyLog::succession).isPresent()
                                ? Uni.createFrom().item(named(here.get()))
                                : elsewhere(account, actor)))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private Uni<Optional<Did>> elsewhere(Did account, String spelling) {
        Optional<Did> known = remembered.getIfPresent(account);
        return known != null
                ? Uni.createFrom().item(known)
                : actors.get(spelling)
                        .chain(found -> found instanceof ActorLookup.Found(RemoteActor actor, boolean ignored)
                                ? logs.of(account, actor).map(log -> log.flatMap(KnownSuccessors::named))
                                : Uni.createFrom().item(Optional.<Did>empty()))
                        .invoke(successor -> remembered.put(account, successor));
    }

    private static Optional<Did> named(KeyLog log) {
        return log.succession().map(Succession::successor);
    }
}
