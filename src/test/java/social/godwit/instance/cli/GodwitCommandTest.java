package social.godwit.instance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What people see who type: words and exit codes, without a server. */
class GodwitCommandTest {
    private static final String VECTORS = "/vectors/portable/";

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"mitra-5.10.0-create.body", "tootik-0.25.4-follow.body"})
    void verifiesDocumentsOfOtherServers(String vector) throws IOException {
        assertThat(run("verify", vector(vector).toString())).isZero();
        assertThat(out.toString()).startsWith("Genuine: ap://did:key:z6Mk").contains("signed by did:key:z6Mk");
    }

    @Test
    void saysWhoSignedEachDocumentWithinAnother() throws IOException {
        assertThat(run("verify", "--json", vector("mitra-5.10.0-create.body").toString()))
                .isZero();
        assertThat(out.toString())
                .contains("\"valid\":true")
                .contains("\"type\":\"Create\"")
                .contains("\"type\":\"Note\"");
    }

    @Test
    void refusesADocumentInWhichAnythingWasChanged() throws IOException {
        String genuine = Files.readString(vector("tootik-0.25.4-follow.body"));
        Path changed = folder.resolve("changed.json");
        Files.writeString(changed, genuine.replace("\"Follow\"", "\"Block\""));
        assertThat(run("verify", changed.toString())).isEqualTo(1);
        assertThat(out.toString()).startsWith("Not genuine").contains("WRONG").doesNotContain("Exception");
    }

    @Test
    void refusesToCallADocumentGenuineThatHoldsOneOfAnotherAccount() throws IOException {
        assertThat(run("verify", vector("map-local-create-note.signed.json").toString()))
                .isEqualTo(1);
        assertThat(out.toString()).contains("no server may take it");
    }

    @Test
    void verifiesSignaturesOfDocumentsThatAreNotPortable() throws IOException {
        assertThat(run("verify", vector("vc-di-signed.json").toString())).isZero();
        assertThat(out.toString()).contains("no portable document");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[1,2]", "{\"a\":1,\"a\":2}", "not json"})
    void refusesWhatIsNoSignedDocument(String text) throws IOException {
        Path file = folder.resolve("x.json");
        Files.writeString(file, text);
        assertThat(run("verify", file.toString())).isEqualTo(1);
    }

    @Test
    void saysWhatToDoWhenThereIsNoAccount() {
        assertThat(run("post", "hello")).isEqualTo(1);
        assertThat(err.toString()).contains("There is no account in").contains("godwit account create");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void tellsScriptsOfFailuresInJson() {
        assertThat(run("post", "hello", "--json")).isEqualTo(1);
        assertThat(out.toString()).startsWith("{\"error\":\"There is no account in");
    }

    @Test
    void makesKeysOnceAndNeverShowsThem() throws IOException {
        assertThat(run("key", "new")).isZero();
        assertThat(out.toString()).contains("did:key:z6Mk").contains("recovery");
        assertThat(run("key", "new")).isEqualTo(1);
        assertThat(err.toString()).contains("already");
        assertThat(run("key", "show", "--json")).isZero();
        assertThat(out.toString()).contains("\"recovery\":true");
        assertThat(Files.readAllBytes(folder.resolve("home/keys.json"))).isNotEmpty();
    }

    @Test
    void takesTheRecoveryKeyOffTheDevice() {
        String kit = folder.resolve("kit").toString();
        assertThat(run("key", "new")).isZero();
        assertThat(run("key", "export", "--recovery", "--take-away", kit)).isZero();
        assertThat(out.toString()).contains("recovery kit");
        assertThat(run("key", "show", "--json")).isZero();
        assertThat(out.toString()).contains("\"recovery\":false");
        assertThat(run("key", "export", "--recovery", kit + "2")).isEqualTo(1);
        assertThat(err.toString()).contains("not on this device any more");
    }

    @Test
    void theKitIsShownTestedAndTakenAway() {
        assertThat(run("key", "new")).isZero();
        assertThat(run("account", "kit", "status")).isZero();
        assertThat(out.toString()).contains("No kit was made").contains("on this device");
        assertThat(run("account", "kit", "create", "--json")).isZero();
        String words =
                out.toString().replaceAll(".*\"words\":\\[(.*)\\].*", "$1").replaceAll("[\",]+", " ");
        assertThat(runWith(
                        Map.of("GODWIT_KIT", "abandon " + words.strip().replaceFirst("[a-z]+ ", "")),
                        "account",
                        "kit",
                        "test"))
                .isEqualTo(1);
        assertThat(runWith(Map.of("GODWIT_KIT", words), "account", "kit", "test", "--take-away"))
                .as(err.toString())
                .isZero();
        assertThat(run("account", "kit", "status", "--json")).isZero();
        assertThat(out.toString()).contains("\"onDevice\":false").contains("\"tested\":");
        assertThat(run("account", "kit", "create")).isEqualTo(1);
        assertThat(err.toString()).contains("not on this device any more");
    }

    @Test
    void neverOverwritesAnExport() throws IOException {
        Path file = folder.resolve("copy");
        Files.writeString(file, "precious");
        assertThat(run("key", "new")).isZero();
        assertThat(run("key", "export", file.toString())).isEqualTo(1);
        assertThat(Files.readString(file)).isEqualTo("precious");
    }

    @Test
    void refusesAShortPassphrase() {
        assertThat(Godwit.run(
                        Map.of("GODWIT_PASSPHRASE", "short"),
                        new PrintWriter(out),
                        new PrintWriter(err),
                        "key",
                        "new",
                        "--home",
                        folder.resolve("home").toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("too short");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "frobnicate",
                "post --visibility everybody x",
                "like",
                "follow",
                "domain",
                "account create",
                "report @bob@example.org",
                "list add friends",
                "post --no-such-option",
                "timeline --limit many"
            })
    void explainsWhatItDoesNotUnderstandInAFewLines(String line) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(err.toString())
                .contains("--help")
                .doesNotContain("Exception")
                .doesNotContain("\tat ");
        assertThat(err.toString().lines().count()).isLessThan(6);
    }

    @Test
    void refusesAddressesThatAreNoServers() {
        for (String address :
                List.of("example.org", "ftp://example.org", "https://example.org/path", "https://u@example.org")) {
            assertThat(run("account", "create", "alice", "--gateway", address)).isEqualTo(1);
            assertThat(err.toString()).contains("is not the address of a server");
        }
    }

    @Test
    void everyCommandExplainsItself() {
        List<String> without = new ArrayList<>();
        walk(new CommandLine(new Godwit(Map.of(), new PrintWriter(out), new PrintWriter(err))), without);
        assertThat(without).isEmpty();
    }

    @Test
    @DisplayName("every command about networks is run by a test in this package")
    void everyNetworkCommandIsRun() throws IOException {
        StringBuilder tests = new StringBuilder();
        try (Stream<Path> files =
                Files.list(Path.of(System.getProperty("basedir", "."), "test/java/social/godwit/instance/cli"))) {
            for (Path file : files.toList()) tests.append(Files.readString(file));
        }
        CommandLine all = new CommandLine(new Godwit(Map.of(), new PrintWriter(out), new PrintWriter(err)));
        for (String group : List.of("charter", "proposal", "network"))
            for (String command :
                    all.getSubcommands().get(group).getSubcommands().keySet())
                assertThat(tests)
                        .as(group + " " + command)
                        .containsPattern("\"" + group + "\",\\s*\"" + command + "\"");
    }

    @Test
    void printsAScriptForCompletion() {
        assertThat(run("completion")).isZero();
        assertThat(out.toString()).contains("complete -F").contains("timeline");
    }

    @Test
    void operatorsNeedTheirKey() {
        assertThat(run("admin", "invite", "--data", folder.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("operator.key").contains("--data DIR");
    }

    @Test
    void showsNothingThatCouldMoveTheCursor() {
        assertThat(Terminal.harmless("a\u001b[2Jb\u202ec\nd")).isEqualTo("a\ufffd[2Jb\ufffdc\nd");
        assertThat(Terminal.words("<p>a &lt;b&gt; &amp;amp;<br>c</p><p>d</p>")).isEqualTo("a <b> &amp;\nc\nd");
    }

    private static void walk(CommandLine line, List<String> without) {
        if (line.getCommandSpec().usageMessage().description().length == 0)
            without.add(line.getCommandSpec().qualifiedName());
        line.getSubcommands().values().forEach(sub -> walk(sub, without));
    }

    private int run(String... words) {
        return runWith(Map.of(), words);
    }

    private int runWith(Map<String, String> more, String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        Map<String, String> environment = new HashMap<>(more);
        environment.put("GODWIT_HOME", folder.resolve("home").toString());
        environment.put("GODWIT_PASSPHRASE", "correct horse battery");
        environment.put("GODWIT_EXPORT_PASSPHRASE", "staple mountain river");
        return Godwit.run(environment, new PrintWriter(out), new PrintWriter(err), words);
    }

    private Path vector(String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = GodwitCommandTest.class.getResourceAsStream(VECTORS + name)) {
            Files.write(file, in.readAllBytes());
        }
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)).isNotEmpty();
        return file;
    }
}
