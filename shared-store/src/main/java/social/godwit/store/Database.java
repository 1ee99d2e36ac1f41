package social.godwit.store;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.sqlclient.DatabaseException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.impl.MutinyStatelessSessionImpl;
import org.hibernate.reactive.pool.impl.SqlClientConnection;
import org.jspecify.annotations.Nullable;

/**
 * The one way to PostgreSQL: transactions of Hibernate Reactive's stateless sessions, and SQL with positional
 * parameters on the connection of such a session.
 *
 * <p>{@code inTransaction} joins the transaction that runs around it. A transaction of its own gets a Vert.x context of
 * its own, so two that were started side by side never share a session, and the result comes back on the context of the
 * caller. Within a transaction: one statement after the other, no remote call, no change of thread; after a failed
 * statement nothing works but the rollback. Once begun, a transaction comes to its end, whether or not somebody still waits for it.
 *
 * <p>A transaction that the database chose as the victim of a conflict (deadlock; serialisation failure, which
 * distributed databases answer now and then) is run again from its start, at most {@value #ATTEMPTS} times.
 *
 * <p>Many rows in one statement: pass a column as an array, {@code insert into t (a, b) select * from
 * unnest($1::text[], $2::bytea[])}. See ADR 3.
 */
@Singleton
public final class Database implements Transactions {
    private static final int ATTEMPTS = 5;
    private static final Set<String> TRY_AGAIN = Set.of("40001", "40P01");
    private static final String DUPLICATE_KEY = "23505";
    private static final Set<String> NOT_SUPPORTED = Set.of("42883", "0A000");

    private final Mutiny.SessionFactory sessions;
    private final Vertx vertx;
    /** What is to be done after the commit, of each transaction that is running. */
    private final Map<Mutiny.StatelessSession, List<Runnable>> afterCommit = new ConcurrentHashMap<>();

    /** Over the session factory that Quarkus or a test made. */
    @Inject
    public Database(Mutiny.SessionFactory sessions, Vertx vertx) {
        this.sessions = sessions;
        this.vertx = vertx;
    }

    @Override
    public <T> Uni<T> inTransaction(Supplier<Uni<T>> work) {
        return inTransaction(session -> work.get());
    }

    /** Runs {@code work} in the running transaction, or in a new one; see the class for what it must not do. */
    public <T> Uni<T> inTransaction(Function<Mutiny.StatelessSession, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            var running = sessions.getCurrentStatelessSession();
            return running == null ? inNewTransaction(work) : work.apply(running);
        });
    }

    /**
     * Runs {@code work}, which only reads, in a new transaction that sees the database as it is at its first statement; or in
     * the running one, as that sees it.
     */
    public <T> Uni<T> inSnapshot(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            var running = sessions.getCurrentStatelessSession();
            return running == null
                    ? inNewTransaction(
                            session -> execute(session, "set transaction isolation level repeatable read, read only")
                                    .chain(ignored -> work.get()))
                    : work.get();
        });
    }

    private <T> Uni<T> inNewTransaction(Function<Mutiny.StatelessSession, Uni<T>> work) {
        Context caller = Vertx.currentContext();
        Context own = newContext();
        Uni<T> result = Uni.createFrom()
                .deferred(() -> attempt(work))
                .runSubscriptionOn(command -> own.runOnContext(ignored -> command.run()))
                .onFailure(Database::mayBeTriedAgain)
                .retry()
                .atMost(ATTEMPTS - 1);
        Uni<T> ending = toItsEnd(result);
        return caller == null ? ending : ending.emitOn(command -> caller.runOnContext(ignored -> command.run()));
    }

    private <T> Uni<T> attempt(Function<Mutiny.StatelessSession, Uni<T>> work) {
        List<Runnable> then = new ArrayList<>();
        return sessions.withStatelessTransaction(session -> {
                    afterCommit.put(session, then);
                    return Uni.createFrom()
                            .deferred(() -> work.apply(session))
                            .eventually(() -> afterCommit.remove(session));
                })
                .invoke(() -> then.forEach(Runnable::run));
    }

    @Override
    public void afterCommit(Runnable then) {
        var running = sessions.getCurrentStatelessSession();
        if (running == null) {
            then.run();
        } else {
            Objects.requireNonNull(afterCommit.get(running)).add(then);
        }
    }

    /** Whoever waits may give up, as a browser does that goes elsewhere: the transaction goes on to its commit or rollback. */
    private static <T> Uni<T> toItsEnd(Uni<T> transaction) {
        return Uni.createFrom().emitter(waiting -> transaction.subscribe().with(waiting::complete, waiting::fail));
    }

    private ContextInternal newContext() {
        var context = (ContextInternal) vertx.getOrCreateContext();
        return context.isEventLoopContext()
                ? context.duplicate()
                : ((VertxInternal) vertx).createEventLoopContext().duplicate();
    }

    /**
     * The rows that {@code sql} returns. Parameters are {@code $1}, {@code $2}…: strings, numbers, booleans, {@code
     * byte[]}, {@link Instant} (timestamptz, microseconds), null, and arrays of these.
     */
    public static Uni<List<Row>> query(Mutiny.StatelessSession session, String sql, @Nullable Object... parameters) {
        return run(session, sql, parameters).map(Database::toList);
    }

    /** Runs a statement, parameters as in {@link #query}, and tells how many rows it touched. */
    public static Uni<Integer> execute(Mutiny.StatelessSession session, String sql, @Nullable Object... parameters) {
        return run(session, sql, parameters).map(SqlResult::rowCount);
    }

    /** The bytes of a {@code bytea} column that is not null. */
    public static byte[] bytes(Row row, String column) {
        return row.getBuffer(column).getBytes();
    }

    /** The instant of a {@code timestamptz} column that is not null. */
    public static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    /** Whether a statement failed because a row with the same key is there already. */
    public static boolean isDuplicateKey(Throwable failure) {
        return DUPLICATE_KEY.equals(sqlState(failure));
    }

    /** Whether a statement failed because it uses a function or a feature that this database does not have. */
    public static boolean isUnsupported(Throwable failure) {
        String state = sqlState(failure);
        return state != null && NOT_SUPPORTED.contains(state);
    }

    private static Uni<RowSet<Row>> run(Mutiny.StatelessSession session, String sql, @Nullable Object[] parameters) {
        return Uni.createFrom().completionStage(() -> start(session, sql, parameters));
    }

    private static CompletionStage<RowSet<Row>> start(
            Mutiny.StatelessSession session, String sql, @Nullable Object[] parameters) {
        var connection = (SqlClientConnection) ((MutinyStatelessSessionImpl) session).getReactiveConnection();
        List<@Nullable Object> values = new ArrayList<>(parameters.length);
        for (Object parameter : parameters) {
            values.add(forDriver(parameter));
        }
        return connection.preparedQuery(sql, Tuple.wrap(values));
    }

    private static @Nullable Object forDriver(@Nullable Object value) {
        return switch (value) {
            case byte[] bytes -> Buffer.buffer(bytes);
            case byte[][] many -> {
                Buffer[] buffers = new Buffer[many.length];
                for (int i = 0; i < many.length; i++) {
                    buffers[i] = many[i] == null ? null : Buffer.buffer(many[i]);
                }
                yield buffers;
            }
            case Instant instant -> OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
            case Instant[] many -> {
                OffsetDateTime[] times = new OffsetDateTime[many.length];
                for (int i = 0; i < many.length; i++) {
                    times[i] = many[i] == null ? null : OffsetDateTime.ofInstant(many[i], ZoneOffset.UTC);
                }
                yield times;
            }
            case null, default -> value;
        };
    }

    private static List<Row> toList(RowSet<Row> rows) {
        List<Row> list = new ArrayList<>(rows.size());
        rows.forEach(list::add);
        return list;
    }

    private static boolean mayBeTriedAgain(Throwable failure) {
        String state = sqlState(failure);
        return state != null && TRY_AGAIN.contains(state);
    }

    private static @Nullable String sqlState(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql.getSQLState();
            }
            if (cause instanceof DatabaseException database) {
                return database.getSqlState();
            }
        }
        return null;
    }
}
