package social.godwit.activitypub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.activitypub.keybag.OpenKeyBags;
import social.godwit.activitypub.keybag.RecoveryPresence;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonNumber;
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

    /** The profile with these gateways, or with one more member. */
    private static JsonObject update(Person person, UnaryOperator<JsonObject> change) {
        return person.activity("Update", person.actor(actor -> change.apply(actor.with("sequence", JsonNumber.of(5)))))
                .build();
    }

    private static UnaryOperator<JsonObject> at(String... gateways) {
        return actor -> actor.with("gateways", Json.strings(List.of(gateways)));
    }

    @Test
    void addingAGateway() {
        Person abe = owner("abe", true);
        List<byte[]> more = listed(abe, update(abe, at(Person.HERE, "https://thief.example")));
        assertRefused(gateway.post(abe, more), "passphrase-needed");
        assertThat(gateway.post(abe, more, RIGHT)).isInstanceOf(OutboxOutcome.Accepted.class);
    }

    @Test
    void anotherHome() {
        Person bob = owner("bob", true);
        List<byte[]> other = listed(bob, update(bob, at("https://thief.example", Person.HERE)));
        assertRefused(gateway.post(bob, other), "passphrase-needed");
        List<byte[]> moved =
                listed(bob, update(bob, actor -> actor.with("movedTo", Json.of("https://thief.example/users/me"))));
        assertRefused(gateway.post(bob, moved), "passphrase-needed");
        List<byte[]> name = listed(bob, update(bob, actor -> actor.with("name", Json.of("Bobby"))));
        assertThat(gateway.post(bob, name)).isInstanceOf(OutboxOutcome.Accepted.class);
    }

    @Test
    void withoutABagTheRecoveryKeyHasToBeAtHand() {
        Person cid = owner("cid", false);
        assertRefused(gateway.post(cid, listed(cid, move(cid))), "recovery-needed");
        List<byte[]> more = listed(cid, update(cid, at(Person.HERE, "https://thief.example")));
        assertRefused(gateway.post(cid, more, WRONG), "recovery-needed");
        assertRefused(
                gateway.post(
                        cid,
                        listed(
                                cid,
                                cid.activity("Delete", Json.of(cid.id("/actor")))
                                        .build())),
                "recovery-needed");
        gateway.presence.note(cid.did());
        assertThat(gateway.post(cid, more)).isInstanceOf(OutboxOutcome.Accepted.class);
    }

    @Test
    void theRecoveryKeyIsAtHandForFiveMinutes() {
        Person don = owner("don", true);
        gateway.presence.note(don.did());
        gateway.clock.advance(RecoveryPresence.HOLDS);
        assertRefused(gateway.post(don, listed(don, move(don))), "passphrase-needed");
    }

    @Test
    void whatIsBroughtBackFromABackup() {
        Person eli = owner("eli", true);
        JsonObject before = move(eli);
        assertThat(DB.await(gateway.proofs.refusal(
                        gateway.account(eli.did()),
                        List.of(document(before)),
                        new FreshProofs.Shown(Optional.empty(), "192.0.2.1"))))
                .as("from before the account came here")
                .isEmpty();
        eli.setClock(gateway.clock.instant());
        JsonObject more = update(eli, at(Person.HERE, "https://thief.example"));
        for (JsonObject said : List.of(move(eli), more)) {
            assertThat(DB.await(gateway.proofs.refusal(
                            gateway.account(eli.did()),
                            List.of(document(said)),
                            new FreshProofs.Shown(Optional.empty(), "192.0.2.1"))))
                    .as(said.toString())
                    .isPresent();
        }
        assertThat(DB.await(gateway.proofs.refusal(
                        gateway.account(eli.did()),
                        List.of(document(eli.create(Person.PUBLIC))),
                        new FreshProofs.Shown(Optional.empty(), "192.0.2.1"))))
                .isEmpty();
    }

    private static PortableDocument document(JsonObject said) {
        return ((DocumentVerdict.Admissible) PortableDocument.read(
                        Jcs.bytes(said), gateway.clock.instant().plusSeconds(60)))
                .document();
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
