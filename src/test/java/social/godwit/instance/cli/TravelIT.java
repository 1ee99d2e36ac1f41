package social.godwit.instance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
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

/** In from Mastodon and out again, at a whole instance, by the commands that docs/moving-in.md and docs/moving-out.md name. */
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
