package social.godwit.activitypub.signature;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import social.godwit.store.Database;

/** The table {@code peer_signature} with a cache in front: a delivery asks no database. */
@Singleton
final class HibernatePeerProfiles implements PeerProfiles {
    private static final Duration KEPT = Duration.ofDays(7);
    private static final int HOSTS_MAX = 100_000;

    private final Database database;
    private final InstantSource clock;
    private final Cache<String, Optional<SignatureProfile>> known;

    HibernatePeerProfiles(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.known = Caffeine.newBuilder()
                .maximumSize(HOSTS_MAX)
                .expireAfterWrite(Duration.ofMinutes(10))
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }

    @Override
    public Uni<Optional<SignatureProfile>> of(String host) {
        Optional<SignatureProfile> cached = known.getIfPresent(host);
        if (cached != null) {
            return Uni.createFrom().item(cached);
        }
        Instant oldest = clock.instant().minus(KEPT);
        return database.inTransaction(session -> Database.query(
                                session,
                                "select profile from peer_signature where host = $1 and learned > $2",
                                host,
                                oldest)
                        .map(rows -> rows.stream()
                                .findFirst()
                                .map(row -> SignatureProfile.valueOf(row.getString("profile")))))
                .invoke(profile -> known.put(host, profile));
    }

    @Override
    public Uni<Void> learned(String host, SignatureProfile profile) {
        Optional<SignatureProfile> cached = known.getIfPresent(host);
        if (cached != null && cached.equals(Optional.of(profile))) {
            return Uni.createFrom().voidItem();
        }
        known.put(host, Optional.of(profile));
        Instant now = clock.instant();
        return database.inTransaction(session ->
                Database.execute(session, """
                        insert into peer_signature (host, profile, learned) values ($1, $2, $3)
                        on conflict (host) do update set profile = excluded.profile, learned = excluded.learned
                        """, host, profile.name(), now).replaceWithVoid());
    }

    @Override
    public Uni<Integer> upkeep() {
        Instant oldest = clock.instant().minus(KEPT);
        return database.inTransaction(session -> Database.execute(
                        session, "delete from peer_signature where learned <= $1", oldest)
                .chain(expired -> Database.execute(session, """
                                delete from peer_signature where host in (
                                    select host from peer_signature order by learned desc offset $1)
                                """, HOSTS_MAX).map(surplus -> expired + surplus)));
    }
}
