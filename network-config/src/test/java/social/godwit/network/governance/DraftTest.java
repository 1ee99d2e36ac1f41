package social.godwit.network.governance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Json;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.CharterReading;

@DisplayName("A next version on its way to a proposal")
class DraftTest {
    @Test
    @DisplayName("of a network that began from another's rules says so no more, and that is no change of them")
    void begunFromAnother() {
        Charter first = new Town(charter ->
                        charter.with("forkOf", Json.of(Sha256.of(new byte[] {1}).multibase())))
                .first;
        assertThat(first.forkOf()).isPresent();

        assertThat(Draft.next(first, first.json(), Town.day(60)))
                .isInstanceOfSatisfying(CharterReading.Read.class, next -> {
                    assertThat(next.charter().version()).isEqualTo(2);
                    assertThat(next.charter().forkOf()).isEmpty();
                    assertThat(Changes.between(first, next.charter()).paths()).isEmpty();
                });
    }
}
