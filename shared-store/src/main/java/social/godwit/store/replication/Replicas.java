package social.godwit.store.replication;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;

/**
 * What an instance knows of its peers: which accounts it shares with them, how far each has taken its records, how it has
 * done, and what it must not be asked for again. Kept by peer (its key) and account. Calls within a transaction join it.
 */
public interface Replicas {
    /** Hashes that are remembered of a peer; the oldest go first. */
    int MAX_POISON = 100_000;

    /** How long hashes are remembered. */
    Duration POISONED = Duration.ofHours(24);

    /** Most peers whose state is kept that share no account; those that were heard of least recently go first. */
    int MAX_STRANGERS = 10_000;

    /** Longest list. */
    int MAX_LIST = 1_000;

    /** A kind of work with a peer, of which there is one at a time. */
    enum Work {
        PUSH,
        PULL,
        RECONCILE
    }

    /**
     * The account's gateways are now these, this instance left out. Replicas that were there already keep their positions,
     * with the origin that is named now; others begin without; those of peers that are no longer named go.
     *
     * @param newest number of the newest document here
     */
    Uni<Void> share(Did account, long newest, List<Peer> gateways);

    /** The newest documents of these accounts here have these numbers; those who share the accounts may be behind. */
    Uni<Void> stored(Map<Did, Long> newest);

    /** The newest gateway record that this instance made for the account has this number. */
    Uni<Void> recorded(Did account, long newest);

    /** Who shares the account. */
    Uni<List<Replica>> of(Did account);

    /** Level 1 of anti-entropy, where it is kept; nothing: it is made from all shared accounts whenever it is asked for. */
    default Optional<CommonItems> common() {
        return Optional.empty();
    }

    /** The account as shared with that peer. */
    Uni<Optional<Replica>> find(Did peer, Did account);

    /** Accounts that are shared with that peer, in the order of their DIDs' text, those after {@code after}. */
    Uni<List<Replica>> with(Did peer, Optional<Did> after, int limit);

    /** All who share an account with this instance, in the order of their keys' text, at most {@link #MAX_LIST} after that one. */
    Uni<List<Peer>> peers(Optional<Did> after);

    /** Peers for which {@link #toPush(Did, Instant, int)} has something, at most {@link #MAX_LIST}. */
    Uni<List<Peer>> toPush(Instant now);

    /** Accounts shared with that peer of which it is not known what it has taken, at most {@code limit}. */
    Uni<List<Replica>> unplaced(Did peer, int limit);

    /**
     * Accounts of which the peer may lack something ({@link Replica#behind}) and that are not paused; those that had their
     * turn least recently first.
     */
    Uni<List<Replica>> toPush(Did peer, Instant now, int limit);

    /**
     * The peer brought all documents of these accounts that were numbered after {@code before}: when it had the others, it lacks
     * none.
     */
    Uni<Void> brought(Did peer, Map<Did, Brought> numbers);

    /** Documents came that have the numbers after {@code before} up to {@code last}. */
    record Brought(long before, long last) {}

    /** The peer has taken records up to there, and it was these accounts' turn; positions never go back. */
    Uni<Void> taken(Did peer, Map<Did, Position> positions, Instant now);

    /** The account is not pushed to that peer until then. */
    Uni<Void> pause(Did peer, Did account, Instant until);

    /** The whole repository is to be fetched: from every peer that shares it and has no {@link Replica#pull} yet. */
    Uni<Void> pull(Did account);

    /** Accounts with a {@link Replica#pull} that is not done, of any peer, in the order of DIDs and then of keys. */
    Uni<List<Replica>> toPull(int limit);

    /** So far the fetching has come; nothing happens when it was never asked for. */
    Uni<Void> pulled(Did peer, Did account, Replica.Pull pull);

    /**
     * Takes the turn for a kind of work with a peer, for at most {@code lease}, among all processes of this instance. Whether
     * it was free.
     */
    Uni<Boolean> claim(Did peer, Work work, Instant now, Duration lease);

    /** Gives the turn back. */
    Uni<Void> release(Did peer, Work work);

    /** How the peer has done; {@link PeerState#NEW} when nothing is known. */
    Uni<PeerState> state(Did peer);

    /** A peer that shares accounts, and how it has done. */
    record Silent(Peer peer, PeerState state) {}

    /** Peers that have given no answer that could be used since then, at most {@link #MAX_LIST}. */
    Uni<List<Silent>> silent(Instant since);

    /** Notes an exchange by {@link PeerState#after}. */
    Uni<Void> note(Did peer, Exchange exchange);

    /**
     * What is shared with a peer, in all.
     *
     * @param accounts how many
     * @param behind of these, those that the peer lacks something of, or of which it is not known how far it has come
     * @param records numbers that it is behind; numbers have gaps
     */
    record Shared(long accounts, long behind, long records) {}

    /** What is shared with that peer. */
    Uni<Shared> shared(Did peer);

    /** What is kept of accounts that are not shared. */
    MirrorStore mirrors();

    /** What peers have signed for, and what audits of them have found. */
    AuditStore audits();

    /**
     * What a peer lacks.
     *
     * @param accounts how many accounts it has not all of
     * @param numbers how many numbers it is behind in them, see {@link Replica#lag}
     */
    record Lag(Peer peer, long accounts, long numbers) {}

    /** Of those who lack something, what they lack; what it costs depends on that, not on how much is shared. */
    Uni<List<Lag>> lags();

    /** Of these hashes, those that the peer is not to be asked for. */
    Uni<Set<Sha256>> poisoned(Did peer, Collection<Sha256> hashes, Instant now);

    /** Remembers hashes for {@link #POISONED}. */
    Uni<Void> poison(Did peer, Collection<Sha256> hashes, Instant now);
}
