package social.godwit.instance.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server process of a test: its output goes to a log file, and it is ready when it prints a line that says so. */
final class RunningProcess implements AutoCloseable {
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(60);

    private final Process process;
    private final Path log;
    private final String readyLine;

    private RunningProcess(Process process, Path log, String readyLine) {
        this.process = process;
        this.log = log;
        this.readyLine = readyLine;
    }

    /** Starts a command and waits for a line that contains {@code ready}; fails with the log's end when it does not come. */
    static RunningProcess start(
            List<String> command,
            Map<String, String> environment,
            Path directory,
            Path log,
            String ready,
            Duration limit) {
        try {
            var builder =
                    new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
            clean(builder.environment()).putAll(environment);
            Process process = builder.start();
            var line = new CompletableFuture<String>();
            Thread.ofPlatform().daemon().start(() -> copy(process, log, ready, line));
            try {
                return new RunningProcess(process, log, line.get(limit.toSeconds(), TimeUnit.SECONDS));
            } catch (ExecutionException | TimeoutException e) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        "not ready within " + limit.toSeconds() + " s: " + String.join(" ", command) + "\n" + tail(log),
                        e);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The line by which it said that it is ready. */
    String readyLine() {
        return readyLine;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Everything it has printed so far. */
    String output() {
        try {
            return text(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends the process a signal by its name. */
    void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it at once, as a power cut would. */
    void kill9() {
        process.destroyForcibly();
        awaitEnd();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOPS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                awaitEnd();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** The environment without what would make a developer's own Godwit or JVM behave otherwise. */
    static Map<String, String> clean(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith("GODWIT_") || name.equals("JAVA_TOOL_OPTIONS"));
        return environment;
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(STOPS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("cannot be killed: " + process.info());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(Process process, Path log, String ready, CompletableFuture<String> line) {
        try (var reader = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                var writer = Files.newBufferedWriter(
                        log,
                        StandardCharsets.UTF_8,
                        java.nio.file.StandardOpenOption.CREATE,
                        java.nio.file.StandardOpenOption.APPEND)) {
            for (String next = reader.readLine(); next != null; next = reader.readLine()) {
                writer.write(next);
                writer.newLine();
                writer.flush();
                if (next.contains(ready)) {
                    line.complete(next);
                }
            }
        } catch (IOException e) {
            line.completeExceptionally(e);
        }
        line.completeExceptionally(new IllegalStateException("ended before it was ready"));
    }

    /** While it is being written its last character may not be whole. */
    private static String text(Path log) throws IOException {
        return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    }

    private static String tail(Path log) throws IOException {
        if (!Files.exists(log)) {
            return "(it said nothing)";
        }
        var lines = text(log).lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    }
}
