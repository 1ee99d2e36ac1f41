package social.godwit.activitypub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.store.record.GatewayRecord;
import social.godwit.store.record.RecordKind;
import social.godwit.store.record.ReplicatedRecords;
import social.godwit.store.record.Standing;
import social.godwit.store.record.StoredRecord;
import social.godwit.store.record.StrangerRequest;
import social.godwit.store.replication.GatewayRecords;
import social.godwit.store.testing.TestDatabase;

@DisplayName("Bringing documents back from a backup")
class RestoringTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final TestGateway GATEWAY = new TestGateway(DB, true, 17);
    private static final GatewayRecords RECORDS =
            new ReplicatedRecords(GATEWAY.records, GATEWAY.repositories, GATEWAY.keys::did, GATEWAY.clock);

    private static final Restoring RESTORING = new Restoring(
            GATEWAY.repositories,
            RECORDS,
            GATEWAY.replicated,
            GATEWAY.accounts,
            GATEWAY.devices,
            GATEWAY.proofs,
            DB.database(),
            GATEWAY.clock);

    private static final String BOB = "https://far.test/users/bob";

    private static int people;

    @BeforeEach
    void forget() {
        GATEWAY.applied.clear();
        GATEWAY.delivered.clear();
    }

    @Test
    @DisplayName("has the effects of what was posted once, however often it comes, and is delivered to nobody")
    void once() {
        Person person = GATEWAY.person("back" + ++people);
        JsonObject first = person.create(Person.PUBLIC, "first");
        JsonObject second = person.create(Person.PUBLIC, "second");
        GATEWAY.clock.advance(Duration.ofDays(1));
        person.advance(Duration.ofDays(1));
        GATEWAY.register(Person.bytes(person.actor()));
        assertThat(take(person, first, second)).isEqualTo(new Restoring.Outcome.Taken(2, 0, 0, 0));
        assertThat(take(person, second, first)).isEqualTo(new Restoring.Outcome.Taken(0, 2, 0, 0));
        assertThat(GATEWAY.applied).hasSize(2);
        assertThat(GATEWAY.delivered).isEmpty();
    }

    @Test
    @DisplayName("another's documents, altered ones, and an account that has left are refused")
    void refuses() {
        Person person = GATEWAY.registered("back" + ++people);
        Person other = GATEWAY.registered("back" + ++people);
        assertThat(refusal(take(person, person.create(Person.PUBLIC), other.create(Person.PUBLIC))))
                .isEqualTo(403);
        JsonObject altered = person.create(Person.PUBLIC).with("actor", Json.of("https://other.example/"));
        assertThat(refusal(take(person, altered))).isEqualTo(400);
        assertThat(GATEWAY.applied).isEmpty();
        DB.execute("update account set gateways = 'https://other.example' where did = '" + person.key.did() + "'");
        GATEWAY.accounts.forget(person.key.did());
        assertThat(refusal(take(person, person.create(Person.PUBLIC)))).isEqualTo(403);
    }

    @Test
    @DisplayName(
            "a follower's request comes back by the record of a gateway that the account pins, to be verified first")
    void followers() {
        Person person = pinning();
        GatewayRecord.Signed follow = follow(person, GATEWAY.keys.identity());
        assertThat(takeRecords(person, follow.bytes())).isEqualTo(new Restoring.Outcome.Taken(1, 0, 0, 0));
        assertThat(takeRecords(person, follow.bytes())).isEqualTo(new Restoring.Outcome.Taken(0, 1, 0, 0));
        assertThat(DB.await(GATEWAY.records.about(person.key.did(), RecordKind.FOLLOWER, BOB, 10)))
                .extracting(StoredRecord::standing)
                .containsExactly(Standing.PENDING);
        assertThat(takeRecords(
                        person,
                        follow(person, SigningKey.generate(GATEWAY.randomness)).bytes(),
                        follow(pinning(), GATEWAY.keys.identity()).bytes(),
                        "{}".getBytes(StandardCharsets.UTF_8)))
                .as("of a stranger's gateway, of another account, of nobody")
                .isEqualTo(new Restoring.Outcome.Taken(0, 0, 3, 0));
        assertThat(refusal(takeRecords(person))).isEqualTo(400);
    }

    /** Somebody whose actor document pins the gateway's key. */
    private static Person pinning() {
        Person person = GATEWAY.person("back" + ++people);
        Json keys = Json.strings(List.of(GATEWAY.keys.did().toString()));
        GATEWAY.register(Person.bytes(person.actor(actor -> actor.with("gatewayKeys", keys))));
        return person;
    }

    private static GatewayRecord.Signed follow(Person person, SigningKey gateway) {
        Instant now = GATEWAY.clock.instant();
        String request = "{\"type\":\"Follow\",\"actor\":\"" + BOB + "\",\"object\":\"" + person.id("/actor") + "\"}";
        return GatewayRecord.ofRequest(
                        person.key.did(),
                        TestGateway.HERE,
                        gateway.did(),
                        RecordKind.FOLLOWER,
                        BOB,
                        now,
                        now,
                        new StrangerRequest(Optional.empty(), request))
                .sign(gateway)
                .orElseThrow();
    }

    private static Restoring.Outcome takeRecords(Person person, byte[]... records) {
        return DB.await(RESTORING.takeRecords(GATEWAY.account(person.key.did()), List.of(records)));
    }

    private static int refusal(Restoring.Outcome outcome) {
        assertThat(outcome).isInstanceOf(Restoring.Outcome.Refused.class);
        return ((Restoring.Outcome.Refused) outcome).problem().status();
    }

    private static Restoring.Outcome take(Person person, JsonObject... documents) {
        return DB.await(RESTORING.take(
                GATEWAY.account(person.key.did()), Person.bytes(List.of(documents)), Optional.empty(), "192.0.2.1"));
    }
}
