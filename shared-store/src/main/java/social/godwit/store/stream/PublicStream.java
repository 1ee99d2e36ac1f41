package social.godwit.store.stream;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.document.Lookup;
import social.godwit.store.document.Repositories;
import social.godwit.store.document.StoredDocument;

/**
 * The stream as it is read. What is no longer shown, or was never public, is passed over when it is read: nothing that is
 * deleted leaves by a late reading.
 */
@ApplicationScoped
public class PublicStream {
    /** How long events can be read. */
    public static final Duration KEPT = Duration.ofDays(30);

    /** Documents of one reading have at most so many bytes together, or are a single one. */
    static final int MAX_BYTES = 1 << 20;

    private final StreamLog log;
    private final Repositories repositories;
    private final InstantSource clock;

    /** A stream over these repositories, whose changes {@code log} is told of. */
    public PublicStream(StreamLog log, Repositories repositories, InstantSource clock) {
        this.log = log;
        this.repositories = repositories;
        this.clock = clock;
    }

    /** A piece of the stream. */
    public sealed interface Reading {
        /**
         * What follows.
         *
         * @param next where to go on: later than the last event when what lay between is passed over
         */
        record Events(List<StreamEvent> events, StreamCursor next) implements Reading {}

        /** The cursor names a place that was forgotten, or that this stream has never reached. */
        record Unknown() implements Reading {}
    }

    /** The place after everything. */
    public Uni<StreamCursor> newest() {
        return log.newest();
    }

    /** What follows the cursor, as far as it fits into one reading. */
    public Uni<Reading> after(StreamCursor cursor) {
        return log.forgotten()
                .chain(forgotten -> log.newest().chain(newest -> {
                    boolean known = cursor.reaches(forgotten) && newest.reaches(cursor);
                    return known
                            ? log.after(cursor).chain(entries -> read(cursor, fitting(entries)))
                            : Uni.createFrom().item(new Reading.Unknown());
                }));
    }

    /** Forgets what is older than {@link #KEPT}; how many events. */
    public Uni<Integer> forget(int limit) {
        return log.forget(clock.instant().minus(KEPT), limit);
    }

    private static List<StreamLog.Entry> fitting(List<StreamLog.Entry> entries) {
        long bytes = 0;
        int taken = 0;
        for (StreamLog.Entry entry : entries) {
            bytes += entry.size();
            if (taken > 0 && bytes > MAX_BYTES) {
                break;
            }
            taken++;
        }
        return entries.subList(0, taken);
    }

    private Uni<Reading> read(StreamCursor cursor, List<StreamLog.Entry> entries) {
        Map<Did, Set<Sha256>> wanted = new LinkedHashMap<>();
        List<PortableId> deleted = new ArrayList<>();
        for (StreamLog.Entry entry : entries) {
            entry.hash()
                    .ifPresent(hash -> wanted.computeIfAbsent(entry.account(), absent -> new LinkedHashSet<>())
                            .add(hash));
            entry.deleted().ifPresent(deleted::add);
        }
        Uni<List<StoredDocument>> shown =
                wanted.isEmpty() ? Uni.createFrom().item(List.of()) : repositories.shown(wanted);
        return shown.chain(documents ->
                publicly(deleted).map(gone -> (Reading) events(cursor, entries, byHash(documents), gone)));
    }

    private static Map<Sha256, StoredDocument> byHash(List<StoredDocument> documents) {
        Map<Sha256, StoredDocument> byHash = new HashMap<>();
        documents.forEach(document -> byHash.put(document.hash(), document));
        return byHash;
    }

    /** Of these ids, those that are deleted and that everyone could see before. */
    private Uni<Set<PortableId>> publicly(List<PortableId> ids) {
        Set<PortableId> gone = new LinkedHashSet<>();
        Uni<Void> all = Uni.createFrom().voidItem();
        for (PortableId id : ids) {
            all = all.chain(() -> repositories.find(id))
                    .invoke(lookup -> {
                        if (lookup instanceof Lookup.Deleted was && was.visibility() == Visibility.PUBLIC) {
                            gone.add(id);
                        }
                    })
                    .replaceWithVoid();
        }
        return all.replaceWith(gone);
    }

    private static Reading.Events events(
            StreamCursor cursor,
            List<StreamLog.Entry> entries,
            Map<Sha256, StoredDocument> documents,
            Set<PortableId> gone) {
        List<StreamEvent> events = new ArrayList<>();
        StreamCursor at = cursor;
        for (StreamLog.Entry entry : entries) {
            at = at.with(entry.partition(), entry.number());
            event(at, entry, documents, gone).ifPresent(events::add);
        }
        return new Reading.Events(List.copyOf(events), at);
    }

    private static Optional<StreamEvent> event(
            StreamCursor at, StreamLog.Entry entry, Map<Sha256, StoredDocument> documents, Set<PortableId> gone) {
        if (entry.hash().isPresent()) {
            return Optional.ofNullable(documents.get(entry.hash().get()))
                    .filter(document -> document.visibility() == Visibility.PUBLIC)
                    .map(document -> new StreamEvent.Document(at, document));
        }
        if (entry.deleted().isPresent()) {
            return entry.deleted().filter(gone::contains).map(id -> new StreamEvent.Deletion(at, id));
        }
        return Optional.of(new StreamEvent.Revision(at, entry.account()));
    }
}
