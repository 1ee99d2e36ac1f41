package social.godwit.instance.admin.figure;

import static social.godwit.instance.admin.figure.Figure.STORAGE_DOCUMENTS;
import static social.godwit.instance.admin.figure.Figure.STORAGE_MEDIA;
import static social.godwit.instance.admin.figure.Figure.STORAGE_OTHER;
import static social.godwit.instance.admin.figure.Figure.STORAGE_RECEIVED;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import social.godwit.store.Database;

/**
 * What the database takes on the disk, where it tells. No two databases tell it in the same way, and some do not at all: then there are
 * no such figures but that of the media, which is what their files have together (ADR 31).
 */
final class HibernateStorage {
    private static final String TOLD = """
            select whole, documents, media, received from
                (select pg_database_size(current_database()) as whole,
                    pg_total_relation_size('document') + pg_total_relation_size('embedding')
                        + pg_total_relation_size('tombstone') as documents,
                    pg_total_relation_size('blob_part') as media,
                    pg_total_relation_size('gateway_record') + pg_total_relation_size('inbox_activity')
                        + pg_total_relation_size('inbox_item') + pg_total_relation_size('note')
                        + pg_total_relation_size('interaction') as received) s""";

    private static final String FILES = "select cast(coalesce(sum(size), 0) as bigint) as media from blob";

    private final Database database;

    HibernateStorage(Database database) {
        this.database = database;
    }

    /** The figures that there are, in a transaction of their own: a database that does not know the question ends it. */
    Uni<Map<Figure, Long>> read() {
        return read(TOLD);
    }

    /** The same, asked in these words. */
    Uni<Map<Figure, Long>> read(String question) {
        return database.inTransaction(session -> Database.query(session, question)
                        .map(List::getFirst)
                        .map(row -> {
                            long documents = row.getLong("documents");
                            long media = row.getLong("media");
                            long received = row.getLong("received");
                            return Map.of(
                                    STORAGE_DOCUMENTS, documents,
                                    STORAGE_MEDIA, media,
                                    STORAGE_RECEIVED, received,
                                    STORAGE_OTHER, row.getLong("whole") - documents - media - received);
                        }))
                .onFailure(Database::isUnsupported)
                .recoverWithUni(() -> database.inTransaction(session -> Database.query(session, FILES)
                        .map(rows -> Map.of(STORAGE_MEDIA, rows.getFirst().getLong("media")))));
    }
}
