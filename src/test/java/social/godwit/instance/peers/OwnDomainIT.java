package social.godwit.instance.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static social.godwit.instance.peers.Eventually.eventually;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import social.godwit.instance.cli.DocumentedCommands;

/**
 * An account on a domain of its own outlives its server: the name is pointed to another, no id changes, and a server that goes
 * by Mastodon's rules follows on without having done anything.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OwnDomainIT {
    private static final PeerNetwork NETWORK = PeerNetwork.shared();
    private static final DnsStandIn DNS = DnsStandIn.start();
    private static final AtomicReference<PeerNetwork.Host> TARGET = new AtomicReference<>();

    private static GodwitProcess first;
    private static GodwitProcess second;
    private static StrictMastodon mastodon;
    private static PeerNetwork.Host domain;
    private static TlsFront front;

    @BeforeAll
    static void start() {
        first = GodwitProcess.start(NETWORK, "first", DNS);
        second = GodwitProcess.start(NETWORK, "second", DNS);
        mastodon = StrictMastodon.start(NETWORK, "mastodon");
        domain = NETWORK.host("alice");
        TARGET.set(first.host());
        front = TlsFront.pointing(NETWORK, domain, TARGET::get);
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable one : new AutoCloseable[] {front, mastodon, first, second, DNS}) {
            if (one != null) {
                one.close();
            }
        }
    }

    /** The status line of the answer to a GET of {@code to} for {@code host}. */
    private static String head(PeerNetwork.Host to, String host, String path) throws IOException {
        try (Socket plain = new Socket(InetAddress.getByName(to.address()), to.port());
                Socket socket = NETWORK.authority()
                        .clientContext()
                        .getSocketFactory()
                        .createSocket(plain, to.name(), to.port(), true)) {
            String request = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
                    .readLine();
        }
    }

    private static GodwitOwner aliceOnHerDomain() {
        GodwitOwner alice = GodwitOwner.withoutAccount(NETWORK, NETWORK.folderFor("alice-of-her-own"));
        String[] options = {"--domain", domain.name(), "--gateway", first.origin()};
        String problem = String.valueOf(
                catchThrowable(() -> alice.create("alice", options)).getMessage());
        Matcher record =
                Pattern.compile("did=did:key:z6Mk[1-9A-HJ-NP-Za-km-z]+").matcher(problem);
        assertThat(record.find()).as(problem).isTrue();
        assertThat(problem).contains("_godwit." + domain.name());
        DNS.txt("_godwit." + domain.name(), record.group());
        alice.create("alice", options);
        return alice;
    }

    @Test
    void anAccountWithItsServersIdsChangesToItsOwnDomain() {
        PeerNetwork.Host name = NETWORK.host("bob");
        TlsFront pointing = TlsFront.pointing(NETWORK, name, second::host);
        try (pointing) {
            GodwitOwner bob = second.account("bob");
            mastodon.follow("max", bob.actor());
            eventually(() -> assertThat(mastodon.follows("max", bob.actor())).isTrue());
            DNS.txt("_godwit." + name.name(), "did=" + bob.did());
            assertThat(bob.run("account", "domain", "add", name.name())
                            .path("standing")
                            .asText())
                    .isEqualTo("proven");

            PeerNetwork.Host spare = NETWORK.host("spare");
            DNS.txt("_godwit." + spare.name(), "did=" + bob.did());
            bob.run("account", "domain", "add", spare.name());
            assertThat(bob.run("account", "domain", "list").toString()).contains(name.name(), spare.name());
            bob.run("account", "domain", "remove", spare.name());
            assertThat(bob.run("account", "domain", "list").toString())
                    .contains(name.name())
                    .doesNotContain(spare.name());

            bob.run("move", "run", "--to", name.origin());

            String actor = bob.actor().replace(second.origin(), name.origin());
            eventually(() -> assertThat(mastodon.follows("max", actor))
                    .as(() -> "" + mastodon.arrivals())
                    .isTrue());
            var post = bob.post("From a name of my own");
            assertThat(post.id()).startsWith(name.origin());
            eventually(() -> assertThat(mastodon.note(post.id())).isPresent());
        }
    }

    @Test
    void theNameIsPointedElsewhereAndNothingChanges() throws IOException {
        GodwitOwner alice = aliceOnHerDomain();
        assertThat(alice.handle()).isEqualTo("@alice@" + domain.authority());
        assertThat(alice.actor()).startsWith(domain.origin() + "/.well-known/apgateway/");
        String finger = "/.well-known/webfinger?resource=acct:alice@" + domain.authority();
        eventually(
                () -> assertThat(head(first.host(), domain.authority(), finger)).contains(" 200 "));
        assertThat(head(first.host(), "evil.test", finger)).contains(" 421 ");
        assertThat(head(second.host(), domain.authority(), finger)).contains(" 421 ");
        assertThat(head(first.host(), first.host().authority(), "/tls/ask?domain=" + domain.name()))
                .contains(" 200 ");
        assertThat(head(first.host(), first.host().authority(), "/tls/ask?domain=evil.test"))
                .contains(" 404 ");

        mastodon.follow("mary", alice.actor());
        eventually(() -> assertThat(mastodon.follows("mary", alice.actor())).isTrue());
        var before = alice.post("From my own name");
        eventually(() -> assertThat(mastodon.note(before.id()))
                .as(() -> "" + mastodon.arrivals())
                .isPresent());
        alice.run("account", "gateways", "add", second.origin());
        eventually(() -> assertThat(GodwitOwner.names(
                        GodwitOwner.items(alice.run("followers", "--gateway", second.origin())),
                        mastodon.actor("mary")))
                .isTrue());
        first.kill9();

        alice.run("account", "domain", "point", domain.name(), "--to", second.origin());
        assertThat(mastodon.arrivals())
                .as("told with the old key, while nobody answers at the name")
                .anyMatch(arrival -> arrival.why().equals("profile updated")
                        && arrival.activity().toString().contains("\"" + second.origin() + "\"")
                        && arrival.activity().path("actor").asText().equals(alice.actor()));
        TARGET.set(second.host());
        eventually(() ->
                assertThat(head(second.host(), domain.authority(), finger)).contains(" 200 "));
        var after = alice.post("From the same name");

        assertThat(after.id()).startsWith(domain.origin());
        eventually(() -> assertThat(mastodon.note(after.id()))
                .as(() -> "" + mastodon.arrivals())
                .isPresent());
        assertThat(mastodon.follows("mary", alice.actor())).isTrue();
        assertThat(mastodon.arrivals())
                .noneMatch(arrival -> arrival.type().equals("Move")
                        && arrival.activity().path("actor").asText().equals(alice.actor()));
        assertThat(alice.run("account", "domain", "check", domain.name())
                        .path("good")
                        .asBoolean())
                .isTrue();
        assertThat(List.of(alice.run("account", "show").path("handle").asText()))
                .contains(alice.handle().substring(1));
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void everyCommandOfThePageHasBeenRun() {
        assertThat(DocumentedCommands.of("moving-own-domain.md").notAmong(GodwitOwner.done()))
                .isEmpty();
    }
}
