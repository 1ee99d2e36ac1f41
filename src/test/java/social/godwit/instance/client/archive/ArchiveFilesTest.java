package social.godwit.instance.client.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import social.godwit.instance.client.ClientProblem;

/** Archives of any origin: nothing leaves them, nothing in them grows beyond its bounds. */
class ArchiveFilesTest {
    private static final byte[] TEXT = "hello".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @Test
    @DisplayName("A zip, a tar and a folder with the same files are the same")
    void readsAllForms() throws IOException {
        Map<String, byte[]> files = Map.of("a.json", TEXT, "b/c.png", new byte[1_000]);
        for (Path path : new Path[] {
            Archives.zip(folder.resolve("z"), files),
            Archives.tar(folder.resolve("t"), files),
            Archives.folder(folder.resolve("f"), files)
        })
            try (ArchiveFiles archive = ArchiveFiles.open(path)) {
                assertThat(archive.names()).containsExactlyInAnyOrder("a.json", "b/c.png");
                assertThat(read(archive, "a.json", 100)).isEqualTo(TEXT);
                assertThat(read(archive, "b/c.png", 1_000)).hasSize(1_000);
                assertThat(archive.open("missing", 1)).isEmpty();
                assertThatThrownBy(() -> read(archive, "b/c.png", 999)).isInstanceOf(ClientProblem.class);
            }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../evil", "a/../../evil", "/etc/passwd", "C:/evil", "a\\..\\evil", "a//b", "./a/./b", "a/\u0001"
            })
    @DisplayName("A path that leads out of the archive is refused, in a zip and in a tar")
    void refusesPathsThatLeadOut(String name) {
        assertThatThrownBy(() -> ArchiveFiles.open(Archives.zip(folder.resolve("z"), Map.of(name, TEXT))))
                .isInstanceOf(ClientProblem.class)
                .hasMessageContaining("leads out");
        assertThatThrownBy(() -> ArchiveFiles.open(Archives.tar(folder.resolve("t"), Map.of(name, TEXT))))
                .isInstanceOf(ClientProblem.class)
                .hasMessageContaining("leads out");
    }

    @Test
    @DisplayName("One path twice is refused: readers differ in which they take")
    void refusesDoubles() throws IOException {
        Path zip = Archives.zip(folder.resolve("z"), Map.of("one.json", TEXT, "two.json", TEXT));
        byte[] bytes = Files.readAllBytes(zip);
        Files.write(
                zip,
                new String(bytes, StandardCharsets.ISO_8859_1)
                        .replace("two.json", "one.json")
                        .getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> ArchiveFiles.open(zip)).hasMessageContaining("twice");
        Path tar = folder.resolve("t");
        try (OutputStream out = Files.newOutputStream(tar)) {
            for (int i = 0; i < 2; i++) out.write(Archives.tarHeader("one.json", '0', 0));
            out.write(new byte[1024]);
        }
        assertThatThrownBy(() -> ArchiveFiles.open(tar)).hasMessageContaining("twice");
    }

    @Test
    @DisplayName("A bomb is refused by what it says, and by what comes out when it lies")
    void refusesBombs() throws IOException {
        Path zip = Archives.zip(folder.resolve("z"), Map.of("outbox.json", new byte[64 << 20]));
        assertThatThrownBy(() -> ArchiveFiles.open(zip)).hasMessageContaining("too tightly");
        // The same with a size in the directory that looks harmless.
        byte[] bytes = Files.readAllBytes(zip);
        int directory = lastIndexOf(bytes, new byte[] {'P', 'K', 1, 2});
        for (int i = 0; i < 4; i++) bytes[directory + 24 + i] = (byte) (i == 0 ? 100 : 0);
        Files.write(zip, bytes);
        try (ArchiveFiles archive = ArchiveFiles.open(zip)) {
            assertThatThrownBy(() -> read(archive, "outbox.json", 1L << 40))
                    .isInstanceOfAny(ClientProblem.class, IOException.class);
        }
    }

    @Test
    @DisplayName("Links in a tar or a folder are passed over")
    void followsNoLinks() throws IOException {
        Path tar = folder.resolve("t");
        try (OutputStream out = Files.newOutputStream(tar)) {
            out.write(Archives.tarHeader("passwd", '2', 0));
            out.write(Archives.tarHeader("device", '3', 0));
            out.write(Archives.tarHeader("a.json", '0', 0));
            out.write(new byte[1024]);
        }
        try (ArchiveFiles archive = ArchiveFiles.open(tar)) {
            assertThat(archive.names()).containsExactly("a.json");
        }
        Path unpacked = Archives.folder(folder.resolve("f"), Map.of("a.json", TEXT));
        Files.createSymbolicLink(unpacked.resolve("b.json"), Path.of("/etc/passwd"));
        try (ArchiveFiles archive = ArchiveFiles.open(unpacked)) {
            assertThat(archive.names()).containsExactly("a.json");
            assertThat(archive.open("b.json", 100)).isEmpty();
        }
    }

    @Test
    @DisplayName("Names longer than a header has room for, as GNU and POSIX write them")
    void readsLongNames() throws IOException {
        String name = "a/".repeat(80) + "b.json";
        String record = " path=" + name + "\n";
        String pax = (record.length() + 3) + record;
        for (Map.Entry<Character, byte[]> form : new LinkedHashMap<>(Map.of(
                        'L', (name + "\0").getBytes(StandardCharsets.UTF_8),
                        'x', pax.getBytes(StandardCharsets.UTF_8)))
                .entrySet()) {
            Path tar = folder.resolve("t" + form.getKey());
            try (OutputStream out = Files.newOutputStream(tar)) {
                out.write(Archives.tarHeader("long", form.getKey(), form.getValue().length));
                out.write(form.getValue());
                out.write(new byte[512 - form.getValue().length % 512]);
                out.write(Archives.tarHeader("cut", '0', TEXT.length));
                out.write(TEXT);
                out.write(new byte[512 - TEXT.length]);
                out.write(new byte[1024]);
            }
            try (ArchiveFiles archive = ArchiveFiles.open(tar)) {
                assertThat(archive.names()).containsExactly(name);
                assertThat(read(archive, name, 100)).isEqualTo(TEXT);
            }
        }
    }

    @Test
    @DisplayName("What is cut off, or is something else, is said to be")
    void saysWhatIsWrong() throws IOException {
        Path tar = Archives.tar(folder.resolve("t"), Map.of("a.json", new byte[5_000]));
        Files.write(tar, java.util.Arrays.copyOf(Files.readAllBytes(tar), 3_000));
        assertThatThrownBy(() -> ArchiveFiles.open(tar))
                .isInstanceOf(ClientProblem.class)
                .hasMessageContaining("cut off");
        Path zip = Archives.zip(folder.resolve("z"), Map.of("a.json", new byte[5_000]));
        Files.write(zip, java.util.Arrays.copyOf(Files.readAllBytes(zip), 60));
        assertThatThrownBy(() -> ArchiveFiles.open(zip)).isInstanceOf(ClientProblem.class);
        Path gzip = folder.resolve("g");
        Files.write(gzip, new byte[] {0x1f, (byte) 0x8b, 8, 0});
        assertThatThrownBy(() -> ArchiveFiles.open(gzip))
                .isInstanceOfSatisfying(
                        ClientProblem.class,
                        problem -> assertThat(problem.next())
                                .hasValueSatisfying(next -> assertThat(next).contains("tar xzf")));
        Path text = folder.resolve("x");
        Files.write(text, TEXT);
        assertThatThrownBy(() -> ArchiveFiles.open(text)).hasMessageContaining("neither");
    }

    private static byte[] read(ArchiveFiles archive, String name, long max) throws IOException {
        try (InputStream in = archive.open(name, max).orElseThrow()) {
            return in.readAllBytes();
        }
    }

    private static int lastIndexOf(byte[] bytes, byte[] part) {
        return new String(bytes, StandardCharsets.ISO_8859_1)
                .lastIndexOf(new String(part, StandardCharsets.ISO_8859_1));
    }
}
