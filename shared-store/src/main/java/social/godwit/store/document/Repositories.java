package social.godwit.store.document;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.encoding.Sha256;

/**
 * Repositories of signed documents. What a repository holds is a set: the same documents lead to the same state in whatever
 * order and however often they arrive. Documents come as {@link PortableDocument}, that is, verified already; the checks
 * that need the repository are made here. Bytes are kept as received.
 *
 * <p>A document that carries signed documents of its owner brings these with it: they are found under their own ids.
 */
public interface Repositories {
    /** Deleted content is hidden at once and erased after this time. */
    Duration ERASED_AFTER = Duration.ofDays(14);

    /** Contradictions that are kept of an owner; more prove nothing new. */
    int MAX_EVIDENCE = 1_000;

    /** Longest page. */
    int MAX_PAGE = 1_000;

    /**
     * In whose repository a document belongs: its owner's; an entry of a key log that the recovery key or a helper signed
     * alone belongs to the account that it names.
     */
    static Did keeping(PortableDocument document) {
        return Facts.repository(document);
    }

    /** Makes room for an owner's documents; nothing happens when there is a repository already. */
    Uni<Void> open(Did owner, RepositoryKind kind);

    /** The kind of the owner's repository, if there is one. */
    Uni<Optional<RepositoryKind>> kind(Did owner);

    /** Accounts that have a repository here, in the order of their DIDs' text, those after {@code after}. */
    Uni<List<Did>> accounts(Optional<Did> after, int limit);

    /** Takes documents of any owners, each by itself. */
    Uni<Intake> admit(List<PortableDocument> documents);

    /**
     * Takes an owner's batch, all of it or nothing: every version must win over those that are listed here.
     *
     * @param documents of {@code owner} only
     */
    Uni<Publication> publish(Did owner, List<PortableDocument> documents);

    /** As {@link #publish}, and an actor document in it counts as older than any other version. */
    Uni<Publication> register(Did owner, List<PortableDocument> documents);

    /**
     * What to show under the id: the newest version spelt with {@code asked}, else the newest of all; or that it was
     * deleted.
     */
    Uni<Lookup> find(PortableId id, Origin asked);

    /** {@link #find(PortableId, Origin)} for a reader who asks no gateway in particular: the newest of all. */
    Uni<Lookup> find(PortableId id);

    /** The version with this hash, shown or not; nothing when its bytes are gone. */
    Uni<Optional<StoredDocument>> find(Did owner, Sha256 hash);

    /**
     * What is here of these hashes, shown or not, also of documents that came inside of others only; hashes that were never
     * here are left out. At most {@link #MAX_PAGE} are looked up.
     */
    Uni<Map<Sha256, Held>> held(Did owner, Collection<Sha256> hashes);

    /**
     * How many bytes are here of these hashes, as {@link #held} finds them: 0 where only the hash is left. What is of no such
     * class is left out like what was never here.
     */
    Uni<Map<Sha256, Integer>> sizes(Did owner, Collection<Sha256> hashes, Set<Visibility> classes);

    /** Of these documents by owner and hash, those that are shown: they count, and are not deleted. */
    Uni<List<StoredDocument>> shown(Map<Did, ? extends Collection<Sha256>> hashes);

    /**
     * Documents of all repositories in the order of owner and hash, shown or not, those after {@code after}: for looking at
     * everything that is here, piece by piece.
     */
    Uni<List<Filed>> filed(Optional<Filed.Place> after, int limit);

    /** All versions that are kept, newest first, shown or not, at most {@code limit}. */
    Uni<List<StoredDocument>> versions(PortableId id, int limit);

    /** Items that are shown, one version per id, newest first, with a rank below {@code before}. */
    Uni<Page> page(Did owner, Selection selection, Optional<VersionRank> before, int limit);

    /** How many items {@link #page} shows in all. */
    Uni<Long> count(Did owner, Selection selection);

    /** Items of any owner that name the network in their {@code network} property, newest first, as in {@link #page}. */
    Uni<Page> naming(Did network, Set<Visibility> classes, Optional<VersionRank> before, int limit);

    /**
     * What arrived after that number, in order of arrival, each version once, listed or not: for following along. A number
     * that was seen is never followed by a lower one.
     */
    default Uni<List<StoredDocument>> after(Did owner, long number, Set<Visibility> classes, int limit) {
        return after(Map.of(owner, number), classes, limit).map(found -> found.getOrDefault(owner, List.of()));
    }

    /** The same, and nothing more once there are so many bytes; the first one always. */
    Uni<List<StoredDocument>> after(Did owner, long number, Set<Visibility> classes, int limit, long bytes);

    /** The same of many owners at once, at most {@code limit} of each; those of whom there is nothing are left out. */
    Uni<Map<Did, List<StoredDocument>>> after(Map<Did, Long> numbers, Set<Visibility> classes, int limit);

    /** Of these hashes, those that are shown: listed by a checkpoint that counts, or in need of none. */
    Uni<Set<Sha256>> listed(Did owner, Collection<Sha256> hashes);

    /** The newest version known of each of these ids, shown or not: what a client's next version has to exceed. */
    Uni<Map<PortableId, VersionRank>> newest(Collection<PortableId> ids);

    /** Removes the bytes here for good; the hash stays, so that replicas agree. Whether there were any. */
    Uni<Boolean> purge(Did owner, Sha256 hash);

    /**
     * Erases the bytes of what was deleted at least {@link #ERASED_AFTER} ago, for at most {@code limit} deletions; how many. The
     * hashes are noted, and are no items of reconciliation any more.
     */
    Uni<Integer> eraseDue(int limit);

    /**
     * Looks again at key logs whose announcements have come into force, or of which gateways said something new, at most
     * {@code limit}; how many changed what counts.
     */
    Uni<Integer> settleKeyLogs(int limit);

    /** Contradictions that the owner's key signed, oldest first, at most {@code limit}. */
    Uni<List<Evidence>> evidence(Did owner, int limit);
}
