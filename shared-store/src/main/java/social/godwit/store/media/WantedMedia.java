package social.godwit.store.media;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.Database;

/**
 * Media that documents here name and that are not here yet. A file that never comes is forgotten after {@link #PATIENCE}; the
 * documents do not wait for it. Calls within a transaction join it.
 */
@ApplicationScoped
public class WantedMedia {
    /** Most files that are wanted for an account; what is named beyond is not asked for. */
    public static final int ACCOUNT_MAX = 100_000;

    /** How long a file is tried to be had. */
    public static final Duration PATIENCE = Duration.ofDays(30);

    /** Files are fetched in parts of so many bytes. */
    public static final int PART_BYTES = 4 * 1024 * 1024;

    /** How long a claim lasts. */
    static final Duration CLAIM = Duration.ofMinutes(10);

    private final Database database;
    private final InstantSource clock;

    WantedMedia(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * A file to be fetched.
     *
     * @param document a document of the account that names it
     * @param attempts how often that failed so far
     */
    public record Wanted(Did account, Sha256 hash, Sha256 document, int attempts) {}

    /** Wants those that the account does not keep; one that is here for somebody else is kept for this account, too. */
    public Uni<Void> want(Did account, Sha256 document, Collection<Sha256> hashes) {
        if (hashes.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        String[] named = hashes.stream().map(Sha256::hex).toArray(String[]::new);
        Instant now = clock.instant();
        return database.inTransaction(session -> Database.execute(session, """
                        insert into blob_reference (did, hash, since)
                        select $1, hash, $3 from blob where hash = any ($2::text[]) for update
                        on conflict do nothing
                        """, account.toString(), named, now)
                .chain(() -> Database.execute(
                        session, """
                        insert into wanted_media (did, hash, document, since, due_at)
                        select $1, h.hash, $4, $3, $3 from unnest($2::text[]) h (hash)
                        where not exists (select 1 from blob_reference r where r.did = $1 and r.hash = h.hash)
                          and (select count(*) from wanted_media w where w.did = $1) < $5
                        on conflict (did, hash) do update set document = excluded.document
                        """, account.toString(), named, now, document.bytes(), (long) ACCOUNT_MAX))
                .replaceWithVoid());
    }

    /** Takes files to be fetched now, one of an account; nobody else gets them for a while. */
    public Uni<List<Wanted>> claim(int limit) {
        Instant now = clock.instant();
        return database.inTransaction(session -> Database.query(session, """
                        update wanted_media set due_at = $2 where (did, hash) in (
                            select did, hash from wanted_media w where due_at <= $1
                              and not exists (select 1 from wanted_media e where e.did = w.did and e.due_at <= $1
                                              and (e.due_at, e.hash) < (w.due_at, w.hash))
                            order by due_at limit $3 for update skip locked)
                        returning did, hash, document, attempts
                        """, now, now.plus(CLAIM), (long) limit))
                .map(rows -> rows.stream()
                        .map(row -> new Wanted(
                                Did.parse(row.getString("did")).orElseThrow(),
                                Sha256.parseHex(row.getString("hash")).orElseThrow(),
                                Sha256.ofHash(Database.bytes(row, "document")),
                                row.getInteger("attempts")))
                        .toList());
    }

    /** What is here of the file, part after part; parts of the account's other files go. */
    public Uni<List<byte[]>> parts(Wanted wanted) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "delete from wanted_media_part where did = $1 and hash <> $2",
                        wanted.account().toString(),
                        wanted.hash().hex())
                .chain(() -> Database.query(
                        session,
                        "select bytes from wanted_media_part where did = $1 and hash = $2 order by part",
                        wanted.account().toString(),
                        wanted.hash().hex()))
                .map(rows ->
                        rows.stream().map(row -> Database.bytes(row, "bytes")).toList()));
    }

    /** Keeps the next part. */
    public Uni<Void> addPart(Wanted wanted, int part, byte[] bytes) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "insert into wanted_media_part (did, hash, part, bytes) values ($1, $2, $3, $4)"
                                + " on conflict (did, hash, part) do update set bytes = excluded.bytes",
                        wanted.account().toString(),
                        wanted.hash().hex(),
                        part,
                        bytes))
                .replaceWithVoid();
    }

    /** The parts were those of another file. */
    public Uni<Void> dropParts(Wanted wanted) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "delete from wanted_media_part where did = $1 and hash = $2",
                        wanted.account().toString(),
                        wanted.hash().hex()))
                .replaceWithVoid();
    }

    /** It did not come: to be tried again after that time. */
    public Uni<Void> putOff(Wanted wanted, Instant until) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "update wanted_media set due_at = $3, attempts = least(attempts + 1, 1000)"
                                + " where did = $1 and hash = $2",
                        wanted.account().toString(),
                        wanted.hash().hex(),
                        until))
                .replaceWithVoid();
    }

    /** It is here, or is wanted no longer. */
    public Uni<Void> done(Wanted wanted) {
        return dropParts(wanted)
                .chain(() -> database.inTransaction(session -> Database.execute(
                        session,
                        "delete from wanted_media where did = $1 and hash = $2",
                        wanted.account().toString(),
                        wanted.hash().hex())))
                .replaceWithVoid();
    }

    /** How many files of the account are still to come. */
    public Uni<Long> count(Did account) {
        return database.inTransaction(session -> Database.query(
                        session, "select count(*) as many from wanted_media where did = $1", account.toString()))
                .map(rows -> rows.getFirst().getLong("many"));
    }

    /** Gives up on what is wanted for too long, at most {@code limit} at a time; how many. */
    public Uni<Integer> forgetOld(int limit) {
        return database.inTransaction(session -> Database.query(
                        session, """
                        delete from wanted_media where (did, hash) in (
                            select did, hash from wanted_media where since < $1 limit $2) returning did, hash
                        """, clock.instant().minus(PATIENCE), (long) limit)
                .chain(rows -> rows.isEmpty()
                        ? Uni.createFrom().item(0)
                        : Database.execute(
                                        session,
                                        """
                                        delete from wanted_media_part p using unnest($1::text[], $2::text[]) g (did, hash)
                                        where p.did = g.did and p.hash = g.hash
                                        """,
                                        rows.stream()
                                                .map(row -> row.getString("did"))
                                                .toArray(String[]::new),
                                        rows.stream()
                                                .map(row -> row.getString("hash"))
                                                .toArray(String[]::new))
                                .replaceWith(rows.size())));
    }
}
