package social.godwit.instance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.instance.client.RunningInstance;
import social.godwit.instance.client.archive.Archives;

/**
 * In from Mastodon and out again, at a whole instance, by the commands that docs/moving-in.md and docs/moving-out.md name; and networks
 * by theirs.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TravelIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path folder;

    private static RunningInstance instance;
    private static String old;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        instance = RunningInstance.start(Files.createDirectories(folder.resolve("server")));
        for (String name : List.of("alice", "old", "carol"))
            succeeds(name, "account", "create", name, "--gateway", instance.origin());
        old = "@old@" + instance.origin().replaceFirst("https?://", "");
        Map<String, byte[]> files = Archives.alice();
        files.put("media_attachments/files/000/003/original/lost.jpg", Archives.png(5, 5));
        Archives.zip(folder.resolve("archive.zip"), files);
        Files.writeString(
                folder.resolve("following_accounts.csv"),
                "Account address,Show boosts,Notify on new posts,Languages\n" + old.substring(1) + ",true,false,\n");
        Path lists = Files.createDirectories(folder.resolve("lists-from-mastodon"));
        Files.writeString(lists.resolve("lists.csv"), "\"Birds, rare\"," + old.substring(1) + "\n");
        Files.writeString(lists.resolve("blocked_domains.csv"), "#domain\nspam.example\n");
        Files.writeString(lists.resolve("bookmarks.csv"), "https://far.example/users/bob/statuses/5\n");
    }

    @AfterAll
    static void stop() {
        if (instance != null) instance.close();
    }

    @Test
    @Order(1)
    @DisplayName("Every command of docs/moving-in.md does what the page says")
    void movesIn() {
        for (String command : commands("moving-in.md")) {
            // The old server shows the move once its form was sent: here, its owner says so in the actor document.
            if (command.contains("alias check")) moveOld();
            succeeds("alice", words(command));
        }
    }

    @Test
    @Order(2)
    @DisplayName("The profile shows what was brought along under its old date, the public parts only")
    void showsWhatWasBroughtAlong() throws Exception {
        String page = get(instance.origin() + "/@alice", "text/html");
        assertThat(page)
                .contains("Brought along from alice@old.example")
                .contains("Mar 2, 2018")
                .contains("The second of my thread")
                .contains("7 votes")
                .contains("Alice of Old")
                .doesNotContain("only for you")
                .doesNotContain("For my followers");
        assertThat(page.indexOf("Tea or coffee")).isLessThan(page.indexOf("all over"));
        succeeds("alice", "post", "Said here");
        page = get(instance.origin() + "/@alice", "text/html");
        assertThat(page.indexOf("Said here")).isLessThan(page.indexOf("Tea or coffee"));
        assertThat(succeeds("alice", "account", "alias", "list")).contains("names no other");
        assertThat(succeeds("alice", "following", "--json")).contains("/@old");
        assertThat(succeeds("alice", "bookmarks", "--json")).contains("https://far.example/users/bob/statuses/5");
    }

    @Test
    @Order(3)
    @DisplayName("Every command of docs/moving-out.md does what the page says")
    void movesOut() throws IOException {
        for (String command : commands("moving-out.md")) succeeds("alice", words(command));
        assertThat(Files.readString(folder.resolve("lists/following_accounts.csv")))
                .isEqualTo("Account address,Show boosts,Notify on new posts,Languages\n" + old.substring(1)
                        + ",true,false,\n");
        assertThat(Files.readString(folder.resolve("lists/lists.csv")))
                .isEqualTo("\"Birds, rare\"," + old.substring(1) + "\n");
        assertThat(Files.readString(folder.resolve("lists/blocked_domains.csv")))
                .isEqualTo("#domain\nspam.example\n");
        assertThat(Files.readString(folder.resolve("lists/bookmarks.csv")))
                .contains("https://far.example/users/bob/statuses/5");
    }

    @Test
    @Order(4)
    @DisplayName("The signed archive has every document with a valid proof, the media by their hash, and no key")
    void signedArchiveIsWhole() throws Exception {
        try (ZipFile zip = new ZipFile(folder.resolve("signed.zip").toFile())) {
            String lines = new String(
                    zip.getInputStream(zip.getEntry("documents.ndjson")).readAllBytes(), StandardCharsets.UTF_8);
            List<String> types = new ArrayList<>();
            for (String line : lines.split("\n")) {
                assertThat(PortableDocument.read(line.getBytes(StandardCharsets.UTF_8), java.time.Instant.now()))
                        .isInstanceOfSatisfying(
                                DocumentVerdict.Admissible.class,
                                document -> types.add(document.document().type()));
            }
            assertThat(types).contains("Create", "Follow", "KeyLogEntry", "Checkpoint", "Add", "Update", "Person");
            assertThat(lines).doesNotContain("secretKeyMultibase").doesNotContain("privateKeyPem");
            assertThat(zip.stream().filter(entry -> entry.getName().startsWith("media/hl:")))
                    .hasSizeGreaterThanOrEqualTo(3);
        }
    }

    @Test
    @Order(5)
    @DisplayName("What was taken out in Mastodon's layout comes in again, the same in both forms")
    void roundTrip() throws Exception {
        String said = succeeds(
                "carol", "import", folder.resolve("archive-for-mastodon.zip").toString(), "--json");
        assertThat(said).contains("\"posts\":5").contains("\"private\":1").contains("\"problemCount\":0");
        String page = get(instance.origin() + "/@carol", "text/html");
        assertThat(page)
                .contains("Brought along from alice@")
                .contains("Mar 2, 2018")
                .contains("7 votes")
                .contains("A godwit");
        String again =
                succeeds("carol", "import", folder.resolve("archive.tar").toString(), "--only", "posts", "--json");
        assertThat(again).contains("\"already\":6").doesNotContain("\"posts\":1,");
    }

    private static void moveOld() {
        String alice = succeeds("alice", "account", "show", "--json");
        Matcher actor = Pattern.compile("\"actor\":\"([^\"]+)\"").matcher(alice);
        assertThat(actor.find()).isTrue();
        OldAccount.moveTo(folder.resolve("home-old"), actor.group(1));
    }

    /** The commands of a page, with the address that it speaks of put in. */
    @Test
    @Order(6)
    @DisplayName("A network is begun, hosted, joined, changed by a vote, and left, by commands")
    void networks() throws IOException {
        String data = folder.resolve("server/data").toString();
        String rules = folder.resolve("birds.json").toString();
        String draft = folder.resolve("draft.ndjson").toString();
        String file = folder.resolve("birds.ndjson").toString();
        succeeds("carol", "charter", "init", draft, "--name", "Birds");
        succeeds("carol", "charter", "show", draft, "--write", rules);
        Files.writeString(
                Path.of(rules),
                Files.readString(Path.of(rules))
                        .replaceAll("\"method\": *\"stewards\"", "\"method\": \"vote\"")
                        .replaceAll("\"memberDays\": *30", "\"memberDays\": 0"));
        succeeds("carol", "charter", "init", file, "--name", "Birds", "--from", rules);
        assertThat(succeeds("carol", "charter", "host", file, "--data", data, "--gateway", instance.origin()))
                .contains("It is hosted here");
        String network = named(succeeds("carol", "network", "list"), "Birds");
        assertThat(succeeds("carol", "network", "show", network)).contains("Birds", "be-kind");
        assertThat(succeeds("carol", "network", "join", network)).contains("You are a member of Birds");

        String own = folder.resolve("own.ndjson").toString();
        succeeds("carol", "charter", "fetch", network, own);
        assertThat(succeeds("carol", "proposal", "roll", own)).contains("a list of 1 voter.");
        succeeds(
                "carol",
                "charter",
                "show",
                own,
                "--write",
                folder.resolve("next.json").toString());
        Path next = folder.resolve("next.json");
        Files.writeString(next, Files.readString(next).replace("\"fold\"", "\"hide\""));
        succeeds("carol", "proposal", "open", own, next.toString(), "--reason", "spam is spam");
        succeeds("carol", "proposal", "vote", own, "yes");
        assertThat(succeeds("carol", "proposal", "tally", own)).contains("It lacks");
        assertThat(succeeds("carol", "charter", "publish", own)).contains("Published: ");
        assertThat(succeeds("carol", "charter", "publish", own)).contains("Your servers have all");

        assertThat(succeeds("carol", "network", "leave", network)).contains("You have left");
        assertThat(succeeds(
                        "carol", "charter", "host", network, "--end", "--data", data, "--gateway", instance.origin()))
                .contains("hosting it ends on");
    }

    /** The address below a network's name. */
    private static String named(String list, String name) {
        Matcher found = Pattern.compile("(?m)^" + name + "\\R +(\\S+)$").matcher(list);
        assertThat(found.find()).as(list).isTrue();
        return found.group(1);
    }

    @Test
    @Order(7)
    @DisplayName("The links of a profile are asked whether they point back")
    void links() throws IOException {
        HttpServer blog = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        blog.createContext("/", exchange -> {
            String relation = exchange.getRequestURI().getPath().equals("/mine") ? "rel=\"me\" " : "";
            byte[] page = ("<a " + relation + "href=\"" + instance.origin() + "/@carol\">me</a>")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        blog.start();
        try {
            String address = "http://localhost:" + blog.getAddress().getPort();
            succeeds(
                    "carol",
                    "account",
                    "update",
                    "--field",
                    "Blog=" + address + "/mine",
                    "--field",
                    "Other=" + address + "/");
            assertThat(succeeds("carol", "account", "links"))
                    .contains(address + "/mine  points back to you")
                    .contains("links to your profile without rel=\"me\"");
        } finally {
            blog.stop(0);
        }
    }

    private static List<String> commands(String page) {
        return DocumentedCommands.of(page).blocks().stream()
                .map(command -> command.replace("@alice@old.example", old))
                .toList();
    }

    /** With the files where they are. */
    private static String[] words(String command) {
        List<String> words = new ArrayList<>(DocumentedCommands.words(command));
        if (words.getFirst().equals("import") || words.getFirst().equals("export"))
            words.set(1, folder.resolve(words.get(1)).toString());
        return words.toArray(String[]::new);
    }

    private static String succeeds(String who, String... arguments) {
        Map<String, String> environment = new HashMap<>();
        environment.put("GODWIT_HOME", folder.resolve("home-" + who).toString());
        environment.put("GODWIT_PASSPHRASE", "test passphrase");
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Godwit.run(environment, new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        assertThat(code).as("%s: %s%s", List.of(arguments), out, err).isZero();
        return out.toString();
    }

    private static String get(String url, String accept) throws IOException, InterruptedException {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(url)).header("Accept", accept).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }
}
