package social.godwit.store.inspection;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.Database;
import social.godwit.store.document.Filed.Place;

/** {@link InspectionStore} in PostgreSQL. */
@ApplicationScoped
class HibernateInspectionStore implements InspectionStore {
    private static final byte[] BEFORE_ALL = {};

    private final Database database;

    HibernateInspectionStore(Database database) {
        this.database = database;
    }

    @Override
    public Uni<Progress> progress() {
        return database.inTransaction(session -> Database.query(
                        session, "select begun_at, ended_at, did, hash, documents from inspection where id = 1"))
                .map(rows -> progress(rows.getFirst()));
    }

    private static Progress progress(Row row) {
        return new Progress(
                Optional.ofNullable(row.getOffsetDateTime("begun_at")).map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getOffsetDateTime("ended_at")).map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getString("did")).map(did -> place(row)),
                row.getLong("documents"));
    }

    private static Place place(Row row) {
        return new Place(Did.parse(row.getString("did")).orElseThrow(), Sha256.ofHash(Database.bytes(row, "hash")));
    }

    @Override
    public Uni<Boolean> claim(Instant now, Duration lease) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "update inspection set leased_until = $2"
                                + " where id = 1 and (leased_until is null or leased_until <= $1)",
                        now,
                        now.plus(lease)))
                .map(rows -> rows > 0);
    }

    @Override
    public Uni<Void> release() {
        return database.inTransaction(
                        session -> Database.execute(session, "update inspection set leased_until = null where id = 1"))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> begin(Instant now) {
        return database.inTransaction(session -> Database.execute(session, """
                        update inspection set begun_at = $1, ended_at = null, did = null, hash = null, documents = 0
                        where id = 1
                        """, now))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> advance(
            Optional<Place> from, Optional<Place> last, int documents, List<Fault> faults, Instant now) {
        return database.inTransaction(session -> clear(session, from, last)
                .chain(() -> note(session, faults))
                .chain(() -> Database.execute(
                        session,
                        """
                        update inspection set documents = documents + $1, did = coalesce($2, did),
                            hash = coalesce($3, hash), ended_at = $4
                        where id = 1
                        """,
                        documents,
                        last.map(place -> place.repository().toString()).orElse(null),
                        last.map(place -> place.hash().bytes()).orElse(null),
                        last.isPresent() ? null : now))
                .replaceWithVoid());
    }

    private static Uni<Void> clear(Mutiny.StatelessSession session, Optional<Place> from, Optional<Place> last) {
        return Database.execute(
                        session,
                        """
                        delete from inspection_fault
                        where (did, hash) > ($1, $2) and ($5 or (did, hash) <= ($3, $4))
                        """,
                        from.map(place -> place.repository().toString()).orElse(""),
                        from.map(place -> place.hash().bytes()).orElse(BEFORE_ALL),
                        last.map(place -> place.repository().toString()).orElse(""),
                        last.map(place -> place.hash().bytes()).orElse(BEFORE_ALL),
                        last.isEmpty())
                .replaceWithVoid();
    }

    private static Uni<Void> note(Mutiny.StatelessSession session, List<Fault> faults) {
        return faults.isEmpty()
                ? Uni.createFrom().voidItem()
                : Database.execute(
                                session,
                                "insert into inspection_fault (did, hash, reason, found_at)"
                                        + " select * from unnest($1::text[], $2::bytea[], $3::text[], $4::timestamptz[])",
                                faults.stream()
                                        .map(fault -> fault.place().repository().toString())
                                        .toArray(String[]::new),
                                faults.stream()
                                        .map(fault -> fault.place().hash().bytes())
                                        .toArray(byte[][]::new),
                                faults.stream().map(Fault::reason).toArray(String[]::new),
                                faults.stream().map(Fault::foundAt).toArray(Instant[]::new))
                        .replaceWithVoid();
    }

    @Override
    public Uni<List<Fault>> faults(int limit) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select did, hash, reason, found_at from inspection_fault order by did, hash limit $1",
                        Math.clamp(limit, 1, MAX_LIST)))
                .map(rows -> rows.stream()
                        .map(row -> new Fault(place(row), row.getString("reason"), Database.instant(row, "found_at")))
                        .toList());
    }

    @Override
    public Uni<Long> faultCount() {
        return database.inTransaction(
                        session -> Database.query(session, "select count(*) as faults from inspection_fault"))
                .map(rows -> rows.getFirst().getLong("faults"));
    }
}
