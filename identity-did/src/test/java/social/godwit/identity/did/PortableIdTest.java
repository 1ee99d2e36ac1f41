package social.godwit.identity.did;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortableIdTest {
    private static final String KEY = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";
    private static final String DID = "did:key:" + KEY;
    private static final String CANONICAL = "ap://" + DID + "/actor";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ap://" + DID + "/actor",
                "ap+ef61://" + DID + "/actor",
                "ap://did%3Akey%3A" + KEY + "/actor",
                "ap+ef61://did%3akey%3a" + KEY + "/actor",
                "ap://" + DID + "/actor?gateways=https%3A%2F%2Fa.example,https%3A%2F%2Fb.example",
                "ap://" + DID + "/actor?@gateway=https%3A%2F%2Fa.example&@gateway=https://b.example",
                "https://gw.example/.well-known/apgateway/" + DID + "/actor",
                "https://gw.example:8443/.well-known/apgateway/" + DID + "/actor",
                "http://localhost:8080/.well-known/apgateway/" + DID + "/actor",
                "https://gw.example/.well-known/apgateway/did%3Akey%3A" + KEY + "/actor"
            })
    void everySpellingHasOneCanonicalForm(String text) {
        assertThat(PortableId.parse(text)).map(PortableId::canonical).contains(CANONICAL);
    }

    @Test
    void keepsTheFragmentAndTheOpaquePath() {
        PortableId id = PortableId.parse("https://gw.example/.well-known/apgateway/" + DID + "/a//b%20c;x=1:@/#k-1")
                .orElseThrow();

        assertThat(id.path()).isEqualTo("/a//b%20c;x=1:@/");
        assertThat(id.fragment()).contains("k-1");
        assertThat(id.withoutFragment().canonical()).isEqualTo("ap://" + DID + "/a//b%20c;x=1:@/");
        assertThat(PortableId.parse(id.canonical())).contains(id);
    }

    @Test
    void rendersForAGateway() {
        PortableId id = PortableId.parse(CANONICAL).orElseThrow();
        Origin gateway = Origin.parse("https://gw.example").orElseThrow();
        String rendered = "https://gw.example/.well-known/apgateway/" + DID + "/actor";

        assertThat(id.at(gateway)).isEqualTo(rendered);
        assertThat(id.withFragment("k").at(gateway)).isEqualTo(rendered + "#k");
        assertThat(PortableId.gatewayOf(rendered)).contains(gateway);
        assertThat(PortableId.gatewayOf(CANONICAL)).isEmpty();
    }

    @Test
    void readsLocationHints() {
        Origin a = new Origin("https", "a.example", -1);
        Origin b = new Origin("https", "b.example", 8443);

        assertThat(PortableId.hintsOf(CANONICAL + "?gateways=https%3A%2F%2Fa.example,https%3A%2F%2Fb.example%3A8443"))
                .containsExactly(a, b);
        assertThat(PortableId.hintsOf(
                        CANONICAL + "?@gateway=https%3A%2F%2Fa.example&%40gateway=https%3A%2F%2Fb.example%3A8443"))
                .containsExactly(a, b);
        assertThat(PortableId.hintsOf(CANONICAL)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ap://",
                "ap:///actor",
                "ap://" + DID,
                "ap://" + DID + "/",
                "ap:" + DID + "/actor",
                "AP://" + DID + "/actor",
                "ap://did:key:z6Mk/actor",
                "ap://did:web:example.com/actor",
                "ap://user@" + DID + "/actor",
                "ap://" + DID + ":80/actor",
                "ap://" + DID + "/a/../b",
                "ap://" + DID + "/./b",
                "ap://" + DID + "/%2e%2E/b",
                "ap://" + DID + "/a/..",
                "ap://" + DID + "/a b",
                "ap://" + DID + "/a\nb",
                "ap://" + DID + "/\u00e4",
                "ap://" + DID + "/a\\b",
                "ap://" + DID + "/a%2",
                "ap://" + DID + "/a%zz",
                "ap://" + DID + "/a#",
                "ap://" + DID + "/a#b#c",
                "ap://" + DID + "/a?page=1",
                "ap://" + DID + "/a?",
                "ap://" + DID + "/a?gateways=",
                "ap://" + DID + "/a?gateways=https%3A%2F%2Fa.example%2Fpath",
                "ap://" + DID + "/a?@gateway=ftp%3A%2F%2Fa.example",
                "ap://" + DID + "/a?gateways=%",
                "https://gw.example/.well-known/apgateway/" + DID + "/a?page=1",
                "https://gw.example/.well-known/apgateway/" + DID + "/a?gateways=https%3A%2F%2Fa.example",
                "https://gw.example/.well-known/apgateway/" + DID,
                "https://GW.example/.well-known/apgateway/" + DID + "/a",
                "https://gw.example/x/.well-known/apgateway/" + DID + "/a",
                "https://user@gw.example/.well-known/apgateway/" + DID + "/a",
                "https://gw.example:443/.well-known/apgateway/" + DID + "/a",
                "https:///.well-known/apgateway/" + DID + "/a",
                "ftp://gw.example/.well-known/apgateway/" + DID + "/a",
                "https://gw.example/users/alice",
                "acct:a@b.example"
            })
    void refusesWhatIsNoPortableId(String text) {
        assertThat(PortableId.parse(text)).isEmpty();
    }

    @Test
    @DisplayName("P8: a wide list of hints is refused")
    void refusesTooManyHints() {
        String hint = "&@gateway=https%3A%2F%2Fg.example";

        assertThat(PortableId.parse(CANONICAL + "?" + hint.repeat(16).substring(1)))
                .isPresent();
        assertThat(PortableId.parse(CANONICAL + "?" + hint.repeat(17).substring(1)))
                .isEmpty();
        assertThat(PortableId.parse("ap://" + DID + "/" + "a".repeat(PortableId.MAX_LENGTH)))
                .isEmpty();
    }

    /** Whatever looks portable must not be trusted by the origin of its URL. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ap://x",
                "AP://" + DID + "/a",
                "ap+ef61:zzz",
                "https://evil.example/.well-known/apgateway/" + DID + "/a?x=1",
                "https://evil.example/.WELL-KNOWN/apgateway/" + DID + "/a",
                "https://evil.example/.well-known/apgateway/did:x",
                "https://evil.example/%2Ewell-known%2Fapgateway/did:key:z"
            })
    @DisplayName("P3: malformed portable ids are recognised as such")
    void recognisesWhatClaimsToBePortable(String text) {
        assertThat(PortableId.claims(text)).isTrue();
        assertThat(PortableId.parse(text)).isEmpty();
    }

    @Test
    void ordinaryIdsAreNotPortable() {
        assertThat(PortableId.claims("https://mastodon.example/users/alice")).isFalse();
        assertThat(PortableId.claims("https://gw.example/.well-known/apgateway"))
                .isFalse();
        assertThat(PortableId.claims("https://gw.example/.well-known/apgateway/hl:zQm"))
                .isFalse();
    }

    @Test
    void aPortableIdInAFragmentMakesNoPortableId() {
        String vote =
                "https://gts.example/users/beth/activity#vote0/https://gw.example/.well-known/apgateway/" + DID + "/a";
        assertThat(PortableId.claims(vote)).isFalse();
        assertThat(PortableId.parse(vote)).isEmpty();
        assertThat(PortableId.claims("https://evil.example/x/.well-known/apgateway/" + DID + "/a#b"))
                .isTrue();
    }

    @Test
    void constructorChecksThePath() {
        Did did = Did.parse(DID).orElseThrow();

        assertThatThrownBy(() -> PortableId.of(did, "actor")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PortableId.of(did, "/a?b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PortableId(did, "/a", Optional.of("")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 1_000)
    void parserNeverThrows(@ForAll String tail) {
        for (String start :
                new String[] {"", "ap://" + DID, "https://gw.example/.well-known/apgateway/" + DID, "https://"}) {
            Optional<PortableId> id = PortableId.parse(start + tail);
            id.ifPresent(read -> assertThat(PortableId.parse(read.canonical())).contains(read));
        }
    }
}
