package social.godwit.instance.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import social.godwit.activitypub.http.Headers;
import social.godwit.activitypub.signature.IncomingRequest;

class SameOriginTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "GET,    same-origin, -,                     true",
                "GET,    none,        -,                     true",
                "GET,    same-site,   -,                     false",
                "GET,    cross-site,  -,                     false",
                "GET,    -,           -,                     true",
                "POST,   same-origin, -,                     true",
                "POST,   none,        -,                     false",
                "POST,   same-site,   https://a.example,     false",
                "POST,   cross-site,  https://a.example,     false",
                "POST,   -,           https://a.example,     true",
                "DELETE, -,           https://a.example,     true",
                "POST,   -,           https://b.a.example,   false",
                "POST,   -,           http://a.example,      false",
                "POST,   -,           https://a.example:444, false",
                "POST,   -,           null,                  false",
                "POST,   -,           -,                     false",
                "PUT,    -,           -,                     false",
                "DELETE, -,           -,                     false",
            })
    @DisplayName("a cookie speaks for what our own pages ask, and for nothing that another page asks")
    void holds(String method, String site, String origin, boolean expected) {
        Headers.Builder headers = Headers.builder();
        if (site != null) headers.add("Sec-Fetch-Site", site);
        if (origin != null) headers.add("Origin", origin);
        var request = new IncomingRequest(method, "https://a.example", "/session", headers.build(), new byte[0]);
        assertThat(SameOrigin.holds(request)).isEqualTo(expected);
    }
}
