package social.godwit.activitypub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.activitypub.account.Account;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.store.testing.TestDatabase;

/** A refill finds accounts that this instance served before it lost them. */
class ReturningAccountsTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final String HOME = "https://home.example";
    private static final TestGateway GATEWAY = new TestGateway(DB, true, 31);
    private static final Did HOME_KEY = SigningKey.generate(GATEWAY.randomness).did();

    private static int people;

    private int sequence;

    private Person person() {
        Person person = GATEWAY.person("lost" + ++people);
        person.setClock(GATEWAY.clock.instant());
        return person;
    }

    private JsonObject actor(Person person, Did key, String... gateways) {
        return person.sign(JsonObject.builder()
                .putAll(person.actorDraft().build())
                .put("gateways", List.of(gateways))
                .put(
                        "gatewayKeys",
                        Stream.of(gateways)
                                .map(gateway -> (gateway.equals(HOME) ? HOME_KEY : key).toString())
                                .toList())
                .put("sequence", ++sequence)
                .build());
    }

    private static boolean returned(TestGateway gateway, Person person, JsonObject... documents) {
        List<PortableDocument> read = new ArrayList<>();
        for (JsonObject document : documents) {
            read.add(((DocumentVerdict.Admissible) PortableDocument.read(Jcs.bytes(document), gateway.clock.instant()))
                    .document());
        }
        return DB.await(gateway.replicated.returned(person.did(), read));
    }

    private static boolean isServed(TestGateway gateway, Person person) {
        gateway.accounts.forget(person.did());
        return DB.await(gateway.accounts.find(person.did())).isPresent();
    }

    @Test
    @DisplayName(
            "who pins the key that this instance still has is served again, with what the documents mean, and delivered nothing")
    void isServedAgain() {
        Person ann = person();
        GATEWAY.applied.clear();
        GATEWAY.delivered.clear();
        assertThat(returned(GATEWAY, ann, actor(ann, GATEWAY.keys.did(), HOME, Person.HERE), ann.create(Person.PUBLIC)))
                .isTrue();
        Account account = GATEWAY.account(ann.did());
        assertThat(account.named()).isTrue();
        assertThat(account.listed()).isTrue();
        assertThat(account.home()).isFalse();
        assertThat(GATEWAY.applied).hasSize(1);
        assertThat(GATEWAY.delivered).isEmpty();
        assertThat(returned(GATEWAY, ann, actor(ann, GATEWAY.keys.did(), HOME, Person.HERE)))
                .as("only once")
                .isFalse();
    }

    @Test
    @DisplayName("the home is the home again")
    void isHomeAgain() {
        Person bob = person();
        assertThat(returned(GATEWAY, bob, actor(bob, GATEWAY.keys.did(), Person.HERE, HOME)))
                .isTrue();
        assertThat(GATEWAY.account(bob.did()).home()).isTrue();
    }

    @Test
    @DisplayName("under another key, or when a newer document does not list it, this instance serves nobody of itself")
    void waitsForTheOwner() {
        Person cat = person();
        assertThat(returned(
                        GATEWAY,
                        cat,
                        actor(cat, SigningKey.generate(GATEWAY.randomness).did(), HOME, Person.HERE)))
                .isFalse();
        Person dan = person();
        assertThat(returned(
                        GATEWAY,
                        dan,
                        actor(dan, GATEWAY.keys.did(), HOME, Person.HERE),
                        actor(dan, GATEWAY.keys.did(), HOME)))
                .isFalse();
        assertThat(isServed(GATEWAY, cat)).isFalse();
        assertThat(isServed(GATEWAY, dan)).isFalse();
    }

    @Test
    @DisplayName("a name that somebody else has by now is not given to a home that comes back")
    void nameIsTaken() {
        Person eve = person();
        assertThat(returned(GATEWAY, eve, actor(eve, GATEWAY.keys.did(), Person.HERE)))
                .isTrue();
        Person other = GATEWAY.person("lost" + people);
        other.setClock(GATEWAY.clock.instant());
        assertThat(returned(GATEWAY, other, actor(other, GATEWAY.keys.did(), Person.HERE)))
                .isFalse();
        assertThat(isServed(GATEWAY, other)).isFalse();
    }

    @Test
    @DisplayName(
            "an instance that takes accounts by invitation waits for the owner: anybody may write its key into a document")
    void invitations() {
        TestGateway closed = new TestGateway(DB, false, 32);
        Person fox = closed.person("fox");
        fox.setClock(closed.clock.instant());
        assertThat(returned(closed, fox, actor(fox, closed.keys.did(), HOME, Person.HERE)))
                .isFalse();
        assertThat(isServed(closed, fox)).isFalse();
    }
}
