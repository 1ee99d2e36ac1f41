package social.godwit.store.document;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.Database;

/** Rows of {@code document} and what they mean. */
final class HibernateRows {
    /** The columns that {@link #document} reads, of a table called {@code d}. */
    static final String COLUMNS = "d.did, d.hash, d.number, d.path, d.spelling, d.type, d.kind, d.class, d.rank,"
            + " d.sequence, d.proof_second, d.proof_nano, d.bytes";

    /** Whether a row is shown, but for newer versions of its id. */
    static final String SHOWN = "d.listed and not d.deleted and d.bytes is not null";

    /** Whether no newer version of the id is listed. */
    static final String NEWEST = """
            not exists (select 1 from document n
                        where n.did = d.did and n.path = d.path and n.rank > d.rank and n.listed)
            """;

    private HibernateRows() {}

    /** The document of a row whose bytes are there. */
    static StoredDocument document(Row row) {
        Did did = did(row);
        String spelling = row.getString("spelling");
        Long sequence = row.getLong("sequence");
        return new StoredDocument(
                Facts.id(did, row.getString("path")),
                Optional.ofNullable(spelling).flatMap(Origin::parse),
                hash(row, "hash"),
                row.getString("type"),
                DocumentKind.valueOf(row.getString("kind")),
                Visibility.valueOf(row.getString("class")),
                row.getLong("number"),
                rank(row),
                sequence == null ? OptionalLong.empty() : OptionalLong.of(sequence),
                Instant.ofEpochSecond(row.getLong("proof_second"), row.getInteger("proof_nano")),
                Database.bytes(row, "bytes"));
    }

    static Did did(Row row) {
        return Did.parse(row.getString("did")).orElseThrow();
    }

    static Sha256 hash(Row row, String column) {
        return Sha256.ofHash(Database.bytes(row, column));
    }

    static VersionRank rank(Row row) {
        return VersionRank.ofBytes(Database.bytes(row, "rank"));
    }
}
