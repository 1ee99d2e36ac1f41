package social.godwit.instance.peers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import social.godwit.store.testing.FreePorts;

/**
 * A snac2 server in a folder of its own (a hard-linked copy of the installed one), run through chroot behind
 * {@link TlsFront}. Told what to do by its command line, and by its web form for what the command line lacks; what it
 * knows is read from its files, named by the MD5 of an id.
 */
final class SnacPeer implements AutoCloseable {
    private static final Duration STARTS_WITHIN = Duration.ofMinutes(2);
    private static final Duration ANSWERS_WITHIN = Duration.ofMinutes(2);
    private static final String DATA = "/home/snac/data";
    private static final int NOBODY = 65_534;

    /** For forms: without an upgrade to HTTP/2, which it does not know. */
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final PeerNetwork network;
    private final PeerNetwork.Host host;
    private final Path root;
    private final int port;
    private RunningProcess process;
    private TlsFront front;

    private SnacPeer(PeerNetwork network, PeerNetwork.Host host, Path root, int port) {
        this.network = network;
        this.host = host;
        this.root = root;
        this.port = port;
    }

    /** Starts a server under a host name that begins with {@code label}. */
    static SnacPeer start(PeerNetwork network, String label) {
        PeerInstallation.require(
                "root".equals(System.getProperty("user.name")), "snac2 runs in a chroot, and only root may do that");
        Path installed = PeerInstallation.of("snac2");
        var host = network.host(label);
        Path folder = network.folderFor(host.name());
        Path root = folder.resolve("root");
        try {
            copy(installed, root);
            var peer = new SnacPeer(network, host, root, FreePorts.next());
            peer.trustAndNames();
            Path home = Files.createDirectories(root.resolve("home/snac"));
            run(List.of("chown", NOBODY + ":" + NOBODY, home.toString()), "");
            peer.snac("127.0.0.1\n" + peer.port + "\n" + host.authority() + "\n\n\n", "init", DATA);
            peer.up();
            return peer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a user. */
    User user(String name) {
        String said = snac(name + "\n\n", "adduser", DATA, name);
        String password = said.lines()
                .filter(line -> line.startsWith("User password is "))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(said))
                .substring("User password is ".length());
        writeKeys(root.resolve("home/snac/data/user").resolve(name).resolve("key.json"));
        return new User(name, password);
    }

    /**
     * Gives a new user keys made here. snac2 2.75 copies its own from memory without their length: bytes of whatever lies
     * behind follow, and now and then they leave a file that it cannot read itself (seen).
     */
    private static void writeKeys(Path file) {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            var keys = generator.generateKeyPair();
            Files.writeString(
                    file,
                    FedifyPeer.JSON
                            .createObjectNode()
                            .put("secret", pem("PRIVATE KEY", keys.getPrivate()))
                            .put("public", pem("PUBLIC KEY", keys.getPublic()))
                            .toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String label, Key key) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
    }

    /** Stops answering; {@link #up} goes on. */
    void down() {
        front.close();
        process.close();
    }

    /** Serves, again. */
    void up() {
        process = RunningProcess.start(
                command("httpd", DATA),
                Map.of(),
                root.getParent(),
                root.resolveSibling("server.log"),
                "httpd start",
                STARTS_WITHIN);
        front = TlsFront.start(host, port);
    }

    /** What the server printed. */
    String log() {
        return process.output();
    }

    @Override
    public void close() {
        down();
        network.forget(root.resolve("etc/hosts"));
        run(List.of("rm", "-rf", "--one-file-system", root.toString()), "");
    }

    private void trustAndNames() throws IOException {
        Path bundle = root.resolve("etc/ssl/certs/ca-certificates.crt");
        String trusted = Files.readString(bundle);
        Files.delete(bundle); // a hard link: never written through
        Files.writeString(bundle, trusted + Files.readString(network.authority().pem()));
        Path hosts = root.resolve("etc/hosts");
        Files.deleteIfExists(hosts);
        network.alsoKeep(hosts);
    }

    private static void copy(Path installed, Path root) throws IOException {
        try {
            run(List.of("cp", "-al", installed.toString(), root.toString()), "");
        } catch (IllegalStateException otherFileSystem) {
            run(List.of("rm", "-rf", root.toString()), "");
            run(List.of("cp", "-a", installed.toString(), root.toString()), "");
        }
    }

    private List<String> command(String... arguments) {
        var command =
                new ArrayList<>(List.of("chroot", "--userspec=" + NOBODY + ":" + NOBODY, root.toString(), "snac"));
        command.addAll(List.of(arguments));
        return command;
    }

    private String snac(String input, String... arguments) {
        return run(command(arguments), input);
    }

    private static String run(List<String> command, String input) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var out = process.getOutputStream()) {
                out.write(input.getBytes(StandardCharsets.UTF_8));
            }
            process.onExit()
                    .orTimeout(ANSWERS_WITHIN.toSeconds(), TimeUnit.SECONDS)
                    .whenComplete((ended, late) -> {
                        if (late != null) {
                            process.destroyForcibly();
                        }
                    });
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String md5(String id) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(id.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A stored actor or object by its id. */
    Optional<JsonNode> object(String id) {
        return readJson(objectFile(id, ".json"));
    }

    private Path objectFile(String id, String suffix) {
        String hash = md5(id);
        return root.resolve("home/snac/data/object")
                .resolve(hash.substring(0, 2))
                .resolve(hash + suffix);
    }

    private boolean index(String id, String suffix, String member) {
        Path file = objectFile(id, suffix);
        try {
            return Files.exists(file) && Files.readString(file).contains(md5(member));
        } catch (CharacterCodingException | FileSystemException e) {
            return false; // written or replaced just now
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<JsonNode> readJson(Path file) {
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            String text = Files.readString(file);
            return text.isBlank() ? Optional.empty() : Optional.of(FedifyPeer.JSON.readTree(text));
        } catch (JsonProcessingException | CharacterCodingException | FileSystemException e) {
            return Optional.empty(); // being written
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One of the server's people. */
    final class User {
        private final String name;
        private final String password;

        private User(String name, String password) {
            this.name = name;
            this.password = password;
        }

        String id() {
            return host.origin() + "/" + name;
        }

        String handle() {
            return "@" + name + "@" + host.authority();
        }

        /** What WebFinger and the actor say about a handle or an actor's URL; fails when it is not found. */
        String webfinger(String account) {
            return snac("", "webfinger_s", DATA, name, account);
        }

        void follow(String actor) {
            snac("", "follow", DATA, name, actor);
        }

        void unfollow(String actor) {
            snac("", "unfollow", DATA, name, actor);
        }

        /** Publishes; the note's id. */
        String note(String text) {
            snac("", "note", DATA, name, text);
            return ownNote(text);
        }

        /** Publishes to the people that the text mentions only; the note's id. */
        String noteMention(String text) {
            snac("", "note_mention", DATA, name, text);
            return ownNote(text);
        }

        /** Answers a note; the reply's id. */
        String reply(String to, String text) {
            form("note", Map.of("content", text, "in_reply_to", to));
            return ownNote(text);
        }

        void edit(String note, String text) {
            form("note", Map.of("content", text, "edit_id", note));
        }

        void delete(String note) {
            form("action", Map.of("id", note, "actor", id(), "action", "Delete"));
        }

        void like(String note) {
            form("action", Map.of("id", note, "action", "Like"));
        }

        void boost(String note) {
            snac("", "boost", DATA, name, note);
        }

        void unboost(String note) {
            snac("", "unboost", DATA, name, note);
        }

        /** Names another account as one's own. */
        void alias(String account) {
            snac("", "alias", DATA, name, account);
        }

        /** Moves to the account that is the alias. */
        void migrate() {
            snac("", "migrate", DATA, name);
        }

        void bookmark(String note) {
            snac("", "bookmark", DATA, name, note);
        }

        /** Has the lists of this user written as CSV; the folder that they are in. */
        Path exportCsv() {
            snac("", "export_csv", DATA, name);
            return own("export");
        }

        boolean isFollowedBy(String actor) {
            return Files.exists(own("followers/" + md5(actor) + ".json"));
        }

        /** True once the followed actor has accepted. */
        boolean follows(String actor) {
            return readJson(own("following/" + md5(actor) + ".json"))
                    .filter(entry -> entry.path("type").asText().equals("Accept"))
                    .isPresent();
        }

        /** True when the note is in this user's timeline. */
        boolean sees(String note) {
            return Files.exists(own("private/" + md5(note) + ".json"));
        }

        boolean isLiked(String note, String by) {
            return index(note, "_l.idx", by);
        }

        boolean isBoosted(String note, String by) {
            return index(note, "_a.idx", by);
        }

        boolean isReplied(String note, String reply) {
            return index(note, "_c.idx", reply);
        }

        private Path own(String file) {
            return root.resolve("home/snac/data/user").resolve(name).resolve(file);
        }

        private String ownNote(String text) {
            return Eventually.eventually("own note " + text, () -> {
                try (Stream<Path> notes = Files.list(own("public"));
                        Stream<Path> more = Files.list(own("private"))) {
                    return Stream.concat(notes, more)
                            .map(SnacPeer::readJson)
                            .flatMap(Optional::stream)
                            .filter(note -> note.path("sourceContent").asText().equals(text)
                                    && note.path("attributedTo").asText().equals(id()))
                            .map(note -> note.path("id").asText())
                            .findFirst();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }

        private void form(String page, Map<String, String> fields) {
            String body = fields.entrySet().stream()
                    .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                    .collect(Collectors.joining("&"));
            String credentials =
                    Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/" + name + "/admin/" + page))
                    .header("Authorization", "Basic " + credentials)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .timeout(ANSWERS_WITHIN)
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            try {
                int status = HTTP.send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                if (status != 303) {
                    throw new IllegalStateException("snac2 answered " + status + " to " + fields);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
