package social.godwit.instance.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import social.godwit.activitypub.remote.ActorLookup;
import social.godwit.activitypub.remote.RemoteActor;
import social.godwit.activitypub.remote.RemoteActors;
import social.godwit.activitypub.remote.RemoteKeyLogs;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.keylog.KeyLog;
import social.godwit.identity.keylog.KeyLogEntry;

/**
 * Owners of accounts at other servers who are signed in here. Which keys speak for them their key log says; it is asked for again every
 * ten minutes and for every key that it did not name, and what was known last counts for twelve hours when none of their servers answers.
 */
@ApplicationScoped
public class Guests {
    private static final Duration FRESH = Duration.ofMinutes(10);
    private static final int REMEMBERED_MAX = 1_000;

    private final RemoteActors actors;
    private final RemoteKeyLogs logs;
    private final InstantSource clock;
    private final Cache<Did, Guest> remembered;

    /** A guest, and what the key log said at that time. */
    record Guest(Somebody who, KeyLog log, Instant at) {
        /** Whether this key may speak for the guest: a device that was not removed, or the account's own as long as none was. */
        boolean acts(Did key) {
            if (log.recoveryCommitment().equals(KeyLogEntry.commitment(key.key()))
                    || log.succession().isPresent()) {
                return false;
            }
            return key.equals(who.did())
                    ? log.devices().keySet().stream().allMatch(log::authorises)
                    : log.authorises(key);
        }
    }

    Guests(RemoteActors actors, RemoteKeyLogs logs, InstantSource clock) {
        this.actors = actors;
        this.logs = logs;
        this.clock = clock;
        this.remembered = Caffeine.newBuilder()
                .maximumSize(REMEMBERED_MAX)
                .expireAfterWrite(Sessions.UNUSED_MAX)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }

    /** The owner of an account elsewhere, if {@code key} may speak for it. May ask the network. */
    public Uni<Optional<Somebody>> speaking(Did account, Did key) {
        Guest known = remembered.getIfPresent(account);
        Uni<Optional<Guest>> guest =
                known != null && known.acts(key) && known.at().plus(FRESH).isAfter(clock.instant())
                        ? Uni.createFrom().item(Optional.of(known))
                        : learn(account).map(learnt -> learnt.or(() -> Optional.ofNullable(known)));
        return guest.map(found -> found.filter(one -> one.acts(key)).map(Guest::who));
    }

    private Uni<Optional<Guest>> learn(Did account) {
        return actors.get("ap://" + account + "/actor")
                .chain(found -> found instanceof ActorLookup.Found(RemoteActor actor, boolean ignored)
                                && actor.did().equals(Optional.of(account.toString()))
                        ? logs.of(account, actor).map(log -> log.flatMap(shown -> guest(account, actor, shown)))
                        : Uni.createFrom().item(Optional.<Guest>empty()))
                .invoke(learnt -> learnt.ifPresent(guest -> remembered.put(account, guest)));
    }

    private Optional<Guest> guest(Did account, RemoteActor actor, KeyLog log) {
        return actor.gateways().stream()
                .findFirst()
                .flatMap(Origin::parse)
                .map(home -> new Guest(Somebody.of(account, actor, home), log, clock.instant()));
    }
}
