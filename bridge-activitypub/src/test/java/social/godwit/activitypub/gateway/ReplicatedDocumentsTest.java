package social.godwit.activitypub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.Account.Status;
import social.godwit.activitypub.delivery.Outgoing;
import social.godwit.activitypub.delivery.Outgoing.Signer;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.store.record.GatewayRecord;
import social.godwit.store.record.Standing;
import social.godwit.store.replication.AuditReport;
import social.godwit.store.replication.Exchange;
import social.godwit.store.replication.Peer;
import social.godwit.store.replication.Position;
import social.godwit.store.testing.TestDatabase;

/** What comes from another gateway of the account, and who sends what is posted while the home is away. */
class ReplicatedDocumentsTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final String HOME = "https://home.example";
    private static final String SECOND = "https://second.example";
    private static final String FOREIGN = "https://mitra.example";
    private static final TestGateway GATEWAY = new TestGateway(DB, true, 7);
    private static final SigningKey HOME_KEY = SigningKey.generate(GATEWAY.randomness);
    private static final SigningKey SECOND_KEY = SigningKey.generate(GATEWAY.randomness);
    private static final Peer HOME_PEER = new Peer(Origin.parse(HOME).orElseThrow(), HOME_KEY.did());

    private static int people;

    private int sequence;

    @BeforeEach
    void forget() {
        GATEWAY.applied.clear();
        GATEWAY.delivered.clear();
    }

    private static Person person() {
        Person person = GATEWAY.person("repl" + ++people);
        person.setClock(GATEWAY.clock.instant());
        return person;
    }

    private JsonObject actor(Person person, String... gateways) {
        List<String> keys = new ArrayList<>();
        for (String gateway : gateways) {
            keys.add(
                    gateway.equals(FOREIGN)
                            ? ""
                            : gateway.equals(HOME)
                                    ? HOME_KEY.did().toString()
                                    : gateway.equals(SECOND)
                                            ? SECOND_KEY.did().toString()
                                            : GATEWAY.keys.did().toString());
        }
        return person.sign(JsonObject.builder()
                .putAll(person.actorDraft().build())
                .put("gateways", List.of(gateways))
                .put("gatewayKeys", keys)
                .put("sequence", ++sequence)
                .build());
    }

    private Person registered(String... gateways) {
        Person person = person();
        assertThat(GATEWAY.register(Person.bytes(actor(person, gateways))))
                .isInstanceOf(RegistrationOutcome.Registered.class);
        GATEWAY.clock.advance(Duration.ofSeconds(10));
        person.setClock(GATEWAY.clock.instant());
        return person;
    }

    @Test
    @DisplayName("at the second gateway a replicated post has its effects once, and is delivered by nobody here")
    void effectsWithoutDelivery() {
        Person alma = registered(HOME, Person.HERE);
        JsonObject post = alma.create(Person.PUBLIC);
        GATEWAY.replicate(List.of(post));
        GATEWAY.replicate(List.of(post));
        assertThat(GATEWAY.applied).hasSize(1);
        assertThat(GATEWAY.delivered).isEmpty();
    }

    @Test
    @DisplayName("the home delivers what another gateway took, and nothing from before the account came here")
    void homeDelivers() {
        Person old = person();
        JsonObject before = old.create(Person.PUBLIC);
        GATEWAY.clock.advance(Duration.ofDays(1));
        GATEWAY.register(Person.bytes(actor(old, Person.HERE, HOME)));
        GATEWAY.replicate(List.of(before));
        assertThat(GATEWAY.applied).hasSize(1);
        assertThat(GATEWAY.delivered).isEmpty();

        old.advance(Duration.ofDays(3));
        GATEWAY.clock.advance(Duration.ofDays(2));
        GATEWAY.replicate(List.of(old.create(Person.PUBLIC)));
        assertThat(GATEWAY.delivered)
                .singleElement()
                .extracting(Outgoing::signer)
                .isEqualTo(Signer.ACCOUNT);
    }

    @Test
    @DisplayName("in whatever order they come, what was undone, replaced or deleted has no effect any more")
    void anyOrder() {
        for (int seed = 0; seed < 12; seed++) {
            Person bo = registered(HOME, Person.HERE);
            JsonObject like =
                    bo.activity("Like", Json.of("https://other.example/1")).build();
            JsonObject undo = bo.activity("Undo", like).build();
            JsonObject first = bo.create(Person.PUBLIC, "first");
            JsonObject edited = bo.sign(
                    first.object("object").orElseThrow().without("proof").with("content", Json.of("second")));
            JsonObject update = bo.activity("Update", edited).build();
            JsonObject gone = bo.create(Person.PUBLIC, "gone");
            JsonObject delete = bo.activity(
                            "Delete",
                            Json.of(gone.object("object")
                                    .orElseThrow()
                                    .string("id")
                                    .orElseThrow()))
                    .build();
            JsonObject later =
                    bo.activity("Like", Json.of("https://other.example/1")).build();
            List<JsonObject> all = new ArrayList<>(List.of(like, undo, first, update, gone, delete, later));
            Collections.shuffle(all, new Random(seed));
            GATEWAY.applied.clear();
            for (JsonObject one : all) {
                GATEWAY.replicate(List.of(one));
            }
            List<String> order = GATEWAY.applied.stream().toList();
            assertThat(order).contains(path(undo), path(update), path(delete), path(later));
            assertThat(order.indexOf(path(undo))).isGreaterThan(order.indexOf(path(like)));
            assertThat(order.indexOf(path(update))).isGreaterThan(order.indexOf(path(first)));
            assertThat(order.indexOf(path(delete))).isGreaterThan(order.indexOf(path(gone)));
        }
    }

    private static String path(JsonObject document) {
        return social.godwit.identity.did.PortableId.parse(document.string("id").orElseThrow())
                .orElseThrow()
                .path();
    }

    @Test
    @DisplayName("the account goes by the actor document with the highest sequence, whichever comes last")
    void newestActor() {
        Person cleo = registered(HOME, Person.HERE);
        JsonObject older =
                cleo.activity("Update", actor(cleo, HOME, Person.HERE, FOREIGN)).build();
        JsonObject newer =
                cleo.activity("Update", actor(cleo, Person.HERE, HOME)).build();
        GATEWAY.replicate(List.of(newer));
        GATEWAY.replicate(List.of(older));
        Account account = GATEWAY.account(cleo.did());
        assertThat(account.home()).isTrue();
        assertThat(account.foreign()).isEmpty();
    }

    @Test
    @DisplayName("a deleted account is deleted here, too")
    void deletedAccount() {
        Person dan = registered(HOME, Person.HERE);
        GATEWAY.replicate(
                List.of(dan.activity("Delete", Json.of(dan.id("/actor"))).build()));
        assertThat(GATEWAY.account(dan.did()).status()).isEqualTo(Status.DELETED);
    }

    @Test
    @DisplayName("what is posted here waits for the home, which gets it by replication")
    void waitsForTheHome() {
        Person eli = registered(HOME, Person.HERE);
        shares(eli.did());
        GATEWAY.post(eli, Person.bytes(eli.create(Person.PUBLIC)));
        heard();
        look(Duration.ofSeconds(30));
        DB.await(GATEWAY.replicas.taken(
                HOME_PEER.key(), Map.of(eli.did(), new Position(Long.MAX_VALUE, 0)), GATEWAY.clock.instant()));
        look(Duration.ofMinutes(10));
        assertThat(deliveredOf(eli)).isEmpty();
    }

    @Test
    @DisplayName("when the home has not answered for a minute, portable recipients get it from here, once")
    void standsIn() {
        Person fay = registered(HOME, Person.HERE);
        shares(fay.did());
        GATEWAY.post(fay, Person.bytes(fay.create(Person.PUBLIC)));
        lookInVain(Duration.ofSeconds(50));
        assertThat(deliveredOf(fay)).isEmpty();
        lookInVain(Duration.ofSeconds(20));
        lookInVain(Duration.ofMinutes(5));
        assertThat(signersOf(fay)).containsExactly(Signer.STAND_IN);
    }

    @Test
    @DisplayName(
            "what the home took and left half done goes on from here, too, and is the home's again when it is back")
    void goesOn() {
        Person kim = registered(HOME, Person.HERE);
        shares(kim.did());
        heard();
        GATEWAY.replicate(List.of(kim.create(Person.PUBLIC)));
        lookInVain(Duration.ofSeconds(50));
        assertThat(deliveredOf(kim)).isEmpty();
        lookInVain(Duration.ofSeconds(20));
        lookInVain(Duration.ofSeconds(20));
        assertThat(signersOf(kim)).containsExactly(Signer.STAND_IN);

        heard();
        look(Duration.ofSeconds(5));
        lookInVain(Duration.ofSeconds(50));
        assertThat(deliveredOf(kim)).hasSize(1);
        lookInVain(Duration.ofSeconds(20));
        assertThat(signersOf(kim)).containsExactly(Signer.STAND_IN, Signer.STAND_IN);
    }

    @Test
    @DisplayName("what the home says is complete is nobody's work; that somebody else says so counts for nothing")
    void complete() {
        Person lou = registered(HOME, SECOND, Person.HERE);
        shares(lou.did());
        heard();
        JsonObject done = lou.create(Person.PUBLIC);
        JsonObject open = lou.create(Person.PUBLIC);
        GATEWAY.replicate(List.of(done));
        GATEWAY.replicate(List.of(open));
        isComplete(lou, HOME_KEY, HOME, done);
        isComplete(lou, SECOND_KEY, SECOND, open);
        isComplete(lou, SigningKey.generate(GATEWAY.randomness), HOME, open);
        for (int i = 0; i < 6; i++) {
            lookInVain(Duration.ofSeconds(30));
        }
        assertThat(deliveredOf(lou)).extracting(Outgoing::activityId).containsExactly(id(open));
    }

    @Test
    @DisplayName("who becomes the home goes on with everything, also towards those that the old home alone could reach")
    void becomesTheHome() {
        Person max = registered(HOME, Person.HERE);
        shares(max.did());
        heard();
        GATEWAY.replicate(List.of(max.create(Person.PUBLIC)));
        for (int i = 0; i < 4; i++) {
            lookInVain(Duration.ofSeconds(30));
        }
        GATEWAY.delivered.clear();
        GATEWAY.replicate(
                List.of(max.activity("Update", actor(max, Person.HERE, HOME)).build()));
        GATEWAY.delivered.clear();
        look(Duration.ofMinutes(2));
        look(Duration.ofMinutes(2));
        assertThat(signersOf(max)).containsExactly(Signer.ACCOUNT);
    }

    @Test
    @DisplayName(
            "a home that answers and was found withholding of the account is stood in for, of other accounts it is not")
    void standsInForWhoWithholds() {
        Person ida = registered(HOME, Person.HERE);
        Person jo = registered(HOME, Person.HERE);
        for (Person person : List.of(ida, jo)) {
            shares(person.did());
            GATEWAY.post(person, Person.bytes(person.create(Person.PUBLIC)));
        }
        heard();
        found(ida, AuditReport.State.WITHHELD);
        found(jo, AuditReport.State.BEHIND);
        look(Duration.ofSeconds(50));
        assertThat(GATEWAY.delivered).isEmpty();
        heard();
        look(Duration.ofSeconds(20));
        heard();
        look(Duration.ofMinutes(5));
        assertThat(signersOf(ida)).containsExactly(Signer.STAND_IN);
        assertThat(deliveredOf(jo)).isEmpty();
    }

    /** What the last audit of the home's replica came to. */
    private void found(Person person, AuditReport.State state) {
        DB.await(GATEWAY.replicas
                .audits()
                .note(new AuditReport(
                        person.did(),
                        HOME_PEER,
                        GATEWAY.clock.instant(),
                        state,
                        Optional.empty(),
                        2,
                        2,
                        1,
                        0,
                        1,
                        state == AuditReport.State.WITHHELD ? 1 : 0,
                        0,
                        0,
                        List.of())));
    }

    @Test
    @DisplayName("the third gateway gives the second a minute before it stands in")
    void inTheirOrder() {
        Person ned = registered(HOME, SECOND, Person.HERE);
        shares(ned.did());
        heard();
        GATEWAY.replicate(List.of(ned.create(Person.PUBLIC)));
        lookInVain(Duration.ofSeconds(110));
        assertThat(deliveredOf(ned)).isEmpty();
        lookInVain(Duration.ofSeconds(20));
        assertThat(deliveredOf(ned)).hasSize(1);
    }

    @Test
    @DisplayName("a home that is merely quiet is asked something, and is not stood in for")
    void knocks() {
        Person olga = registered(HOME, Person.HERE);
        shares(olga.did());
        heard();
        GATEWAY.replicate(List.of(olga.create(Person.PUBLIC)));
        GATEWAY.knocked.clear();
        look(Duration.ofSeconds(20));
        assertThat(GATEWAY.knocked).isEmpty();
        look(Duration.ofMinutes(5));
        assertThat(GATEWAY.knocked).containsExactly(HOME_PEER);
        assertThat(deliveredOf(olga)).isEmpty();
    }

    @Test
    @DisplayName("what was said before the account came here is not sent in the home's stead either")
    void nothingOld() {
        Person pia = person();
        JsonObject before = pia.create(Person.PUBLIC);
        GATEWAY.clock.advance(Duration.ofDays(1));
        GATEWAY.register(Person.bytes(actor(pia, HOME, Person.HERE)));
        shares(pia.did());
        GATEWAY.replicate(List.of(before));
        lookInVain(Duration.ofMinutes(5));
        lookInVain(Duration.ofMinutes(5));
        assertThat(deliveredOf(pia)).isEmpty();
    }

    @Test
    @DisplayName("a home that answers, however far behind, delivers by itself")
    void homeAnswers() {
        Person gus = registered(HOME, Person.HERE);
        shares(gus.did());
        GATEWAY.post(gus, Person.bytes(gus.create(Person.PUBLIC)));
        for (int i = 0; i < 10; i++) {
            heard();
            look(Duration.ofSeconds(30));
        }
        assertThat(deliveredOf(gus)).isEmpty();
    }

    @Test
    @DisplayName("gateways that are not Godwit get what is posted here, at their outbox, from the one that took it")
    void forwardsToForeignGateways() {
        Person hedy = registered(Person.HERE, FOREIGN, HOME);
        JsonObject post = hedy.create(Person.PUBLIC);
        GATEWAY.post(hedy, Person.bytes(post));
        assertThat(GATEWAY.delivered)
                .singleElement()
                .extracting(Outgoing::inboxes)
                .isEqualTo(Set.of(FOREIGN + "/.well-known/apgateway/" + hedy.did() + "/actor/outbox"));
        GATEWAY.delivered.clear();
        GATEWAY.post(hedy, Person.bytes(post));
        GATEWAY.replicate(List.of(post));
        assertThat(GATEWAY.delivered).isEmpty();
    }

    private static List<Signer> signersOf(Person person) {
        return deliveredOf(person).stream().map(Outgoing::signer).toList();
    }

    private static String id(JsonObject document) {
        return document.string("id").orElseThrow();
    }

    private static Exchange exchange(boolean success) {
        return new Exchange(GATEWAY.clock.instant(), success, Optional.empty(), false, 1, 1, 0, 0);
    }

    private void heard() {
        DB.await(GATEWAY.replicas.note(HOME_PEER.key(), exchange(true)));
    }

    /** A gateway tells that nothing of a document waits there. */
    private void isComplete(Person person, SigningKey key, String gateway, JsonObject document) {
        GatewayRecord record = GatewayRecord.delivered(
                person.did(),
                Origin.parse(gateway).orElseThrow(),
                key.did(),
                Sha256.of(Jcs.bytes(document)),
                List.of(),
                true,
                GATEWAY.clock.instant());
        DB.await(GATEWAY.records.take(person.did(), List.of(record.sign(key).orElseThrow()), Standing.PENDING));
    }

    /** Time passes, the home is asked and does not answer. */
    private void lookInVain(Duration later) {
        GATEWAY.clock.advance(later);
        DB.await(GATEWAY.replicas.note(HOME_PEER.key(), exchange(false)));
        DB.await(GATEWAY.standIns.look());
    }

    private static List<Outgoing> deliveredOf(Person person) {
        return GATEWAY.delivered.stream()
                .filter(outgoing -> outgoing.account().equals(person.did()))
                .toList();
    }

    private void shares(Did account) {
        DB.await(GATEWAY.replicas.share(account, 0, List.of(HOME_PEER)));
    }

    private void look(Duration later) {
        GATEWAY.clock.advance(later);
        DB.await(GATEWAY.standIns.look());
    }
}
