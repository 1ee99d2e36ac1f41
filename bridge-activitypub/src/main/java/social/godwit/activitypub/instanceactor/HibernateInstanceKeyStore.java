package social.godwit.activitypub.instanceactor;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import social.godwit.store.Database;

/** The table {@code instance_key}. */
@Singleton
final class HibernateInstanceKeyStore implements InstanceKeyStore {
    private final Database database;

    HibernateInstanceKeyStore(Database database) {
        this.database = database;
    }

    @Override
    public Uni<byte[]> findOrInsert(String name, Uni<byte[]> fresh, Instant now) {
        return database.inTransaction(session -> find(session, name))
                .chain(found -> found.map(known -> Uni.createFrom().item(known))
                        .orElseGet(() -> fresh.chain(
                                made -> database.inTransaction(session -> insert(session, name, made, now)))));
    }

    private static Uni<byte[]> insert(Mutiny.StatelessSession session, String name, byte[] secret, Instant now) {
        return Database.execute(
                        session,
                        "insert into instance_key (name, secret, created) values ($1, $2, $3) on conflict do nothing",
                        name,
                        secret,
                        now)
                .chain(() -> find(session, name))
                .map(found -> found.orElseThrow(() -> new IllegalStateException("no instance key " + name)));
    }

    private static Uni<Optional<byte[]>> find(Mutiny.StatelessSession session, String name) {
        return Database.query(session, "select secret from instance_key where name = $1", name)
                .map(rows -> rows.stream().findFirst().map(row -> Database.bytes(row, "secret")));
    }
}
