package social.godwit.store.replication;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Did;
import social.godwit.identity.key.SigningKey;
import social.godwit.store.InTurn;
import social.godwit.store.document.Repositories;
import social.godwit.store.negentropy.Bound;
import social.godwit.store.negentropy.ItemSet;
import social.godwit.store.negentropy.Salt;

/** Sessions of anti-entropy that this instance begins. */
final class Reconciling {
    /** Accounts that are compared in every session with salted ids, in turn, whatever level 1 says; more when more are shared. */
    static final int SALTED = 16;

    /** The most: five shelves of each, 64 in a request, leave a third of a session's rounds to everything else. */
    private static final int MOST_SALTED = 500;

    /** Sessions in a week, which is how long it shall take until each has had its turn. */
    private static final long SESSIONS =
            Duration.ofDays(7).dividedBy(Replication.RECONCILED_EVERY.plus(Replication.RECONCILED_EVERY.dividedBy(10)));

    /** Accounts without a position that are compared in a session, whatever level 1 says. */
    private static final int UNPLACED = 256;

    private final Repositories repositories;
    private final Replicas replicas;
    private final Sets sets;
    private final Asking asking;
    private final Evening evening;
    private final InstantSource clock;
    private final Randomness randomness;
    private final Map<Did, Did> turns = new ConcurrentHashMap<>();

    /** Peers with which level 1 found nothing last time. */
    private final Set<Did> even = ConcurrentHashMap.newKeySet();

    Reconciling(
            Repositories repositories,
            Replicas replicas,
            Sets sets,
            Asking asking,
            Evening evening,
            InstantSource clock,
            Randomness randomness) {
        this.repositories = repositories;
        this.replicas = replicas;
        this.sets = sets;
        this.asking = asking;
        this.evening = evening;
        this.clock = clock;
        this.randomness = randomness;
    }

    /** A whole session. */
    Uni<Session.Ending> with(Peer peer) {
        return sets.common().with(peer.key()).chain(common -> with(peer, common));
    }

    private Uni<Session.Ending> with(Peer peer, ItemSet common) {
        Session session = new Session(peer, asking, new Budget(clock));
        return replicas.unplaced(peer.key(), UNPLACED)
                .chain(unplaced -> Level1.differing(session, sets.common(), common, even.contains(peer.key()))
                        .invoke(differing -> note(session, differing.isEmpty()))
                        .chain(differing -> compare(session, Optional.empty(), both(differing, unplaced)))
                        .chain(even -> place(session, unplaced, even)))
                .chain(() -> common.before(List.of(Bound.END)))
                .chain(all -> turn(peer, salted(all.getFirst().count())))
                .chain(some -> InTurn.map(some, replica -> sets.filled(replica.account())))
                .chain(some -> compare(
                        session,
                        Optional.of(new Salt(randomness.bytes(Salt.LENGTH))),
                        some.stream().flatMap(List::stream).toList()))
                .map(done -> session.ending());
    }

    /** How many, when level 1 has so many items: one at least for each account. */
    static int salted(long items) {
        return Math.clamp(items / SESSIONS + 1, SALTED, MOST_SALTED);
    }

    private void note(Session session, boolean nothingDiffers) {
        if (nothingDiffers && session.ending() == Session.Ending.EVEN) {
            even.add(session.peer.key());
        } else {
            even.remove(session.peer.key());
        }
    }

    private static Set<Shelf> both(Set<Shelf> differing, List<Replica> unplaced) {
        Set<Shelf> both = new LinkedHashSet<>(differing);
        both.addAll(shelves(unplaced));
        return both;
    }

    private static List<Shelf> shelves(List<Replica> replicas) {
        List<Shelf> shelves = new ArrayList<>();
        for (Replica replica : replicas) {
            for (ItemClass itemClass : ItemClass.values()) {
                shelves.add(new Shelf(replica.account(), itemClass));
            }
        }
        return shelves;
    }

    private Uni<Set<Shelf>> compare(Session session, Optional<Salt> salt, Collection<Shelf> shelves) {
        return Level2.compare(session, sets, repositories, evening::out, salt, salt.isPresent(), shelves);
    }

    /** The peer has everything, up to what was newest before the session, of the accounts that turned out even. */
    private Uni<Void> place(Session session, List<Replica> unplaced, Set<Shelf> even) {
        Map<Did, Position> placed = new LinkedHashMap<>();
        for (Replica replica : unplaced) {
            if (even.containsAll(shelves(List.of(replica)))) {
                placed.put(replica.account(), replica.newest());
            }
        }
        if (placed.size() < unplaced.size()) {
            session.await();
        }
        return placed.isEmpty()
                ? Uni.createFrom().voidItem()
                : replicas.taken(session.peer.key(), placed, clock.instant());
    }

    /** The accounts whose turn it is to be compared with salted ids; the first time it begins anywhere. */
    private Uni<List<Replica>> turn(Peer peer, int salted) {
        Did from = turns.computeIfAbsent(
                peer.key(), absent -> SigningKey.generate(randomness).did());
        return replicas.with(peer.key(), Optional.of(from), salted).chain(some -> {
            if (some.size() == salted) {
                turns.put(peer.key(), some.getLast().account());
                return Uni.createFrom().item(some);
            }
            return replicas.with(peer.key(), Optional.empty(), salted - some.size())
                    .map(first -> {
                        List<Replica> both = new ArrayList<>(some);
                        first.stream()
                                .filter(one -> some.stream()
                                        .noneMatch(other -> other.account().equals(one.account())))
                                .forEach(both::add);
                        both.stream()
                                .map(Replica::account)
                                .reduce((one, last) -> last)
                                .ifPresent(last -> turns.put(peer.key(), last));
                        return both;
                    });
        });
    }
}
