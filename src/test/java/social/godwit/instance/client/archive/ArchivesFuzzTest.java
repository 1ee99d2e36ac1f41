package social.godwit.instance.client.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.TestKeys;

/** Every reader of what another server gave out: bad input ends in words, and nothing comes out that was not let in. */
class ArchivesFuzzTest {
    private static final Instant NOW = TestKeys.NOW;

    @FuzzTest(maxDuration = "60s")
    void collections(byte[] data) {
        try (var items = new JsonItems(new ByteArrayInputStream(data))) {
            for (Optional<JsonItems.Item> item = items.next(); item.isPresent(); item = items.next())
                if (item.get() instanceof JsonItems.Item.Whole whole
                        && OldActivity.read(whole.json(), "https://old.example/users/alice", NOW)
                                instanceof OldActivity.Posted(OldPost post)) {
                    assertThat(post.published()).isBeforeOrEqualTo(NOW);
                    ImportedDocument.post(
                            post,
                            ImportName.of(post.id(), post.published()),
                            "alice@old.example",
                            post.parent(),
                            java.util.List.of(),
                            TestKeys.ids(TestKeys.ring()),
                            NOW);
                }
        } catch (IOException broken) {
            assertThat(broken.getMessage()).isNotEmpty();
        }
    }

    @FuzzTest(maxDuration = "60s")
    void tables(byte[] data) throws IOException {
        try {
            CsvList.of("following_accounts.csv", Csv.read(new ByteArrayInputStream(data), "x"), Optional.empty());
        } catch (ClientProblem refused) {
            assertThat(refused.what()).isNotEmpty();
        }
    }

    /** Zips and tars, told apart by their own first bytes. */
    @FuzzTest(maxDuration = "60s")
    void archives(byte[] data) throws IOException {
        Path file = Files.createTempFile("godwit", ".archive");
        try {
            Files.write(file, data);
            try (ArchiveFiles archive = ArchiveFiles.open(file)) {
                for (String name : archive.names()) {
                    assertThat(ArchiveFiles.isSafe(name)).isTrue();
                    try (InputStream in = archive.open(name, 1 << 20).orElseThrow()) {
                        assertThat(in.readAllBytes()).hasSizeLessThanOrEqualTo(1 << 20);
                    } catch (IOException | ClientProblem damaged) {
                        assertThat(damaged).isNotNull();
                    }
                }
                PostArchive.in(archive);
            } catch (IOException | ClientProblem refused) {
                assertThat(refused).isNotNull();
            }
        } finally {
            Files.delete(file);
        }
    }
}
