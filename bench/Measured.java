import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** A running instance and its own PostgreSQL, seen from outside: rows, processor time, memory. */
final class Measured {
    private final Path data;
    private final Connection database;

    Measured(Path data) throws Exception {
        this.data = data;
        List<String> postmaster = Files.readAllLines(data.resolve("postgres/cluster/postmaster.pid"));
        String password = Files.readString(data.resolve("postgres/password")).strip();
        this.database = DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + postmaster.get(3).strip() + "/postgres", "godwit", password);
    }

    Connection database() {
        return database;
    }

    long count(String sql) throws SQLException {
        try (var statement = database.createStatement();
                var result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }

    /** Processor time since the start, in ms, and memory now, in kB (proportional set size). */
    record Usage(double java, double postgres, long javaMemory, long postgresMemory) {
        /** All processor time since then. */
        double milliseconds(Usage before) {
            return java - before.java + postgres - before.postgres;
        }

        String perUnit(Usage before, long units) {
            double j = (java - before.java) / units;
            double p = (postgres - before.postgres) / units;
            return String.format(Locale.ROOT, "%.3f ms (Java %.3f, PostgreSQL %.3f)", j + p, j, p);
        }

        String memory() {
            return String.format(
                    Locale.ROOT,
                    "%d MB (Java %d, PostgreSQL %d; proportional set size)",
                    (javaMemory + postgresMemory) / 1024,
                    javaMemory / 1024,
                    postgresMemory / 1024);
        }
    }

    Usage usage() throws IOException {
        long postmaster = Long.parseLong(
                Files.readAllLines(data.resolve("postgres/cluster/postmaster.pid")).getFirst().strip());
        long java = 0, postgres = 0, javaMemory = 0, postgresMemory = 0;
        for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
            Path proc = Path.of("/proc/" + process.pid());
            try {
                String stat = Files.readString(proc.resolve("stat"));
                String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                long own = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
                long ofEnded = Long.parseLong(fields[13]) + Long.parseLong(fields[14]);
                String command = Files.readString(proc.resolve("cmdline")).replace('\0', ' ');
                if (process.pid() == postmaster || Long.parseLong(fields[1]) == postmaster) {
                    postgres += own + (process.pid() == postmaster ? ofEnded : 0);
                    postgresMemory += proportional(proc);
                } else if (command.contains("quarkus-run.jar") && command.contains(data.toString())) {
                    java += own;
                    javaMemory += proportional(proc);
                }
            } catch (IOException e) {
                // It ended while we looked.
            }
        }
        return new Usage(java * 10.0, postgres * 10.0, javaMemory, postgresMemory);
    }

    private static long proportional(Path proc) throws IOException {
        for (String line : Files.readAllLines(proc.resolve("smaps_rollup"))) {
            if (line.startsWith("Pss:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        return 0;
    }
}
