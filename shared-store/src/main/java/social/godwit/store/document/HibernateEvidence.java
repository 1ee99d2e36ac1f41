package social.godwit.store.document;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.did.Did;
import social.godwit.store.Database;

/** Keeps and finds {@link Evidence}. */
final class HibernateEvidence {
    private final Mutiny.StatelessSession session;
    private final Did owner;
    private final Instant now;

    HibernateEvidence(Mutiny.StatelessSession session, Did owner, Instant now) {
        this.session = session;
        this.owner = owner;
        this.now = now;
    }

    /** Looks at pairs of versions and keeps those that say different things. */
    Uni<Void> keep(List<Contradiction> contradictions) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Contradiction contradiction : contradictions) {
            all = all.chain(() -> keep(contradiction));
        }
        return all;
    }

    /** Keeps pairs with the bytes of the one that came. */
    Uni<Void> keep(Evidence.Kind kind, List<Contradiction> contradictions) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Contradiction contradiction : contradictions) {
            byte[] bytes = contradiction.version().facts.document().bytes();
            all = all.chain(() -> keep(kind, contradiction, bytes));
        }
        return all;
    }

    private Uni<Void> keep(Contradiction contradiction) {
        return HibernateReads.find(session, owner, contradiction.other())
                .chain(other -> other.isPresent()
                                && SignedContent.same(
                                        other.get().json(),
                                        contradiction.version().facts.document().json())
                        ? Uni.createFrom().voidItem()
                        : keep(Evidence.Kind.VERSIONS, contradiction, null));
    }

    private Uni<Void> keep(Evidence.Kind kind, Contradiction contradiction, byte @Nullable [] bytes) {
        return Database.execute(
                        session,
                        """
                        insert into evidence (did, kind, path, first, second, bytes, seen_at)
                        select $1, $2, $3, $4, $5, $6, $7
                        where (select count(*) from evidence where did = $1) < $8
                        on conflict do nothing
                        """,
                        owner.toString(),
                        kind.name(),
                        contradiction.path(kind),
                        contradiction.first().bytes(),
                        contradiction.second().bytes(),
                        bytes,
                        now,
                        Repositories.MAX_EVIDENCE)
                .replaceWithVoid();
    }

    static Uni<List<Evidence>> find(Mutiny.StatelessSession session, Did owner, int limit) {
        return Database.query(session, """
                        select kind, path, first, second, bytes, seen_at from evidence
                        where did = $1 order by seen_at, first, second limit $2
                        """, owner.toString(), Paging.limit(limit))
                .map(rows -> rows.stream().map(row -> evidence(owner, row)).toList());
    }

    private static Evidence evidence(Did owner, Row row) {
        Buffer bytes = row.getBuffer("bytes");
        return new Evidence(
                owner,
                Evidence.Kind.valueOf(row.getString("kind")),
                row.getString("path"),
                HibernateRows.hash(row, "first"),
                HibernateRows.hash(row, "second"),
                Optional.ofNullable(bytes).map(Buffer::getBytes),
                Database.instant(row, "seen_at"));
    }
}
