package social.godwit.instance.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import social.godwit.instance.postgres.PreparedPostgres;
import social.godwit.instance.session.InstanceDatabase;
import social.godwit.store.testing.FreePorts;

/** An instance on loopback, started by the launcher as anybody would start one, with plain HTTP and its own PostgreSQL. */
public final class RunningInstance implements AutoCloseable {
    /** For an instance that lives a minute or two: the second compiler would cost as much as all the rest of the start. */
    public static final String QUICK = "-XX:TieredStopAtLevel=1";

    private static final long STARTS_WITHIN_SECONDS = 240;

    private final Process process;
    private final Path data;
    private final String origin;

    private RunningInstance(Process process, Path data, String origin) {
        this.process = process;
        this.data = data;
        this.origin = origin;
    }

    public static RunningInstance start(Path folder) throws IOException, InterruptedException {
        return start(folder, Map.of());
    }

    /** With these environment variables. */
    public static RunningInstance start(Path folder, Map<String, String> settings)
            throws IOException, InterruptedException {
        Path launcher = Path.of(System.getProperty("basedir", "."))
                .toAbsolutePath()
                .normalize()
                .resolveSibling("godwit");
        if (Boolean.getBoolean("peers.packaged"))
            Files.writeString(launcher.resolveSibling("src/target/quarkus-app/.built"), "");
        PreparedPostgres.in(folder.resolve("data"));
        int port = FreePorts.next();
        Path log = folder.resolve("server.log");
        var builder = new ProcessBuilder(
                        launcher.toString(),
                        "up",
                        "--port",
                        String.valueOf(port),
                        "--data",
                        folder.resolve("data").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("GODWIT_"));
        builder.environment().put("GODWIT_JAVA_OPTIONS", QUICK);
        builder.environment().putAll(settings);
        builder.environment().put("GODWIT_MANAGEMENT_PORT", String.valueOf(FreePorts.next()));
        Process process = builder.start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(STARTS_WITHIN_SECONDS);
        var instance = new RunningInstance(process, folder.resolve("data"), "http://localhost:" + port);
        while (!said(log).contains("ready: ")) {
            if (System.nanoTime() > end || process.waitFor(200, TimeUnit.MILLISECONDS)) {
                instance.close();
                throw new IllegalStateException("the instance did not start: " + said(log));
            }
        }
        return instance;
    }

    public String origin() {
        return origin;
    }

    /** What it has printed; the last character may not be whole. */
    private static String said(Path log) throws IOException {
        return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) process.destroyForcibly();
            process.waitFor();
            InstanceDatabase.kill(data); // where the application could not end it any more
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
