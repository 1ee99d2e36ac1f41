package social.godwit.activitypub.keybag;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;
import social.godwit.identity.did.Did;
import social.godwit.store.Database;

/** Wrong passphrases in PostgreSQL. */
@ApplicationScoped
class HibernateGuessStore implements GuessStore {
    private static final Duration KNOWN_FOR = Duration.ofDays(90);

    private final Database database;

    HibernateGuessStore(Database database) {
        this.database = database;
    }

    @Override
    public Uni<Counted> lock(Did account, String network, Instant now) {
        // Always in this order, so that no two attempts wait for each other.
        return database.inTransaction(session -> one(session, "", network)
                .chain(ofNetwork -> one(session, account.toString(), "")
                        .chain(ofAccount -> Database.query(
                                        session,
                                        "select failures, last_at from key_bag_guess where did = $1 and network = $2"
                                                + " and known for update",
                                        account.toString(),
                                        network)
                                .map(rows -> new Counted(ofNetwork, ofAccount, first(rows))))));
    }

    private static Uni<Guesses> one(StatelessSession session, String did, String network) {
        return Database.query(
                        session,
                        "insert into key_bag_guess (did, network, failures, known, last_at) values ($1, $2, 0, false, $3)"
                                + " on conflict (did, network) do update set failures = key_bag_guess.failures"
                                + " returning failures, last_at",
                        did,
                        network,
                        Instant.EPOCH)
                .map(rows -> first(rows).orElseThrow());
    }

    private static Optional<Guesses> first(List<Row> rows) {
        return rows.stream()
                .findFirst()
                .map(row -> new Guesses(row.getInteger("failures"), Database.instant(row, "last_at")));
    }

    @Override
    public Uni<Void> save(Did account, String network, Counted counted) {
        return database.inTransaction(session -> update(session, "", network, counted.network())
                .chain(() -> counted.known().isPresent()
                        ? update(
                                session,
                                account.toString(),
                                network,
                                counted.known().get())
                        : update(session, account.toString(), "", counted.account())));
    }

    private static Uni<Void> update(StatelessSession session, String did, String network, Guesses guesses) {
        return Database.execute(
                        session,
                        "update key_bag_guess set failures = $3, last_at = $4 where did = $1 and network = $2",
                        did,
                        network,
                        guesses.failures(),
                        guesses.last())
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> know(Did account, String network, Instant now) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "insert into key_bag_guess (did, network, failures, known, last_at) values ($1, $2, 0, true, $3)"
                                + " on conflict (did, network) do update set failures = 0, known = true, last_at = $3",
                        account.toString(),
                        network,
                        now))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> upkeep(Instant now) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "delete from key_bag_guess where last_at < $1 or (not known and last_at < $2)",
                        now.minus(KNOWN_FOR),
                        now.minus(Guesses.FORGOTTEN_AFTER))
                .chain(() -> Database.execute(
                        session,
                        "delete from key_bag_guess where last_at < (select last_at from key_bag_guess"
                                + " order by last_at desc offset $1 limit 1)",
                        ROWS_MAX))
                .replaceWithVoid());
    }
}
