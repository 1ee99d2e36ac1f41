package social.godwit.store.document;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.did.Origin;
import social.godwit.store.Database;

/** Inserts what batches of several owners bring, a table per statement, whatever their size. */
final class HibernateInsert {
    private final Mutiny.StatelessSession session;

    HibernateInsert(Mutiny.StatelessSession session) {
        this.session = session;
    }

    /** A document, and the DID of its owner. */
    record Fresh(String did, Candidate candidate) {}

    Uni<Void> all(List<Fresh> fresh, Instant now) {
        if (fresh.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return documents(fresh, now)
                .chain(() -> embeddings(fresh))
                .chain(() -> tombstones(fresh))
                .chain(() -> networks(fresh));
    }

    private Uni<Void> documents(List<Fresh> fresh, Instant now) {
        return Database.execute(
                        session,
                        """
                        insert into document (received_at, did, hash, number, path, spelling, type, kind, class, rank,
                            proof_second, proof_nano, sequence, standalone, size, bytes, gone, listed, deleted)
                        select $1, * from unnest($2::text[], $3::bytea[], $4::bigint[], $5::text[], $6::text[], $7::text[],
                            $8::text[], $9::text[], $10::bytea[], $11::bigint[], $12::integer[], $13::bigint[],
                            $14::boolean[], $15::integer[], $16::bytea[], $17::text[], $18::boolean[], $19::boolean[])
                        """,
                        now,
                        fresh.stream().map(Fresh::did).toArray(String[]::new),
                        column(fresh, byte[][]::new, c -> c.hash().bytes()),
                        column(fresh, Long[]::new, c -> c.number),
                        column(fresh, String[]::new, c -> c.facts.path()),
                        column(fresh, String[]::new, HibernateInsert::spelling),
                        column(fresh, String[]::new, c -> c.facts.document().type()),
                        column(fresh, String[]::new, c -> c.facts.kind().name()),
                        column(
                                fresh,
                                String[]::new,
                                c -> c.facts.document().visibility().name()),
                        column(fresh, byte[][]::new, c -> c.facts.rank().bytes()),
                        column(
                                fresh,
                                Long[]::new,
                                c -> c.facts.document().proofTime().getEpochSecond()),
                        column(
                                fresh,
                                Integer[]::new,
                                c -> c.facts.document().proofTime().get(ChronoField.NANO_OF_SECOND)),
                        column(fresh, Long[]::new, HibernateInsert::sequence),
                        column(fresh, Boolean[]::new, c -> c.standalone),
                        column(fresh, Integer[]::new, c -> c.facts.document().bytes().length),
                        column(
                                fresh,
                                byte[][]::new,
                                c -> c.erased ? null : c.facts.document().bytes()),
                        column(fresh, String[]::new, c -> c.erased ? "ERASED" : null),
                        column(fresh, Boolean[]::new, c -> c.listed),
                        column(fresh, Boolean[]::new, c -> c.deleted))
                .replaceWithVoid();
    }

    private static @Nullable String spelling(Candidate candidate) {
        return candidate.facts.document().spelling().map(Origin::toString).orElse(null);
    }

    private static @Nullable Long sequence(Candidate candidate) {
        var sequence = candidate.facts.document().sequence();
        return sequence.isPresent() ? sequence.getAsLong() : null;
    }

    private Uni<Void> embeddings(List<Fresh> fresh) {
        List<String> dids = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        List<byte[]> outer = new ArrayList<>();
        List<byte[]> inner = new ArrayList<>();
        for (Fresh one : fresh) {
            Candidate candidate = one.candidate;
            for (Facts.Content content : candidate.facts.contents()) {
                dids.add(one.did);
                paths.add(content.path());
                outer.add(candidate.hash().bytes());
                inner.add(content.hash().bytes());
            }
        }
        return paths.isEmpty()
                ? Uni.createFrom().voidItem()
                : Database.execute(
                                session,
                                """
                                insert into embedding (did, path, outer_hash, inner_hash)
                                select * from unnest($1::text[], $2::text[], $3::bytea[], $4::bytea[])
                                on conflict do nothing
                                """,
                                dids.toArray(String[]::new),
                                paths.toArray(String[]::new),
                                outer.toArray(byte[][]::new),
                                inner.toArray(byte[][]::new))
                        .replaceWithVoid();
    }

    private Uni<Void> tombstones(List<Fresh> fresh) {
        List<String> dids = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        List<byte[]> sources = new ArrayList<>();
        for (Fresh one : fresh) {
            Candidate candidate = one.candidate;
            for (String path : candidate.facts.deletes()) {
                dids.add(one.did);
                paths.add(path);
                sources.add(candidate.hash().bytes());
            }
        }
        return paths.isEmpty()
                ? Uni.createFrom().voidItem()
                : Database.execute(
                                session,
                                """
                                insert into tombstone (did, path, source)
                                select * from unnest($1::text[], $2::text[], $3::bytea[])
                                """,
                                dids.toArray(String[]::new),
                                paths.toArray(String[]::new),
                                sources.toArray(byte[][]::new))
                        .replaceWithVoid();
    }

    private Uni<Void> networks(List<Fresh> fresh) {
        List<String> dids = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<byte[]> ranks = new ArrayList<>();
        List<byte[]> hashes = new ArrayList<>();
        for (Fresh one : fresh) {
            Candidate candidate = one.candidate;
            candidate.facts.networks().forEach(network -> {
                dids.add(one.did);
                names.add(network.toString());
                ranks.add(candidate.facts.rank().bytes());
                hashes.add(candidate.hash().bytes());
            });
        }
        return names.isEmpty()
                ? Uni.createFrom().voidItem()
                : Database.execute(
                                session,
                                """
                                insert into named_network (did, network, rank, hash)
                                select * from unnest($1::text[], $2::text[], $3::bytea[], $4::bytea[])
                                """,
                                dids.toArray(String[]::new),
                                names.toArray(String[]::new),
                                ranks.toArray(byte[][]::new),
                                hashes.toArray(byte[][]::new))
                        .replaceWithVoid();
    }

    static <T> @Nullable Object column(
            List<Fresh> rows, java.util.function.IntFunction<T[]> array, Function<Candidate, @Nullable T> value) {
        T[] column = array.apply(rows.size());
        for (int i = 0; i < column.length; i++) {
            column[i] = value.apply(rows.get(i).candidate);
        }
        return column;
    }
}
