package social.godwit.instance.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/**
 * The database of an instance that was never started, as its first start would have made it: unpacked, initialised and migrated once
 * in a JVM, and copied for each test's instance.
 */
public final class PreparedPostgres {
    private static @Nullable Path prepared;

    private PreparedPostgres() {}

    /** Puts a database of its own into a data folder that has none yet. */
    public static void in(Path data) {
        if (Files.exists(data.resolve("postgres"))) {
            return;
        }
        Path from = prepared().resolve("postgres");
        try {
            Path folder = Files.createDirectories(data.resolve("postgres"));
            Files.createSymbolicLink(folder.resolve("postgresql-18"), from.resolve("postgresql-18"));
            for (String part : List.of("password", "cluster")) {
                copy(from.resolve(part), folder.resolve(part));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : (Iterable<Path>) all::iterator) {
                Files.copy(one, to.resolve(from.relativize(one).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /** Where it fails once, on a machine that is too busy, the next test tries it anew. */
    private static synchronized Path prepared() {
        if (prepared == null) {
            prepared = prepare();
        }
        return prepared;
    }

    private static Path prepare() {
        try {
            Path peers = Files.createDirectories(Path.of("target", "peers").toAbsolutePath());
            Path data = Files.createTempDirectory(peers, "database-");
            try (var postgres = LocalPostgres.start(data, byte[]::new)) {
                String url = postgres.url();
                Flyway.configure()
                        .dataSource(
                                "jdbc:" + url.replaceFirst("//[^@]*@", "//"),
                                "godwit",
                                url.replaceFirst(".*//godwit:([^@]*)@.*", "$1"))
                        .outOfOrder(true)
                        .load()
                        .migrate();
            }
            return data;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
