package social.godwit.store.record;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.document.Audits.ClassSummary;
import social.godwit.store.negentropy.Item;

/**
 * The gateway records of the accounts that have a repository here. Of the kinds that are single there is one verified
 * record per kind and subject, the one with the greatest (rank, time of receipt, hash); it takes the place of lesser ones.
 * Whoever calls has judged the record by {@link RecordRules}.
 */
public interface RecordStore {
    /** Most records that wait to be verified, per account and gateway. */
    int PENDING_MAX = 10_000;

    /** Most that could not be verified, per account and gateway; the oldest go first. */
    int UNVERIFIED_MAX = 10_000;

    /** Most records per account of a kind that is no state; the oldest go first. */
    int PASSING_MAX = 100_000;

    /** Most records per account of a kind that is state; the oldest go first. */
    int STATE_MAX = 1_000_000;

    /** Longest list that is answered. */
    int PAGE_MAX = 1_000;

    /** How long a claim on records to be verified lasts. */
    Duration CLAIM = Duration.ofMinutes(5);

    /**
     * Keeps records of one account, in the running transaction or one of its own.
     *
     * @param standing of all of them; what carries no request is never PENDING. VERIFIED is what was observed here, and is to
     *     be pushed
     * @return an outcome for each, in order
     */
    Uni<List<Taking>> take(Did account, List<GatewayRecord.Signed> records, Standing standing);

    /**
     * What that instance made, after that number, in order, at most {@link #PAGE_MAX}. A number that was seen is never
     * followed by a lower one.
     */
    Uni<List<StoredRecord>> after(Did account, Did instance, long number, int limit);

    /** Those of the records that are here. */
    Uni<List<StoredRecord>> find(Did account, Collection<Sha256> hashes);

    /** How many bytes those of the records have that are here. */
    Uni<Map<Sha256, Integer>> sizes(Did account, Collection<Sha256> hashes);

    /** The items of reconciliation, (time of receipt in seconds, hash), after that one, at most {@link #PAGE_MAX}. */
    Uni<List<Item>> items(Did account, Optional<Item> after, int limit);

    /** How many items there are, the newest second and the sum of hashes; nothing when there are none. */
    Uni<Optional<ClassSummary>> summary(Did account);

    /** The records of a subject, the newest receipt first, whatever their standing. */
    Uni<List<StoredRecord>> about(Did account, RecordKind kind, String subject, int limit);

    /** The records of a kind and standing, by subject after that one, at most {@link #PAGE_MAX}. */
    Uni<List<StoredRecord>> page(Did account, RecordKind kind, Standing standing, String afterSubject, int limit);

    /** Takes records of any accounts that are to be verified now; nobody else gets them for {@link #CLAIM}. */
    Uni<List<StoredRecord>> claim(int limit);

    /**
     * The record was verified: it counts, and lesser ones of its subject go.
     *
     * @return false when it has gone meanwhile, or a verified one of its subject is greater: then it is dropped
     */
    Uni<Boolean> verified(Did account, Sha256 hash);

    /** Nobody could say now: to be verified again after that time. */
    Uni<Void> putOff(Did account, Sha256 hash, Instant until);

    /** It cannot be verified. */
    Uni<Void> unverified(Did account, Sha256 hash);

    /** Lets go of what is over ({@link RecordRules#isOver}) or over the limits, a chunk of each; how many. */
    Uni<Integer> forgetOld(int limit);
}
