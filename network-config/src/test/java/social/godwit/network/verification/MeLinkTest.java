package social.godwit.network.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import social.godwit.network.verification.MeLink.Standing;

@DisplayName("A page points back to a profile, or it is said why it does not count")
class MeLinkTest {
    private static final List<String> PROFILE =
            List.of("https://godwit.example/@alice", "https://godwit.example/users/1?a=1&b=2");

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            <a rel="me" href="https://godwit.example/@alice">me</a>                      | LINKED
            <LINK HREF='https://godwit.example/@alice/' REL='noopener ME'>               | LINKED
            <a href=https://GODWIT.example/@alice rel=me>                                | LINKED
            <a rel="me" href="https://godwit.example/users/1?a=1&amp;b=2">               | LINKED
            <a href="https://godwit.example/@alice">me</a>                               | WITHOUT_ME
            <a rel="me" href="https://other.example/@alice">me</a>                       | ELSEWHERE
            <a rel="menu" href="https://godwit.example/@alice">me</a>                    | WITHOUT_ME
            <a rel="me" href="https://godwit.example/@alicex">me</a>                     | ELSEWHERE
            <!-- <a rel="me" href="https://godwit.example/@alice">me</a> -->             | NONE
            <script>'<a rel="me" href="https://godwit.example/@alice">'</script>         | NONE
            &lt;a rel="me" href="https://godwit.example/@alice"&gt;                      | NONE
            <abbr rel="me" href="https://godwit.example/@alice">                         | NONE
            <a rel="me" title="href=https://godwit.example/@alice">                      | NONE
            <a rel="me" href="https://godwit.example/@alice"                             | NONE
            <                                                                            | NONE
            """)
    void standing(String html, Standing standing) {
        assertThat(MeLink.of(html, PROFILE)).isEqualTo(standing);
    }

    @Test
    @DisplayName("a link far down a huge page does not count, and the page costs no more")
    void huge() {
        String page = "<a href=".repeat(200_000) + "<a rel=me href=https://godwit.example/@alice>";
        assertThat(MeLink.of(page, PROFILE)).isEqualTo(Standing.NONE);
        assertThat(MeLink.of("<!--".repeat(300_000), PROFILE)).isEqualTo(Standing.NONE);
        assertThat(MeLink.of("<script>".repeat(130_000), PROFILE)).isEqualTo(Standing.NONE);
    }
}
