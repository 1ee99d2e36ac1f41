package social.godwit.activitypub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.delivery.OpenPositions;
import social.godwit.activitypub.delivery.Outgoing.Signer;
import social.godwit.activitypub.delivery.Positions;
import social.godwit.identity.did.Origin;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.store.record.GatewayRecord;
import social.godwit.store.record.RecordKind;
import social.godwit.store.record.Standing;
import social.godwit.store.replication.AuditReport;
import social.godwit.store.replication.Exchange;
import social.godwit.store.replication.Peer;
import social.godwit.store.testing.TestDatabase;

/** Whose turn it is to deliver: a home that was away does not do again what was done for it, and nobody silences a home that was not. */
class DeliveryTurnsTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final TestGateway GATEWAY = new TestGateway(DB, true, 11);
    private static final SigningKey OTHER_KEY = SigningKey.generate(GATEWAY.randomness);
    private static final Peer OTHER =
            new Peer(Origin.parse("https://other.example").orElseThrow(), OTHER_KEY.did());
    private static final String PORTABLE = "https://godwit.example/actor/inbox";
    private static final String PLAIN = "https://mastodon.example/inbox";

    private static int people;

    private Positions positions;

    @BeforeEach
    void begun() {
        positions = OpenPositions.over(
                GATEWAY.records, GATEWAY.repositories, GATEWAY.replicas, GATEWAY.clock, Set.of(PORTABLE));
        GATEWAY.clock.advance(Duration.ofMinutes(10));
    }

    private static Person registered(String... gateways) {
        Person person = GATEWAY.person("turn" + ++people);
        person.setClock(GATEWAY.clock.instant());
        List<String> keys = new ArrayList<>();
        for (String gateway : gateways) {
            keys.add(
                    gateway.equals(Person.HERE)
                            ? GATEWAY.keys.did().toString()
                            : OTHER_KEY.did().toString());
        }
        GATEWAY.register(Person.bytes(person.sign(JsonObject.builder()
                .putAll(person.actorDraft().build())
                .put("gateways", List.of(gateways))
                .put("gatewayKeys", keys)
                .build())));
        DB.await(GATEWAY.replicas.share(person.did(), 0, List.of(OTHER)));
        return person;
    }

    private static Person atHome() {
        return registered(Person.HERE, OTHER.origin().toString());
    }

    private static Person away() {
        return registered(OTHER.origin().toString(), Person.HERE);
    }

    /** A post signed so long ago. */
    private static String post(Person person, Duration age) {
        person.setClock(GATEWAY.clock.instant().minus(age));
        return new String(Jcs.bytes(person.create(Person.PUBLIC)), StandardCharsets.UTF_8);
    }

    private static void delivered(Person person, SigningKey key, String document, String... inboxes) {
        GatewayRecord record = GatewayRecord.delivered(
                person.did(),
                key.equals(OTHER_KEY)
                        ? OTHER.origin()
                        : Origin.parse(Person.HERE).orElseThrow(),
                key.did(),
                Sha256.of(document.getBytes(StandardCharsets.UTF_8)),
                List.of(inboxes),
                false,
                GATEWAY.clock.instant());
        DB.await(GATEWAY.records.take(person.did(), List.of(record.sign(key).orElseThrow()), Standing.PENDING));
    }

    private String turn(Person person, String document, Signer signer, String inbox) {
        return turn(person, document, signer, GATEWAY.clock.instant().minusSeconds(11), inbox);
    }

    private String turn(Person person, String document, Signer signer, Instant kept, String inbox) {
        Account account = GATEWAY.account(person.did());
        return DB.await(OpenPositions.turn(positions, account, document, signer, kept, inbox));
    }

    private static void exchanged(boolean success, boolean reconciled) {
        DB.await(GATEWAY.replicas.note(
                OTHER.key(), new Exchange(GATEWAY.clock.instant(), success, Optional.empty(), reconciled, 1, 1, 0, 0)));
    }

    @Test
    @DisplayName("a home that was away spares portable recipients what another gateway has delivered, and nobody else")
    void homeWasAway() {
        Person ann = atHome();
        String post = post(ann, Duration.ofMinutes(3));
        assertThat(turn(ann, post, Signer.ACCOUNT, PORTABLE)).isEqualTo("send");
        GATEWAY.clock.advance(Duration.ofSeconds(3));
        delivered(ann, OTHER_KEY, post, PORTABLE, PLAIN);
        positions = OpenPositions.over(
                GATEWAY.records, GATEWAY.repositories, GATEWAY.replicas, GATEWAY.clock, Set.of(PORTABLE));
        GATEWAY.clock.advance(Duration.ofMinutes(10));
        assertThat(turn(ann, post, Signer.ACCOUNT, PORTABLE)).isEqualTo("spared");
        assertThat(turn(ann, post, Signer.ACCOUNT, PLAIN)).isEqualTo("send");
    }

    @Test
    @DisplayName(
            "what is fresh goes out, whatever anybody says to have delivered: a gateway cannot silence a home that is there")
    void fresh() {
        Person bob = atHome();
        String post = post(bob, Duration.ofSeconds(30));
        delivered(bob, OTHER_KEY, post, PORTABLE, PLAIN);
        assertThat(turn(bob, post, Signer.ACCOUNT, PORTABLE)).isEqualTo("send");
    }

    @Test
    @DisplayName(
            "a home that has just started waits with what was left lying until it has heard the others, for two minutes at most")
    void catchesUp() {
        positions = OpenPositions.over(
                GATEWAY.records, GATEWAY.repositories, GATEWAY.replicas, GATEWAY.clock, Set.of(PORTABLE));
        Person cat = atHome();
        String post = post(cat, Duration.ofMinutes(3));
        GATEWAY.clock.advance(Duration.ofSeconds(15));
        assertThat(turn(cat, post, Signer.ACCOUNT, PLAIN)).isEqualTo("later");
        assertThat(turn(cat, post(cat, Duration.ZERO), Signer.ACCOUNT, PLAIN)).isEqualTo("send");
        exchanged(true, true);
        assertThat(turn(cat, post, Signer.ACCOUNT, PLAIN)).isEqualTo("send");

        positions = OpenPositions.over(
                GATEWAY.records, GATEWAY.repositories, GATEWAY.replicas, GATEWAY.clock, Set.of(PORTABLE));
        GATEWAY.clock.advance(Duration.ofSeconds(115));
        assertThat(turn(cat, post, Signer.ACCOUNT, PLAIN)).isEqualTo("later");
        GATEWAY.clock.advance(Duration.ofSeconds(10));
        assertThat(turn(cat, post, Signer.ACCOUNT, PLAIN)).isEqualTo("send");
    }

    @Test
    @DisplayName("what came late from another gateway waits a little for the positions that come after it")
    void settles() {
        Person dan = atHome();
        String post = post(dan, Duration.ofMinutes(3));
        Instant now = GATEWAY.clock.instant();
        assertThat(turn(dan, post, Signer.ACCOUNT, now.minusSeconds(5), PLAIN)).isEqualTo("later");
        assertThat(turn(dan, post, Signer.ACCOUNT, now.minusSeconds(11), PLAIN)).isEqualTo("send");
    }

    @Test
    @DisplayName("who stands in sends what the home has not told to have delivered, and stops when the home is back")
    void standsIn() {
        Person eve = away();
        String post = post(eve, Duration.ofMinutes(3));
        exchanged(false, false);
        delivered(eve, OTHER_KEY, post, PORTABLE);
        assertThat(turn(eve, post, Signer.STAND_IN, PORTABLE)).isEqualTo("spared");
        assertThat(turn(eve, post, Signer.STAND_IN, PORTABLE + "/other")).isEqualTo("send");
        exchanged(true, false);
        assertThat(turn(eve, post, Signer.STAND_IN, PORTABLE + "/other")).isEqualTo("spared");
    }

    @Test
    @DisplayName("a home that was found withholding of the account is not back, though it answers")
    void withholds() {
        Person gil = away();
        String post = post(gil, Duration.ofMinutes(3));
        exchanged(true, false);
        assertThat(turn(gil, post, Signer.STAND_IN, PORTABLE)).isEqualTo("spared");
        DB.await(GATEWAY.replicas
                .audits()
                .note(new AuditReport(
                        gil.did(),
                        OTHER,
                        GATEWAY.clock.instant(),
                        AuditReport.State.WITHHELD,
                        Optional.empty(),
                        2,
                        2,
                        1,
                        0,
                        1,
                        1,
                        0,
                        0,
                        List.of())));
        assertThat(turn(gil, post, Signer.STAND_IN, PORTABLE)).isEqualTo("send");
    }

    @Test
    @DisplayName("an account at one gateway asks nobody")
    void alone() {
        Person fox = registered(Person.HERE);
        DB.await(GATEWAY.replicas.share(fox.did(), 0, List.of()));
        String post = post(fox, Duration.ofDays(3));
        assertThat(turn(fox, post, Signer.ACCOUNT, GATEWAY.clock.instant(), PLAIN))
                .isEqualTo("send");
    }

    @Test
    @DisplayName(
            "what was delivered is told in one record per document, signed by this gateway; the home alone says that all is done")
    void tells() {
        var notes = OpenPositions.notes(GATEWAY.accounts, GATEWAY.records, GATEWAY.keys, GATEWAY.clock);
        for (Person person : List.of(atHome(), away(), registered(Person.HERE))) {
            Account account = GATEWAY.account(person.did());
            String post = post(person, Duration.ZERO);
            for (int i = 0; i < GatewayRecord.INBOXES_MAX + 10; i++) {
                notes.delivered(account, post, "https://far" + i + ".example/inbox");
            }
            assertThat(told(person, post)).isEmpty();
            DB.await(notes.write());
            DB.await(notes.write());
            assertThat(told(person, post))
                    .extracting(record -> record.inboxes().size())
                    .containsExactlyInAnyOrderElementsOf(
                            account.shared() ? List.of(GatewayRecord.INBOXES_MAX, 10) : List.of());
            DB.await(notes.complete(account, post));
            assertThat(told(person, post).stream().filter(GatewayRecord::complete))
                    .hasSize(account.shared() && account.home() ? 1 : 0);
        }
    }

    private static List<GatewayRecord> told(Person person, String document) {
        return DB
                .await(GATEWAY.records.about(
                        person.did(),
                        RecordKind.DELIVERED,
                        Sha256.of(document.getBytes(StandardCharsets.UTF_8)).multibase(),
                        10))
                .stream()
                .map(stored -> stored.record())
                .peek(record -> assertThat(record.instance()).isEqualTo(GATEWAY.keys.did()))
                .toList();
    }
}
