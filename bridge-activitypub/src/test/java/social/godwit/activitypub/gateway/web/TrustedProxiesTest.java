package social.godwit.activitypub.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import social.godwit.activitypub.remote.Cidr;

/** Row 59: nobody gets past a limit by claiming to be somebody else. */
class TrustedProxiesTest {
    private final TrustedProxies none = new TrustedProxies(List.of());
    private final TrustedProxies own = new TrustedProxies(Stream.of("127.0.0.1", "10.1.0.0/16", "fd00::/8")
            .map(block -> Cidr.parse(block).orElseThrow())
            .toList());

    @Test
    void believesNobodyWhereNoProxyIsTrusted() {
        assertThat(none.network("127.0.0.1", List.of("198.51.100.7"))).isEqualTo("127.0.0.1");
        assertThat(none.network("203.0.113.9", List.of("198.51.100.7"))).isEqualTo("203.0.113.9");
    }

    @Test
    void believesNobodyButTheProxies() {
        assertThat(own.network("203.0.113.9", List.of("198.51.100.7"))).isEqualTo("203.0.113.9");
        assertThat(own.network("203.0.113.9", List.of("10.1.2.3"))).isEqualTo("203.0.113.9");
    }

    @ParameterizedTest
    @DisplayName("what the sender wrote before the proxies' own entries counts for nothing")
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9|203.0.113.9",
                "198.51.100.7, 203.0.113.9|203.0.113.9",
                "10.1.0.9, 203.0.113.9|203.0.113.9",
                "127.0.0.1, 203.0.113.9, 10.1.2.3|203.0.113.9",
                "nonsense, 203.0.113.9|203.0.113.9",
                "198.51.100.7, 203.0.113.9:51234|203.0.113.9",
                "203.0.113.9, [fd00::1]:443|203.0.113.9",
                "198.51.100.7 ; 203.0.113.9, fd00::1|fd00000000000000",
            })
    void takesTheAddressThatTheOutermostTrustedProxySaw(String field, String network) {
        assertThat(own.network("127.0.0.1", List.of(field))).isEqualTo(network);
    }

    @Test
    void joinsRepeatedFieldsInTheirOrder() {
        assertThat(own.network("127.0.0.1", List.of("198.51.100.7", "203.0.113.9")))
                .isEqualTo("203.0.113.9");
    }

    @Test
    @DisplayName("names are not looked up, and what cannot be read ends the chain at the proxy that wrote it")
    void asksNoDns() {
        for (String hop : List.of("", "unknown", "_hidden", "peer.example", "0x7f.1", "1", "1.2.3", "999.1.1.1")) {
            assertThat(own.network("127.0.0.1", List.of(hop))).as(hop).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void looksAtAFewHopsOnly() {
        String[] hops = new String[1_000];
        Arrays.fill(hops, "10.1.2.3");
        hops[0] = "203.0.113.9";
        assertThat(own.network("127.0.0.1", List.of(String.join(",", hops)))).isEqualTo("10.1.2.3");
    }

    @Test
    @DisplayName("an IPv6 customer is the first half of the address, however it is written")
    void putsOneCustomersAddressesTogether() {
        assertThat(Stream.of("2001:db8::1", "2001:db8::2:3", "2001:0db8:0:0:aaaa:bbbb:cccc:dddd", "2001:db8::%eth0")
                        .map(address -> none.network(address, List.of())))
                .containsOnly("20010db800000000");
        assertThat(none.network("::ffff:203.0.113.9", List.of())).isEqualTo("203.0.113.9");
        assertThat(none.network("", List.of())).isEmpty();
    }
}
