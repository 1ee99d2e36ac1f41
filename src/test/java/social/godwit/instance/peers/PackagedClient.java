package social.godwit.instance.peers;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The packaged command line, with the class path that the launcher gives it, in this JVM: a test runs hundreds of commands, and a JVM
 * for each, which begins with cold code, is most of what they cost.
 */
final class PackagedClient {
    private static final int SECONDS = 240;
    private static final ClassLoader PACKAGED = packaged();

    private PackagedClient() {}

    /**
     * What a command left: its exit status, and what it wrote where.
     *
     * @param out what {@code --json} printed
     */
    record Said(int status, String out, String err) {}

    /** Runs one command with this environment and no other. */
    static Said run(Map<String, String> environment, List<String> words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var command = new FutureTask<>(() -> (int) entry().invoke(
                        null, environment, new PrintWriter(out), new PrintWriter(err), words.toArray(String[]::new)));
        Thread thread = Thread.ofPlatform().daemon().name(words.getFirst()).unstarted(command);
        thread.setContextClassLoader(PACKAGED);
        thread.start();
        try {
            return new Said(command.get(SECONDS, TimeUnit.SECONDS), out.toString(), err.toString());
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(String.join(" ", words) + " failed: " + out + err, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Method entry() throws ReflectiveOperationException {
        Method run = Class.forName("social.godwit.instance.cli.Godwit", true, PACKAGED)
                .getDeclaredMethod("run", Map.class, PrintWriter.class, PrintWriter.class, String[].class);
        run.setAccessible(true);
        return run;
    }

    /** Takes the class path from where it is written. */
    private static ClassLoader packaged() {
        Path launcher = GodwitProcess.launcher();
        Path app = launcher.resolveSibling("src/target/quarkus-app");
        List<URL> jars = new ArrayList<>();
        try {
            String written = Files.readString(launcher);
            int from = written.indexOf("client_classpath()");
            Matcher glob = Pattern.compile("\"\\$app\"/(\\S+)/(\\S+?\\.jar)")
                    .matcher(written.substring(from, written.indexOf("; do", from)));
            while (glob.find()) {
                try (DirectoryStream<Path> found =
                        Files.newDirectoryStream(app.resolve(glob.group(1)), glob.group(2))) {
                    for (Path jar : found) {
                        jars.add(jar.toUri().toURL());
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new URLClassLoader("godwit", jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }
}
