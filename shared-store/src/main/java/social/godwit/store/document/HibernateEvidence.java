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
import social.godwit.identity.encoding.Sha256;
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
            Facts facts = contradiction.version().facts;
            all = all.chain(() -> keep(
                    kind,
                    facts.path(),
                    facts.hash(),
                    contradiction.other(),
                    facts.document().bytes()));
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
                        : keep(
                                Evidence.Kind.VERSIONS,
                                contradiction.version().facts.path(),
                                contradiction.version().hash(),
                                contradiction.other(),
                                null));
    }

    /** Keeps two hashes, and the bytes of a refused document. */
    Uni<Void> keep(Evidence.Kind kind, String path, Sha256 one, Sha256 other, byte @Nullable [] refused) {
        boolean inOrder = one.compareTo(other) < 0;
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
                        path,
                        (inOrder ? one : other).bytes(),
                        (inOrder ? other : one).bytes(),
                        refused,
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
