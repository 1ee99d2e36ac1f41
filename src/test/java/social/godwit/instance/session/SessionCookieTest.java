package social.godwit.instance.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import social.godwit.identity.did.Did;

class SessionCookieTest {
    private static final Did ANN = Did.parse("did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK")
            .orElseThrow();
    private static final SessionCookie COOKIE = SessionCookie.generate(ANN, byte[]::new);
    private static final String PAIR = COOKIE.setFor(Duration.ofDays(7)).split(";", 2)[0];

    @Test
    void browsersKeepItForThisHostOnlyOverTlsAndHideItFromScripts() {
        assertThat(COOKIE.setFor(Duration.ofDays(7)))
                .startsWith("__Host-godwit=")
                .endsWith("; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=604800");
        assertThat(SessionCookie.taken()).startsWith("__Host-godwit=;").endsWith("Max-Age=0");
        assertThat(COOKIE.toString()).doesNotContain(COOKIE.secret());
    }

    @Test
    void isReadAmongOthers() {
        assertThat(SessionCookie.read(List.of("a=b; " + PAIR + "; c=d"))).contains(COOKIE);
        assertThat(SessionCookie.read(List.of("a=b", PAIR))).contains(COOKIE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "__Host-godwit=",
                "__Host-godwit=x",
                "__Host-godwit=z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK.",
                "__Host-godwit=z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK.AAAA",
                "__Host-godwit=zzz.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "godwit=z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            })
    void whatIsNotOursIsNotRead(String field) {
        assertThat(SessionCookie.read(List.of(field))).isEmpty();
    }

    @Test
    void twoOfThemAreNoneAsOneWasPlanted() {
        assertThat(SessionCookie.read(List.of(PAIR + "; " + PAIR))).isEmpty();
    }
}
