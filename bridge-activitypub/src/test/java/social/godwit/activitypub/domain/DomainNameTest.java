package social.godwit.activitypub.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import social.godwit.activitypub.Instance;
import social.godwit.identity.did.Origin;

class DomainNameTest {
    private static final Instance INSTANCE = new Instance("https://social.example", "1", false, true);

    @ParameterizedTest
    @CsvSource({
        "alice.example,alice.example",
        "' ALICE.Example. ',alice.example",
        "bücher.example,xn--bcher-kva.example",
        "BÜCHER.example,xn--bcher-kva.example",
        "xn--bcher-kva.example,xn--bcher-kva.example",
        "a.b.c.example,a.b.c.example",
        "example.com,example.com",
    })
    void isReadInOneSpelling(String typed, String text) {
        assertThat(DomainName.read(typed, INSTANCE)).isEqualTo(new DomainName.Reading.Fit(new DomainName(text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "example",
                "alice..example",
                "-alice.example",
                "alice_b.example",
                "alice.example:8443",
                "alice.example/path",
                "https://alice.example",
                "user@alice.example",
                "127.0.0.1",
                "1.2.3",
                "[::1]",
                "::1",
                "alice.localhost",
                "printer.local",
                "db.internal",
                "x.onion",
                "1.0.0.127.in-addr.arpa",
                "social.example",
                "SOCIAL.example.",
                "alice.social.example",
                "a.b.social.example",
                "a\u3002social.example",
                "alice.example\u0000",
                "alice .example",
                "\u200b.example",
            })
    void isNoneOfThese(String typed) {
        assertThat(DomainName.read(typed, INSTANCE)).isInstanceOf(DomainName.Reading.Unfit.class);
    }

    @Test
    void isNotLongerThanItsProofCanBe() {
        String label = "a".repeat(60);
        String long244 = (label + ".").repeat(4);
        assertThat(DomainName.read(long244 + "b", INSTANCE)).isInstanceOf(DomainName.Reading.Fit.class);
        assertThat(DomainName.read(long244 + "bb", INSTANCE)).isInstanceOf(DomainName.Reading.Unfit.class);
        assertThat(DomainName.read("a".repeat(64) + ".example", INSTANCE)).isInstanceOf(DomainName.Reading.Unfit.class);
    }

    @Test
    void hasTheSchemeAndThePortOfTheInstance() {
        DomainName alice = new DomainName("alice.example");
        assertThat(alice.origin(INSTANCE)).hasToString("https://alice.example");
        assertThat(alice.origin(new Instance("http://localhost:8080", "1", true, true)))
                .hasToString("http://alice.example:8080");
        assertThat(DomainName.of(Origin.parse("https://alice.example").orElseThrow(), INSTANCE))
                .contains(alice);
        assertThat(DomainName.of(Origin.parse("http://alice.example").orElseThrow(), INSTANCE))
                .isEmpty();
        assertThat(DomainName.of(Origin.parse("https://alice.example:8443").orElseThrow(), INSTANCE))
                .isEmpty();
    }

    @Test
    void inDevelopmentMayEndInLocalhost() {
        Instance development = new Instance("http://localhost:8080", "1", true, true);
        assertThat(DomainName.read("alice.localhost", development))
                .isEqualTo(new DomainName.Reading.Fit(new DomainName("alice.localhost")));
    }
}
