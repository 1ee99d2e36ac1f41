package social.godwit.instance.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import social.godwit.identity.Randomness;

class LocalPostgresTest {
    private static final Randomness SEEDED = count -> {
        byte[] bytes = new byte[count];
        new Random(7).nextBytes(bytes);
        return bytes;
    };

    @TempDir
    static Path shared;

    @TempDir
    Path data;

    /** Unpacked once for all of them. */
    @BeforeEach
    void programs() throws IOException {
        Path programs = PostgresBinaries.unpackedIn(shared);
        Files.createSymbolicLink(
                Files.createDirectories(data.resolve("postgres")).resolve(programs.getFileName()), programs);
    }

    @Test
    void isDurableKeepsItsDataOverARestartAndLetsNobodyInWithoutThePassword() throws Exception {
        try (var server = LocalPostgres.start(data, SEEDED);
                var connection = connect(server)) {
            assertThat(setting(connection, "fsync")).isEqualTo("on");
            assertThat(setting(connection, "synchronous_commit")).isEqualTo("on");
            assertThat(setting(connection, "listen_addresses")).isEqualTo("127.0.0.1");
            connection.createStatement().execute("create table kept (n int); insert into kept values (1)");
            String place = server.url().replaceFirst("//[^@]*@", "//");
            assertThatThrownBy(() -> DriverManager.getConnection("jdbc:" + place, "godwit", "guess"))
                    .isInstanceOf(SQLException.class);
        }
        try (var again = LocalPostgres.start(data, SEEDED);
                var connection = connect(again)) {
            assertThat(count(connection)).isOne();
        }
        assertThat(Files.getPosixFilePermissions(data.resolve("postgres/password")))
                .hasSize(2);
    }

    @Test
    void startsAgainByItselfWhenItWasKilledUnderARunningInstance() throws Exception {
        try (var server = LocalPostgres.start(data, SEEDED)) {
            server.keepRunning();
            String url = server.url();
            try (var connection = connect(server)) {
                connection.createStatement().execute("create table kept (n int); insert into kept values (1)");
            }
            for (int time = 0; time < 2; time++) {
                ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();
                process.destroyForcibly();
                process.onExit().join();
                try (var connection = connectPatiently(server)) {
                    assertThat(count(connection)).isOne();
                }
            }
            assertThat(server.url()).isEqualTo(url);
        }
    }

    private static Connection connectPatiently(LocalPostgres server) throws SQLException {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (true) {
            try {
                return connect(server);
            } catch (SQLException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
    }

    @Test
    void recoversAfterItWasKilledAndEndsWhatAKilledInstanceLeftRunning() throws Exception {
        var killed = LocalPostgres.start(data, SEEDED);
        try (var connection = connect(killed)) {
            connection.createStatement().execute("create table kept (n int); insert into kept values (1)");
        }
        ProcessHandle process = ProcessHandle.of(killed.pid()).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();

        var orphan = LocalPostgres.start(data, SEEDED);
        try (var connection = connect(orphan)) {
            assertThat(count(connection)).isOne();
        }
        ProcessHandle left = ProcessHandle.of(orphan.pid()).orElseThrow();

        try (var successor = LocalPostgres.start(data, SEEDED);
                var connection = connect(successor)) {
            assertThat(count(connection)).isOne();
            assertThat(left.onExit()).succeedsWithin(Duration.ofSeconds(60));
        }
    }

    private static Connection connect(LocalPostgres server) throws SQLException {
        String url = server.url();
        String password = url.replaceFirst(".*//godwit:([^@]*)@.*", "$1");
        return DriverManager.getConnection("jdbc:" + url.replaceFirst("//[^@]*@", "//"), "godwit", password);
    }

    private static String setting(Connection connection, String name) throws SQLException {
        try (var result = connection.createStatement().executeQuery("show " + name)) {
            result.next();
            return result.getString(1);
        }
    }

    private static int count(Connection connection) throws SQLException {
        try (var result = connection.createStatement().executeQuery("select count(*) from kept")) {
            result.next();
            return result.getInt(1);
        }
    }
}
