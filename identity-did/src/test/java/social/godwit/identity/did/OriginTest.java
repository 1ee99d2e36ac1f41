package social.godwit.identity.did;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com",
                "https://example.com:8443",
                "http://localhost:8080",
                "https://xn--bcher-kva.example",
                "https://127.0.0.1",
                "https://[::1]:8443",
                "http://a"
            })
    void readsOriginsInCanonicalSpelling(String text) {
        assertThat(Origin.parse(text)).map(Origin::toString).contains(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com",
                "https://",
                "https://example.com/",
                "https://example.com/a",
                "https://example.com?",
                "https://example.com#",
                "https://EXAMPLE.com",
                "HTTPS://example.com",
                "https://example.com:443",
                "http://example.com:80",
                "https://example.com:",
                "https://example.com:0",
                "https://example.com:65536",
                "https://example.com:080443",
                "https://user@example.com",
                "https://user:x@example.com",
                "https://example.com.",
                "https://.example.com",
                "https://a..b",
                "https://-a.example",
                "https://a-.example",
                "https://b\u00fccher.example",
                "https://exa mple.com",
                "https://example.com\\@evil.example",
                "https://example.com%00",
                "ftp://example.com",
                "javascript:alert(1)",
                "https:example.com",
                "https://[::1",
                "https://[x]",
                "https://a_b.example"
            })
    @DisplayName("row 2, P8: refuses every other spelling")
    void refusesOthers(String text) {
        assertThat(Origin.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://EXAMPLE.com/users/a, https://example.com",
        "https://example.com:443/x?y#z, https://example.com",
        "http://Example.COM:80, http://example.com",
        "https://example.com:8443/, https://example.com:8443",
        "HTTPS://example.com/, https://example.com",
        "https://b\u00fccher.example/, https://xn--bcher-kva.example"
    })
    @DisplayName("row 2: origins of URLs are compared in canonical spelling")
    void canonicalisesOriginsOfUrls(String url, String origin) {
        assertThat(Origin.ofUrl(url)).map(Origin::toString).contains(origin);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mailto:a@b",
                "ap://did:key:z/a",
                "https://user@example.com/",
                "/path",
                "",
                "https://example.com./a",
                "https:///a"
            })
    void findsNoOriginElsewhere(String url) {
        assertThat(Origin.ofUrl(url)).isEmpty();
    }

    @Test
    void constructorChecks() {
        assertThatThrownBy(() -> new Origin("https", "Example.com", -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Origin("https", "example.com", 443)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Origin("ftp", "example.com", -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
