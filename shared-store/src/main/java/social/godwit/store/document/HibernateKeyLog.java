package social.godwit.store.document;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.checkpoint.ChainClass;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.keylog.ChainEnd;
import social.godwit.identity.keylog.KeyLog;
import social.godwit.identity.keylog.KeyLog.DeviceState;
import social.godwit.identity.keylog.KeyLogEntry;
import social.godwit.identity.keylog.KeyLogEntry.Genesis;
import social.godwit.store.Database;

/** The key log of one account: its entries among the documents, its state in {@code device}. */
final class HibernateKeyLog {
    private final Mutiny.StatelessSession session;
    private final String did;

    HibernateKeyLog(Mutiny.StatelessSession session, String did) {
        this.session = session;
        this.did = did;
    }

    /** The entries that are here, and which of them is the first. */
    record Entries(@Nullable Genesis genesis, List<KeyLogEntry> all) {}

    Uni<Entries> entries() {
        return Database.query(session, """
                        select d.bytes, r.genesis from document d join repository r on r.did = d.did
                        where d.did = $1 and d.kind = 'KEY_LOG' and d.bytes is not null order by d.number
                        """, did).map(HibernateKeyLog::entries);
    }

    private static Entries entries(List<Row> rows) {
        Genesis genesis = null;
        List<KeyLogEntry> all = new ArrayList<>();
        for (Row row : rows) {
            KeyLogEntry entry = entry(Database.bytes(row, "bytes"));
            Buffer first = row.getBuffer("genesis");
            all.add(entry);
            if (entry instanceof Genesis candidate
                    && first != null
                    && Sha256.ofHash(first.getBytes()).equals(entry.hash())) {
                genesis = candidate;
            }
        }
        return new Entries(genesis, all);
    }

    /** What is in the repository was admitted when it came, whatever the time is now. */
    private static KeyLogEntry entry(byte[] bytes) {
        if (PortableDocument.read(bytes, Instant.MAX.minus(PortableDocument.AHEAD))
                instanceof DocumentVerdict.Admissible(PortableDocument document)) {
            return Facts.keyLogEntry(document).orElseThrow();
        }
        throw new IllegalStateException("stored key log entry cannot be read");
    }

    /** When the log is to be looked at again. */
    Uni<Void> lookAgain(Optional<Instant> due) {
        return Database.execute(session, "update repository set key_log_due = $2 where did = $1", did, due.orElse(null))
                .replaceWithVoid();
    }

    /** Writes the state that the log has come to. */
    Uni<Void> write(KeyLog log) {
        List<DeviceState> states = List.copyOf(log.devices().values());
        return Database.execute(
                        session,
                        "update repository set gated = $2, genesis = $3, key_log_due = $4 where did = $1",
                        did,
                        log.requiresCheckpoints(),
                        log.genesis().hash().bytes(),
                        log.nextChange().orElse(null))
                .chain(() -> Database.execute(session, "delete from device where did = $1", did))
                .chain(() -> Database.execute(
                        session,
                        """
                        insert into device (did, device, revoked, public_seq, public_hash, private_seq, private_hash)
                        select $1, * from unnest($2::text[], $3::boolean[], $4::bigint[], $5::bytea[], $6::bigint[],
                            $7::bytea[])
                        """,
                        did,
                        states.stream().map(s -> s.device().toString()).toArray(String[]::new),
                        states.stream().map(DeviceState::revoked).toArray(Boolean[]::new),
                        seqs(states, ChainClass.PUBLIC),
                        hashes(states, ChainClass.PUBLIC),
                        seqs(states, ChainClass.PRIVATE),
                        hashes(states, ChainClass.PRIVATE)))
                .replaceWithVoid();
    }

    private static Long[] seqs(List<DeviceState> states, ChainClass chain) {
        Long[] seqs = new Long[states.size()];
        for (int i = 0; i < seqs.length; i++) {
            ChainEnd end = states.get(i).closed().get(chain);
            seqs[i] = end == null ? null : end.seq();
        }
        return seqs;
    }

    private static byte[][] hashes(List<DeviceState> states, ChainClass chain) {
        byte[][] hashes = new byte[states.size()][];
        for (int i = 0; i < hashes.length; i++) {
            ChainEnd end = states.get(i).closed().get(chain);
            hashes[i] = end == null ? null : end.hash().bytes();
        }
        return hashes;
    }

    Uni<Devices> devices() {
        return Database.query(session, "select * from device where did = $1", did)
                .map(rows -> {
                    Map<Did, DeviceState> states = new HashMap<>();
                    for (Row row : rows) {
                        Did device = Did.parse(row.getString("device")).orElseThrow();
                        Map<ChainClass, ChainEnd> closed = new HashMap<>();
                        end(row, "public", ChainClass.PUBLIC).ifPresent(end -> closed.put(ChainClass.PUBLIC, end));
                        end(row, "private", ChainClass.PRIVATE).ifPresent(end -> closed.put(ChainClass.PRIVATE, end));
                        states.put(device, new DeviceState(device, row.getBoolean("revoked"), closed));
                    }
                    return new Devices(states);
                });
    }

    private static Optional<ChainEnd> end(Row row, String name, ChainClass chain) {
        Long seq = row.getLong(name + "_seq");
        return seq == null
                ? Optional.empty()
                : Optional.of(new ChainEnd(chain, seq, HibernateRows.hash(row, name + "_hash")));
    }
}
