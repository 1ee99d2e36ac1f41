package social.godwit.store.stream;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.document.RepositoryChange;
import social.godwit.store.document.StoredDocument;
import social.godwit.store.document.Watcher;

/** The order of the stream, without the documents: written as part of every admission, read by {@link PublicStream}. */
public interface StreamLog extends Watcher {
    /** Most entries in a reading, spread evenly over the partitions. */
    int MAX_ENTRIES = 256;

    /** The place after everything. */
    Uni<StreamCursor> newest();

    /** What was forgotten already: who has not read it cannot go on. */
    Uni<StreamCursor> forgotten();

    /** What follows, at most {@link #MAX_ENTRIES}, of every partition in its order, the partitions taking turns. */
    Uni<List<Entry>> after(StreamCursor cursor);

    /** Forgets what is older, at most {@code limit} entries of each partition; how many in all. */
    Uni<Integer> forget(Instant before, int limit);

    /**
     * An entry.
     *
     * @param hash of the document that has come to count, with {@code size} in bytes
     * @param deleted the id that was declared deleted; with neither, everything may count otherwise than before
     */
    record Entry(
            int partition, long number, Did account, Optional<Sha256> hash, int size, Optional<PortableId> deleted) {}

    /** What of a change belongs in the stream, without partition and number. */
    static List<Entry> entries(RepositoryChange change) {
        var entries = new java.util.ArrayList<Entry>();
        int partition = StreamCursor.partition(change.owner());
        if (change.revised()) {
            entries.add(new Entry(partition, 0, change.owner(), Optional.empty(), 0, Optional.empty()));
        }
        for (StoredDocument document : change.counting()) {
            if (document.visibility() == Visibility.PUBLIC) {
                entries.add(new Entry(
                        partition,
                        0,
                        change.owner(),
                        Optional.of(document.hash()),
                        document.bytes().length,
                        Optional.empty()));
            }
            // Whether what it deletes was public is known when it is read.
            document.deletes()
                    .forEach(id ->
                            entries.add(new Entry(partition, 0, change.owner(), Optional.empty(), 0, Optional.of(id))));
        }
        return entries;
    }
}
