package social.godwit.instance.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The PostgreSQL that came with a running instance, for tests that let time pass in it, or look into it. */
public final class InstanceDatabase {
    private InstanceDatabase() {}

    public static Connection of(Path data) throws IOException, SQLException {
        Path postgres = data.resolve("postgres");
        String port = Files.readAllLines(postgres.resolve("cluster/postmaster.pid"))
                .get(3)
                .strip();
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
                "godwit",
                Files.readString(postgres.resolve("password")).strip());
    }
}
