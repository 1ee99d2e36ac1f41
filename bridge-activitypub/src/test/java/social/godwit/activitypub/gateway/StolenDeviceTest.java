package social.godwit.activitypub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.keybag.OpenKeyBags;
import social.godwit.identity.checkpoint.ChainClass;
import social.godwit.identity.checkpoint.Checkpoint;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.store.testing.TestDatabase;

/** What the thief of a device, who has a copy of the account's key as well, makes a gateway do once the device is revoked: nothing. */
class StolenDeviceTest {
    private static final TestDatabase DB = TestDatabase.create();
    private static final byte[] PROOF = {7, 7};
    private static final Optional<String> RIGHT = Optional.of("Bwc=");
    private static final String OTHER = "https://other.example";

    private static TestGateway gateway;

    @BeforeAll
    static void open() {
        gateway = new TestGateway(DB, true, 91);
    }

    @AfterAll
    static void close() {
        DB.close();
    }

    /** An account with two devices and two gateways. */
    private static Person owner(String name, SigningKey stolen) {
        Person person = gateway.person(name);
        List<JsonObject> beginning = new ArrayList<>(List.of(actor(person, 1, Person.HERE, OTHER)));
        beginning.addAll(person.logBeginning());
        beginning.add(person.addition(stolen));
        beginning.add(person.firstCheckpoint(List.copyOf(beginning)));
        assertThat(gateway.register(Person.bytes(beginning))).isInstanceOf(RegistrationOutcome.Registered.class);
        DB.await(OpenKeyBags.keep(DB.database(), person.did(), PROOF, gateway.clock));
        gateway.delivered.clear();
        gateway.applied.clear();
        return person;
    }

    private static JsonObject actor(Person person, long sequence, String... gateways) {
        return person.sign(JsonObject.builder()
                .putAll(person.actorDraft().build())
                .put("gateways", List.of(gateways))
                .put("sequence", JsonNumber.of(sequence))
                .build());
    }

    /** The thief's document, listed by the stolen device in a chain of its own. */
    private static List<JsonObject> listed(Person person, SigningKey stolen, JsonObject said) {
        JsonObject checkpoint = Checkpoint.first(
                        person.did(), stolen.did(), ChainClass.PUBLIC, Person.hashes(List.of(said)), List.of())
                .sign(person.key, stolen, gateway.clock.instant());
        return List.of(said, checkpoint);
    }

    private static JsonObject move(Person person) {
        return person.activity("Move", Json.of(person.id("/actor")))
                .with("target", "https://thief.example/users/me")
                .with("to", person.id("/actor/followers"))
                .build();
    }

    private static void revoke(Person person, SigningKey stolen) {
        assertThat(gateway.post(person, Person.bytes(person.revocation(stolen))))
                .isInstanceOf(OutboxOutcome.Accepted.class);
    }

    @Test
    @DisplayName("a Move by a device counts until the device is revoked, however it comes")
    void movesNothing() {
        SigningKey stolen = SigningKey.generate(gateway.randomness);
        Person ida = owner("ida", stolen);
        gateway.replicate(listed(ida, stolen, move(ida)));
        assertThat(gateway.applied).hasSize(1);

        Person jon = owner("jon", stolen);
        revoke(jon, stolen);
        List<JsonObject> theft = listed(jon, stolen, move(jon));
        assertThat(gateway.post(jon, Person.bytes(theft), RIGHT)).isInstanceOf(OutboxOutcome.Refused.class);
        gateway.replicate(theft);
        assertThat(gateway.applied).isEmpty();
        assertThat(gateway.delivered).isEmpty();
    }

    @Test
    @DisplayName("a gateway is taken away by a device until the device is revoked, however it comes")
    void takesNoGatewayAway() {
        SigningKey stolen = SigningKey.generate(gateway.randomness);
        Person kim = owner("kim", stolen);
        gateway.replicate(listed(
                kim, stolen, kim.activity("Update", actor(kim, 2, Person.HERE)).build()));
        assertThat(gateways(kim)).containsExactly(Person.HERE);

        Person lea = owner("lea", stolen);
        revoke(lea, stolen);
        List<JsonObject> theft = listed(
                lea, stolen, lea.activity("Update", actor(lea, 2, Person.HERE)).build());
        assertThat(gateway.post(lea, Person.bytes(theft), RIGHT)).isInstanceOf(OutboxOutcome.Refused.class);
        gateway.replicate(theft);
        assertThat(gateways(lea)).containsExactly(Person.HERE, OTHER);
    }

    @Test
    @DisplayName("nor with the highest sequence that there is: it may not be above the time of the proof")
    void takesNoHighestSequence() {
        SigningKey stolen = SigningKey.generate(gateway.randomness);
        Person max = owner("max", stolen);
        JsonObject last = actor(max, (1L << 53) - 1, Person.HERE);
        List<byte[]> theft =
                Person.bytes(listed(max, stolen, max.activity("Update", last).build()));
        assertThat(gateway.post(max, theft, RIGHT))
                .isInstanceOfSatisfying(
                        OutboxOutcome.Refused.class,
                        refused -> assertThat(refused.problem().detail()).contains("sequence"));
        assertThat(gateways(max)).containsExactly(Person.HERE, OTHER);
    }

    private static List<String> gateways(Person person) {
        Account account = gateway.account(person.did());
        return account.gateways().stream().map(Object::toString).toList();
    }
}
