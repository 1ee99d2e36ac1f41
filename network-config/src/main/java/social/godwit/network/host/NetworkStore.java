package social.godwit.network.host;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.did.Did;

/** Keeps the networks that are hosted here and what was said about them. */
public interface NetworkStore {
    /** Most networks. */
    int MAX_NETWORKS = 64;

    /** Most acts of one network. */
    int MAX_ACTS = 100_000;

    /** Most acts of one author in one network. */
    int MAX_OF_AUTHOR = 1_000;

    /** Most members of one network that are counted. */
    int MAX_MEMBERS = 10_000;

    /** Most sources of one network. */
    int MAX_SOURCES = 16;

    /**
     * A network that is hosted, and the number of its newest act.
     *
     * @param ends when hosting it ends, where that was announced
     */
    record Hosted(Did network, long lastNumber, Optional<Instant> ends) {}

    /** Acts in the order in which they came here, and the number to go on after. */
    record Acts(List<byte[]> documents, long next) {
        /** Copies the list. */
        public Acts {
            documents = List.copyOf(documents);
        }
    }

    /**
     * Another instance that hosts a network.
     *
     * @param origin for example {@code https://example.org}
     * @param position after which number to go on there
     * @param joined what stood there for all who joined when they were last fetched; empty: never
     */
    record Source(Did network, String origin, long position, String joined) {}

    /** The networks, at most {@link #MAX_NETWORKS}. */
    Uni<List<Hosted>> hosted();

    /** Hosts a network, without an end; whether there was room. */
    Uni<Boolean> host(Did network, Instant now);

    /** Hosts the network that was founded at the first start; false when there was one before, dismissed or not. */
    Uni<Boolean> hostFirst(Did network, Instant now);

    /** Announces when hosting a network ends; whether it is hosted. */
    Uni<Boolean> announceEnd(Did network, Instant ends);

    /** Ends hosting a network and forgets what was said about it; whether it was hosted. */
    Uni<Boolean> dismiss(Did network, Instant now);

    /**
     * Keeps acts of one hosted network, as far as there is room; how many are new. Those of a network that is not hosted are left
     * out.
     */
    Uni<Integer> keep(Did network, List<KeptAct> acts, Instant now);

    /** Acts after a number. */
    Uni<Acts> acts(Did network, long after, int limit);

    /** Fetches a network's acts from there, too; whether there was room. */
    Uni<Boolean> addSource(Did network, String origin);

    /** All sources. */
    Uni<List<Source>> sources();

    /**
     * Who joined elsewhere, as a source shows it now; replaces what it showed before.
     *
     * @param joined what stands there for all of them
     * @param documents the members' {@code Join}s by member, at most {@link #MAX_MEMBERS}
     */
    Uni<Void> members(Source source, String joined, Map<Did, byte[]> documents);

    /** {@code Join}s that were fetched elsewhere, at most {@link #MAX_MEMBERS}, each member's once. */
    Uni<List<byte[]>> members(Did network);

    /** Lets all sources of a network be read again from their beginning. */
    Uni<Void> rewind(Did network);

    /** How far a source has been read, and what went wrong, if anything did. */
    Uni<Void> asked(Source source, long position, String fault, Instant now);
}
