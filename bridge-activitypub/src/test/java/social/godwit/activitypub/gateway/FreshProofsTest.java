package social.godwit.activitypub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.activitypub.keybag.OpenKeyBags;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.store.testing.TestDatabase;

@DisplayName("what a stolen device must not be able to do needs the passphrase anew, or the recovery key")
class FreshProofsTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final byte[] PROOF = {7, 7, 7};
    private static final Optional<String> RIGHT =
            Optional.of(Base64.getEncoder().encodeToString(PROOF));
    private static final Optional<String> WRONG =
            Optional.of(Base64.getEncoder().encodeToString(new byte[] {1, 2, 3}));

    private static TestGateway gateway;

    @BeforeAll
    static void open() {
        gateway = new TestGateway(DB, true, 77);
    }

    /** An account with a device in its log and, if so, its keys kept here. */
    private Person owner(String name, boolean withBag) {
        Person person = gateway.registered(name);
        assertThat(gateway.post(person, Person.bytes(person.logBeginning().toArray(JsonObject[]::new))))
                .isInstanceOf(OutboxOutcome.Accepted.class);
        if (withBag) {
            DB.await(OpenKeyBags.keep(DB.database(), person.did(), PROOF, gateway.clock));
        }
        return person;
    }

    private static List<byte[]> listed(Person person, JsonObject activity) {
        return Person.bytes(activity, person.firstCheckpoint(List.of(activity)));
    }

    private static void assertRefused(OutboxOutcome outcome, String type) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        OutboxOutcome.Refused.class,
                        refused -> assertThat(refused.problem().type()).endsWith(type));
    }

    private static JsonObject move(Person person) {
        return person.activity("Move", Json.of(person.id("/actor")))
                .with("target", "https://elsewhere.example/users/me")
                .build();
    }

    @Test
    void aMove() {
        Person ann = owner("ann", true);
        List<byte[]> move = listed(ann, move(ann));
        assertRefused(gateway.post(ann, move), "passphrase-needed");
        assertRefused(gateway.post(ann, move, WRONG), "passphrase");
        assertThat(gateway.post(ann, move, RIGHT)).isInstanceOf(OutboxOutcome.Accepted.class);
    }

    @Test
    void deletingTheAccount() {
        Person bea = owner("bea", true);
        List<byte[]> delete =
                listed(bea, bea.activity("Delete", Json.of(bea.id("/actor"))).build());
        assertRefused(gateway.post(bea, delete), "passphrase-needed");
        assertThat(gateway.post(bea, delete, RIGHT)).isInstanceOf(OutboxOutcome.Accepted.class);
    }

    @Test
    void anotherDevice() {
        Person cat = owner("cat", true);
        JsonObject addition = cat.addition(SigningKey.generate(gateway.randomness));
        assertRefused(gateway.post(cat, Person.bytes(addition)), "passphrase-needed");
        assertThat(gateway.post(cat, Person.bytes(addition), RIGHT)).isInstanceOf(OutboxOutcome.Accepted.class);
        assertThat(gateway.post(cat, Person.bytes(addition))).isInstanceOf(OutboxOutcome.Accepted.class);
    }

    @Test
    void theRecoveryKeysWordIsProofEnough() {
        Person dot = owner("dot", true);
        JsonObject word = dot.recovery(List.of());
        List<byte[]> batch = new ArrayList<>(listed(dot, move(dot)));
        batch.addAll(Person.bytes(word));
        assertThat(gateway.post(dot, batch)).isInstanceOf(OutboxOutcome.Accepted.class);
    }

    @Test
    void withoutABagOnlyTheRecoveryKeyAddsADeviceAfterARevocation() {
        Person eva = owner("eva", false);
        SigningKey lost = SigningKey.generate(gateway.randomness);
        assertThat(gateway.post(eva, Person.bytes(eva.addition(lost)))).isInstanceOf(OutboxOutcome.Accepted.class);
        assertThat(gateway.post(eva, Person.bytes(eva.revocation(lost)))).isInstanceOf(OutboxOutcome.Accepted.class);
        assertRefused(
                gateway.post(eva, Person.bytes(eva.addition(SigningKey.generate(gateway.randomness)))),
                "recovery-needed");
        JsonObject word =
                eva.recovery(List.of(SigningKey.generate(gateway.randomness).did()));
        assertThat(gateway.post(eva, Person.bytes(word))).isInstanceOf(OutboxOutcome.Accepted.class);
    }

    @Test
    void whatIsSaidEveryDayNeedsNone() {
        Person fay = owner("fay", true);
        JsonObject note = fay.create(Person.PUBLIC, "hello");
        assertThat(gateway.post(fay, listed(fay, note))).isInstanceOf(OutboxOutcome.Accepted.class);
    }
}
