package social.godwit.instance.config;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ./godwit up} was told, by arguments first and the environment second, checked before anything starts.
 *
 * @param data the instance's folder, default {@code ./data}
 * @param origin where the world finds the instance; every id of its accounts begins with it, so it can never change
 * @param address the address it listens on, default loopback
 * @param port the port it listens on
 */
public record StartOptions(Path data, String origin, String address, int port, Map<String, String> environment) {
    private static final int DEFAULT_PORT = 8080;
    private static final int MANAGEMENT_OFFSET = 1000;
    private static final int PORT_MAX = 65_535;
    private static final Pattern LISTEN = Pattern.compile("(?:\\[([0-9a-fA-F:]+)]|([^:]*)):(\\d{1,5})");
    private static final CountDownLatch STOPPED = new CountDownLatch(1);
    private static final int STOP_SECONDS = 20;

    /** Reads the arguments of {@code up} and the environment. */
    public static StartOptions read(String[] arguments, Map<String, String> environment) {
        var given = new LinkedHashMap<String, String>();
        Iterator<String> words = Arrays.asList(arguments).iterator();
        while (words.hasNext()) {
            String word = words.next();
            if (word.equals("up")) {
                continue;
            }
            String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
            if (!Arrays.asList("--port", "--origin", "--data", "--listen").contains(name)) {
                throw new InvalidConfiguration("up does not know " + word
                        + ". It takes --port N, --origin URL, --data DIR and --listen ADDRESS:PORT.");
            }
            if (!word.contains("=") && !words.hasNext()) {
                throw new InvalidConfiguration(name + " needs a value.");
            }
            given.put(name, word.contains("=") ? word.substring(word.indexOf('=') + 1) : words.next());
        }
        String address = "127.0.0.1";
        int port = DEFAULT_PORT;
        String listen = first(given.get("--listen"), environment.get("GODWIT_LISTEN"));
        if (listen != null) {
            Matcher matcher = LISTEN.matcher(listen);
            if (!matcher.matches()) {
                throw new InvalidConfiguration(
                        "--listen takes ADDRESS:PORT, for example 0.0.0.0:8080, not " + listen + ".");
            }
            address = matcher.group(1) != null
                    ? matcher.group(1)
                    : matcher.group(2).isEmpty() ? "0.0.0.0" : matcher.group(2);
            port = portOf(matcher.group(3));
        }
        String portGiven = first(given.get("--port"), listen == null ? environment.get("GODWIT_PORT") : null);
        if (portGiven != null) {
            port = portOf(portGiven);
        }
        String origin = first(given.get("--origin"), environment.get("GODWIT_ORIGIN"));
        Path data = Path.of(orElse(first(given.get("--data"), environment.get("GODWIT_DATA")), "data"));
        return new StartOptions(
                data,
                checkedOrigin(orElse(origin, "http://localhost:" + port)),
                address,
                port,
                Map.copyOf(environment));
    }

    /** True for plain HTTP on this machine, where loopback peers are allowed; said in the log and on every page. */
    public boolean development() {
        String said = environment.get("GODWIT_DEVELOPMENT");
        boolean local = origin.startsWith("http://localhost");
        if (said == null) {
            return local;
        }
        boolean wanted = said.equalsIgnoreCase("true");
        if (local && !wanted) {
            throw new InvalidConfiguration(
                    "The origin " + origin
                            + " is plain HTTP, which only development allows. Set GODWIT_ORIGIN=https://your.host for the real thing.");
        }
        return wanted;
    }

    /** The settings that the application is started with. */
    public Map<String, String> settings(String databaseUrl) {
        var settings = new LinkedHashMap<String, String>();
        settings.put("godwit.origin", origin);
        settings.put("godwit.development", String.valueOf(development()));
        settings.put("godwit.data", data.toAbsolutePath().toString());
        settings.put("quarkus.management.port", String.valueOf(managementPort()));
        settings.putAll(DatabaseUrl.parse(databaseUrl).settings());
        String certificate = environment.get("GODWIT_TLS_CERTIFICATE");
        String key = environment.get("GODWIT_TLS_KEY");
        if ((certificate == null) != (key == null)) {
            throw new InvalidConfiguration("GODWIT_TLS_CERTIFICATE and GODWIT_TLS_KEY go together: set both, or none.");
        }
        if (certificate != null && key != null) {
            settings.put("quarkus.http.ssl.certificate.files", readable("GODWIT_TLS_CERTIFICATE", certificate));
            settings.put("quarkus.http.ssl.certificate.key-files", readable("GODWIT_TLS_KEY", key));
            settings.put("quarkus.http.insecure-requests", "disabled");
            settings.put("quarkus.http.ssl-port", String.valueOf(port));
            settings.put("quarkus.http.host", address);
        } else {
            settings.put("quarkus.http.host", address);
            settings.put("quarkus.http.port", String.valueOf(port));
        }
        return settings;
    }

    /** Health and metrics listen here, on loopback only: the port + 1000, or {@code GODWIT_MANAGEMENT_PORT}. */
    public int managementPort() {
        String said = first(environment.get("GODWIT_MANAGEMENT_PORT"));
        if (said != null) {
            return portOf(said);
        }
        return port + MANAGEMENT_OFFSET <= PORT_MAX ? port + MANAGEMENT_OFFSET : port - MANAGEMENT_OFFSET;
    }

    /** Called when the application has closed its connections. */
    public static void instanceStopped() {
        STOPPED.countDown();
    }

    /** Waits until the application has closed its connections, at most 20 s. */
    public void awaitShutdownOfInstance() {
        try {
            STOPPED.await(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String readable(String name, String file) {
        if (!Files.isReadable(Path.of(file))) {
            throw new InvalidConfiguration(name + " names " + file + ", which cannot be read.");
        }
        return file;
    }

    private static String checkedOrigin(String origin) {
        URI uri;
        try {
            uri = URI.create(origin.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new InvalidConfiguration("The origin " + origin + " is not a URL. Write https://your.host.");
        }
        boolean bare = (uri.getPath() == null || uri.getPath().isEmpty())
                && uri.getQuery() == null
                && uri.getFragment() == null
                && uri.getUserInfo() == null
                && uri.getHost() != null;
        boolean https = "https".equals(uri.getScheme());
        boolean local = "http".equals(uri.getScheme()) && "localhost".equals(uri.getHost());
        if (!bare || !(https || local)) {
            throw new InvalidConfiguration(
                    "The origin " + origin
                            + " cannot be used. Write https://your.host, without a path or a slash at the end; plain HTTP only as http://localhost:PORT.");
        }
        return uri.toString();
    }

    private static int portOf(String text) {
        int port = -1;
        try {
            port = Integer.parseInt(text);
        } catch (NumberFormatException ignored) {
            // said below
        }
        if (port < 1 || port > PORT_MAX) {
            throw new InvalidConfiguration("A port is a number from 1 to 65535, not " + text + ".");
        }
        return port;
    }

    private static @Nullable String first(@Nullable String... candidates) {
        for (String candidate : candidates) {
            if (candidate != null && !candidate.isBlank()) {
                return candidate;
            }
        }
        return null;
    }

    private static String orElse(@Nullable String value, String otherwise) {
        return value == null ? otherwise : value;
    }
}
