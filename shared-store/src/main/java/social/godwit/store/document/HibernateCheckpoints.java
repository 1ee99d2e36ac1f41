package social.godwit.store.document;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.checkpoint.ChainClass;
import social.godwit.identity.checkpoint.Checkpoint;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.keylog.ChainEnd;
import social.godwit.identity.keylog.KeyLog.DeviceState;
import social.godwit.store.Database;

/** Checkpoints of one account, what they list, and which of them count. */
final class HibernateCheckpoints {
    private final Mutiny.StatelessSession session;
    private final String did;

    HibernateCheckpoints(Mutiny.StatelessSession session, String did) {
        this.session = session;
        this.did = did;
    }

    /**
     * Inserts links with what they list; those of devices that may speak count. A link that was signed again is as new as the newest
     * signature.
     */
    Uni<Void> insert(Map<Candidate, Checkpoint> links, Devices devices) {
        List<Candidate> documents = List.copyOf(links.keySet());
        List<Checkpoint> all = List.copyOf(links.values());
        List<byte[]> hashes = new ArrayList<>();
        List<byte[]> sources = new ArrayList<>();
        List<Boolean> counts = new ArrayList<>();
        for (Checkpoint link : all) {
            for (Sha256 added : link.added()) {
                hashes.add(added.bytes());
                sources.add(link.hash().bytes());
                counts.add(devices.open(link.device()));
            }
        }
        return Database.execute(
                        session,
                        """
                        insert into checkpoint
                            (did, device, class, seq, hash, previous, total, counts, signed_at)
                        select $1, device, class, seq, hash, previous, total, counts, max(signed_at)
                        from unnest($2::text[], $3::text[], $4::bigint[], $5::bytea[], $6::bytea[],
                            $7::bigint[], $8::boolean[], $9::timestamptz[])
                            as link (device, class, seq, hash, previous, total, counts, signed_at)
                        group by device, class, seq, hash, previous, total, counts
                        on conflict (did, device, class, seq, hash)
                            do update set signed_at = greatest(checkpoint.signed_at, excluded.signed_at)
                        """,
                        did,
                        all.stream().map(link -> link.device().toString()).toArray(String[]::new),
                        all.stream().map(link -> link.chain().toString()).toArray(String[]::new),
                        all.stream().map(Checkpoint::seq).toArray(Long[]::new),
                        all.stream().map(link -> link.hash().bytes()).toArray(byte[][]::new),
                        all.stream().map(HibernateCheckpoints::previous).toArray(byte[][]::new),
                        all.stream().map(Checkpoint::count).toArray(Long[]::new),
                        all.stream().map(link -> devices.open(link.device())).toArray(Boolean[]::new),
                        documents.stream()
                                .map(candidate -> candidate.facts.document().proofTime())
                                .toArray(Instant[]::new))
                .chain(() -> Database.execute(
                        session,
                        """
                        insert into listing (did, hash, checkpoint, counts)
                        select $1, * from unnest($2::bytea[], $3::bytea[], $4::boolean[])
                        on conflict do nothing
                        """,
                        did,
                        hashes.toArray(byte[][]::new),
                        sources.toArray(byte[][]::new),
                        counts.toArray(Boolean[]::new)))
                .replaceWithVoid();
    }

    private static byte @Nullable [] previous(Checkpoint link) {
        return link.previous().map(Sha256::bytes).orElse(null);
    }

    /**
     * Pairs of these links and others with the same place in the same chain. Of links that come together each is paired with a lower one
     * only: so every one of three is in a pair, in whatever order they come.
     */
    Uni<List<Contradiction>> forks(Map<Candidate, Checkpoint> links) {
        Map<Sha256, Candidate> byLink = new HashMap<>();
        links.forEach((candidate, link) -> byLink.put(link.hash(), candidate));
        return Database.query(session, """
                        select a.hash as hash, b.hash as other from checkpoint a
                        join checkpoint b on b.did = a.did and b.device = a.device and b.class = a.class
                                          and b.seq = a.seq and b.hash <> a.hash
                        where a.did = $1 and a.hash = any($2) and (b.hash < a.hash or b.hash <> all($2)) order by a.hash, b.hash
                        """, did, HibernateReads.bytes(byLink.keySet()))
                .map(rows -> {
                    List<Contradiction> forks = new ArrayList<>();
                    for (Row row : rows) {
                        Sha256 name = HibernateRows.hash(row, "hash");
                        Candidate candidate = byLink.remove(name);
                        if (candidate != null) {
                            forks.add(new Contradiction(candidate, name, HibernateRows.hash(row, "other")));
                        }
                    }
                    return forks;
                });
    }

    /** Decides again which links count: all of a device that may speak, of a revoked one those that lead to its end. */
    Uni<Void> recount(Devices devices) {
        Uni<Void> all = Database.execute(session, "update checkpoint set counts = false where did = $1 and counts", did)
                .replaceWithVoid();
        for (DeviceState state : devices.states().values()) {
            all = all.chain(() -> recount(state));
        }
        return all.chain(() -> Database.execute(session, """
                        update listing l set counts = c.counts from checkpoint c
                        where l.did = $1 and c.did = l.did and c.hash = l.checkpoint and l.counts <> c.counts
                        """, did)).replaceWithVoid();
    }

    private Uni<Void> recount(DeviceState state) {
        if (!state.revoked()) {
            return Database.execute(
                            session,
                            "update checkpoint set counts = true where did = $1 and device = $2",
                            did,
                            state.device().toString())
                    .replaceWithVoid();
        }
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Map.Entry<ChainClass, ChainEnd> end : state.closed().entrySet()) {
            all = all.chain(() -> recountUpTo(state.device().toString(), end.getValue()));
        }
        return all;
    }

    private Uni<Void> recountUpTo(String device, ChainEnd end) {
        return Database.execute(
                        session,
                        """
                        with recursive recognised(hash, previous, seq) as (
                            select hash, previous, seq from checkpoint
                            where did = $1 and device = $2 and class = $3 and seq = $4 and hash = $5
                            union all
                            select c.hash, c.previous, c.seq from checkpoint c
                            join recognised r on c.hash = r.previous and c.seq = r.seq - 1
                            where c.did = $1 and c.device = $2 and c.class = $3)
                        update checkpoint set counts = true
                        where did = $1 and device = $2 and class = $3 and hash in (select hash from recognised)
                        """,
                        did,
                        device,
                        end.chain().toString(),
                        end.seq(),
                        end.hash().bytes())
                .replaceWithVoid();
    }
}
