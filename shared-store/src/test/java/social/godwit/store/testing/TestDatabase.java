package social.godwit.store.testing;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.hibernate.cfg.Configuration;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.provider.ReactiveServiceRegistryBuilder;
import org.hibernate.reactive.vertx.VertxInstance;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import social.godwit.store.Database;

/**
 * A fresh database with all migrations of the class path, on a PostgreSQL 18 that is started once per JVM (quick and not
 * durable), and Hibernate Reactive over it.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final TestDatabase DB = TestDatabase.create();
 *
 * @Test
 * void keepsAFollow() {
 *     var follows = new HibernateFollowStore(DB.database());
 *     DB.await(follows.add(...));
 * }
 * }</pre>
 *
 * <p>Also fine without JUnit: {@code try (var db = TestDatabase.create()) { … }}.
 */
public final class TestDatabase implements AutoCloseable, AfterAllCallback {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String TEMPLATE = "godwit_template";
    private static final AtomicInteger COUNT = new AtomicInteger();
    /** Held, as java.util.logging forgets levels of loggers that nobody holds. */
    private static final List<Logger> QUIET = Stream.of("org.flywaydb", "org.hibernate", "io.vertx", "io.zonky")
            .map(Logger::getLogger)
            .peek(logger -> logger.setLevel(Level.SEVERE))
            .toList();

    private final Mutiny.SessionFactory sessions;
    private final Database database;
    private final String url;

    private TestDatabase(String url, Class<?>... rows) {
        this.url = url;
        var configuration = new Configuration();
        configuration.setProperty("jakarta.persistence.jdbc.url", url);
        configuration.setProperty("jakarta.persistence.jdbc.user", "postgres");
        configuration.setProperty("hibernate.connection.pool_size", "8");
        configuration.setProperty("hibernate.vertx.pool.class", CachingPool.class.getName());
        configuration.setProperty("hibernate.hbm2ddl.auto", "none");
        for (Class<?> row : rows) {
            configuration.addAnnotatedClass(row);
        }
        var registry = new ReactiveServiceRegistryBuilder()
                .applySettings(configuration.getProperties())
                .addService(VertxInstance.class, (VertxInstance) () -> Server.VERTX)
                .build();
        this.sessions = configuration.buildSessionFactory(registry).unwrap(Mutiny.SessionFactory.class);
        this.database = new Database(sessions, Server.VERTX);
    }

    /** A fresh, migrated database; {@code rows} are the entity classes, if any are wanted. */
    public static TestDatabase create(Class<?>... rows) {
        String name = "test_" + COUNT.incrementAndGet();
        Server.execute("create database " + name + " template " + TEMPLATE);
        return over(Server.url(name), rows);
    }

    /** Hibernate Reactive over the database of this JDBC address, as it is. */
    public static TestDatabase over(String url, Class<?>... rows) {
        return new TestDatabase(url, rows);
    }

    /** A second, independent connection pool and session factory over the same data: another replica, or a restart. */
    public TestDatabase again() {
        return over(url);
    }

    /** The seam that stores take. */
    public Database database() {
        return database;
    }

    /** Hibernate's factory, for those who want entities. */
    public Mutiny.SessionFactory sessions() {
        return sessions;
    }

    /** The address for JDBC. */
    public String url() {
        return url;
    }

    /** Waits for a result outside of the event loop, at most 30 s. */
    public <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }

    /** Runs one statement outside of any store, to look or to spoil. */
    public int execute(String sql, Object... parameters) {
        return await(database.inTransaction(session -> Database.execute(session, sql, parameters)));
    }

    @Override
    public void close() {
        sessions.close();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    /** The server of this JVM, with a migrated template database. */
    private static final class Server {
        static final Vertx VERTX = Vertx.vertx();
        private static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                Path folder = Files.createTempDirectory("godwit-test-postgres");
                var postgres = EmbeddedPostgres.builder()
                        .setDataDirectory(folder.resolve("data"))
                        .setCleanDataDirectory(false)
                        .setPort(FreePorts.next())
                        .setRegisterShutdownHook(false)
                        .setServerConfig("fsync", "off")
                        .setServerConfig("synchronous_commit", "off")
                        .setServerConfig("full_page_writes", "off")
                        .setServerConfig("max_connections", "200")
                        .setServerConfig("jit", "off")
                        .start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(postgres, folder)));
                run(postgres, "create database " + TEMPLATE);
                Flyway.configure()
                        .dataSource(postgres.getDatabase("postgres", TEMPLATE))
                        .outOfOrder(true)
                        .load()
                        .migrate();
                return postgres;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        static String url(String name) {
            return "jdbc:postgresql://localhost:" + POSTGRES.getPort() + "/" + name;
        }

        static synchronized void execute(String sql) {
            run(POSTGRES, sql);
        }

        private static void run(EmbeddedPostgres postgres, String sql) {
            try (var connection = postgres.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        private static void stop(EmbeddedPostgres postgres, Path folder) {
            try {
                postgres.close();
                try (Stream<Path> files = Files.walk(folder)) {
                    files.sorted(Comparator.reverseOrder())
                            .forEach(file -> file.toFile().delete());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
