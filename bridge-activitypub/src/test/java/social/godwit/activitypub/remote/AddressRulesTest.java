package social.godwit.activitypub.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import social.godwit.activitypub.http.RemoteUris;
import social.godwit.activitypub.policy.FederationPolicy;

/** Rows 35 and 36: which URLs and addresses are asked at all. */
class AddressRulesTest {
    private static final AddressRules PRODUCTION = new AddressRules(false, List.of());
    private static final TargetRules TARGETS = targets(false);

    private static TargetRules targets(boolean development, String... allow) {
        return new TargetRules(
                development,
                java.util.Arrays.stream(allow).map(Cidr::of).toList(),
                authority -> authority.equals("us.example") ? Optional.of("https://us.example") : Optional.empty(),
                host -> host.equals("denied.example") ? FederationPolicy.Stance.DENY : FederationPolicy.Stance.ALLOW);
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.7",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::127.0.0.1",
                "::8.8.8.8",
                "64:ff9b::7f00:1",
                "64:ff9b::808:808",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:10::1",
                "2001:20::1",
                "2001:db8::1",
                "2002:7f00:1::1",
                "2002:808:808::1",
                "3fff::1",
                "5f00::1",
                "fc00::1",
                "fd12:3456::1",
                "fe80::1",
                "fec0::1",
                "ff02::1",
            })
    void refusesWhatIsNotGlobal(String text) {
        assertThat(PRODUCTION.permits(address(text))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "1.1.1.1", "100.63.255.255", "172.32.0.1", "2606:4700::1111", "2a00:1450::1"})
    void permitsWhatIsGlobal(String text) {
        assertThat(PRODUCTION.permits(address(text))).isTrue();
    }

    @Test
    void permitsLoopbackInDevelopmentOnly() {
        AddressRules development = new AddressRules(true, List.of());
        assertThat(development.permits(address("127.0.0.1"))).isTrue();
        assertThat(development.permits(address("::1"))).isTrue();
        assertThat(development.permits(address("::127.0.0.1"))).isFalse();
        assertThat(development.permits(address("192.168.1.1"))).isFalse();
    }

    @Test
    void permitsWhatTheOperatorAllowsButNotWhatHidesInside() {
        AddressRules rules = new AddressRules(false, List.of(Cidr.of("10.1.0.0/16"), Cidr.of("64:ff9b::/96")));
        assertThat(rules.permits(address("10.1.2.3"))).isTrue();
        assertThat(rules.permits(address("10.2.2.3"))).isFalse();
        assertThat(rules.permits(address("64:ff9b::8.8.8.8"))).isTrue();
        assertThat(rules.permits(address("64:ff9b::10.1.2.3"))).isTrue();
        assertThat(rules.permits(address("64:ff9b::127.0.0.1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://peer.example/",
                "ftp://peer.example/",
                "file:///etc/passwd",
                "unix:/run/x",
                "https://user@peer.example/",
                "https://user:secret@peer.example/",
                "https://2130706433/",
                "https://0x7f000001/",
                "https://0x7f.1/",
                "https://0177.0.0.1/",
                "https://127.1/",
                "https://0/",
                "https://peer.example./",
                "https://localhost/",
                "https://peer_1.example/",
                "https://-peer.example/",
                "https://peer..example/",
                "https://us.example/users/a",
                "https://us.example:443/users/a",
                "https://denied.example/",
                "https:///nothing",
                "https://[::1%25lo]/",
            })
    void refusesUrlsThatAreNotPlain(String text) {
        assertThat(RemoteUris.parse(text)
                                .flatMap(uri -> TARGETS.refuse(uri).or(() -> literal(uri)))
                                .isPresent()
                        || RemoteUris.parse(text).isEmpty())
                .isTrue();
    }

    /** What a literal would still have to pass. */
    private static Optional<String> literal(URI uri) {
        return TargetRules.isLiteral(uri.getHost())
                ? TARGETS.refuse(uri, List.of(address(uri.getHost())))
                : Optional.empty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://8.8.8.8/", "https://[2606:4700::1111]/", "https://127.0.0.1/", "https://[::1]/"})
    void refusesLiteralAddresses(String text) {
        assertThat(literal(URI.create(text))).isPresent();
    }

    @Test
    void refusesOtherPortsInProduction() {
        List<InetAddress> global = List.of(address("8.8.8.8"));
        assertThat(TARGETS.refuse(URI.create("https://peer.example:8443/"), global))
                .isPresent();
        assertThat(TARGETS.refuse(URI.create("https://peer.example/"), global)).isEmpty();
    }

    /** Row 37: one private address among public ones. */
    @Test
    void refusesAHostWithOnePrivateAddress() {
        assertThat(TARGETS.refuse(
                        URI.create("https://peer.example/"), List.of(address("8.8.8.8"), address("192.168.0.1"))))
                .isPresent();
    }

    @Test
    void allowsPlainHttpOnlyToThisMachine() {
        TargetRules development = targets(true);
        URI uri = URI.create("http://peer.example:8081/");
        assertThat(development.refuse(uri)).isEmpty();
        assertThat(development.refuse(uri, List.of(address("127.0.0.1")))).isEmpty();
        assertThat(development.refuse(uri, List.of(address("8.8.8.8")))).isPresent();
    }

    @Test
    void readsUrlsInOneSpelling() {
        assertThat(RemoteUris.parse("HTTPS://Peer.EXAMPLE:443/A/did:key:z6Mk?x=1#F"))
                .hasValue(URI.create("https://peer.example/A/did:key:z6Mk?x=1#F"));
        assertThat(RemoteUris.parse("https://bücher.example/ü"))
                .hasValue(URI.create("https://xn--bcher-kva.example/%C3%BC"));
        assertThat(RemoteUris.sameOrigin("https://a.example/x", "https://A.example:443/y"))
                .isTrue();
        assertThat(RemoteUris.sameOrigin("https://a.example/x", "http://a.example/x"))
                .isFalse();
        assertThat(RemoteUris.sameOrigin("https://a.example/x", "https://a.example.:443/x"))
                .isFalse();
        assertThat(RemoteUris.parse("https://a.example/" + "x".repeat(3000))).isEmpty();
    }
}
