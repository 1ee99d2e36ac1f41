package social.godwit.instance.client.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import social.godwit.instance.client.ClientProblem;

/** Lists as Mastodon and others give them. */
class CsvListTest {
    @ParameterizedTest
    @CsvSource({
        "following_accounts.csv,FOLLOWS,2,bob@far.example",
        "muted_accounts.csv,MUTES,1,noisy@far.example",
        "blocked_accounts.csv,BLOCKS,1,mallory@far.example",
        "blocked_domains.csv,DOMAINS,2,spam.example",
        "lists.csv,LISTS,2,bob@far.example",
        "bookmarks.csv,BOOKMARKS,2,https://far.example/users/bob/statuses/5"
    })
    @DisplayName("Each of Mastodon's lists is known by its heading or its name")
    void knowsMastodonsLists(String file, Part part, int rows, String first) throws IOException {
        CsvList list = CsvList.of(
                file, read(new String(Archives.resource("lists/" + file), StandardCharsets.UTF_8)), Optional.empty());
        assertThat(list.part()).isEqualTo(part);
        assertThat(list.rows()).hasSize(rows);
        assertThat(list.rows().getFirst().get(list.account())).isEqualTo(first);
    }

    @Test
    @DisplayName("snac2 writes the same, its lists with the title first and its blocks without a heading")
    void readsThoseOfSnac() throws IOException {
        assertThat(CsvList.of("export/lists.csv", read("Birds,bob@far.example\n"), Optional.empty())
                        .account())
                .isEqualTo(1);
        assertThat(CsvList.of("export/blocked_accounts.csv", read("x@far.example\n"), Optional.empty())
                        .rows())
                .hasSize(1);
    }

    @Test
    void tellsByTheContentWhereNothingElseDoes() throws IOException {
        assertThat(CsvList.of("mine.csv", read("https://a.example/1\nhttps://a.example/2\n"), Optional.empty())
                        .part())
                .isEqualTo(Part.BOOKMARKS);
        assertThat(CsvList.of("mine.csv", read("Birds,b@a.example\n"), Optional.empty())
                        .part())
                .isEqualTo(Part.LISTS);
        assertThatThrownBy(() -> CsvList.of("mine.csv", read("b@a.example\n"), Optional.empty()))
                .isInstanceOf(ClientProblem.class);
        assertThat(CsvList.of("mine.csv", read("b@a.example\n"), Optional.of(Part.MUTES))
                        .part())
                .isEqualTo(Part.MUTES);
    }

    @Test
    void readsQuotesAndWritesThem() throws IOException {
        assertThat(read("\uFEFF\"a, \"\"b\"\"\",c\r\n\r\n\"x\ny\",\n"))
                .containsExactly(List.of("a, \"b\"", "c"), List.of("x\ny", ""));
        String row = Csv.row("a, \"b\"", "", "x\ny");
        assertThat(row).isEqualTo("\"a, \"\"b\"\"\",,\"x\ny\"\n");
        assertThat(read(row)).containsExactly(List.of("a, \"b\"", "", "x\ny"));
    }

    @Test
    void refusesWhatIsNoList() {
        assertThatThrownBy(() -> read("x".repeat(5_000))).isInstanceOf(ClientProblem.class);
        assertThatThrownBy(() -> read(",".repeat(100))).isInstanceOf(ClientProblem.class);
        assertThatThrownBy(() -> Csv.read(new ByteArrayInputStream(new byte[] {(byte) 0xff, 1}), "x.csv"))
                .isInstanceOf(ClientProblem.class);
    }

    private static List<List<String>> read(String text) throws IOException {
        return Csv.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "x.csv");
    }
}
