package social.godwit.activitypub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.domain.BroughtDomain;
import social.godwit.activitypub.gateway.OwnDomains.Outcome;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.identity.key.SigningKey;
import social.godwit.store.testing.TestDatabase;

@DisplayName("An account on a domain of its own")
class OwnDomainsTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final TestGateway GATEWAY = new TestGateway(DB, true, 77);
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String ELSEWHERE = SigningKey.generate(count -> {
                byte[] bytes = new byte[count];
                bytes[0] = 9;
                return bytes;
            })
            .did()
            .toString();

    private final String name = "d" + NUMBER.incrementAndGet() + ".example";
    private final String origin = "https://" + name;
    private final Person alice = GATEWAY.person("alice" + NUMBER.get());

    private static String proof(Person person) {
        return "did=" + person.did();
    }

    /** The person's actor document with the domain as its first gateway, which is the instance that has this key. */
    private JsonObject actor(Person person, String key, int sequence) {
        String text =
                new String(Jcs.bytes(person.actorDraft().build()), StandardCharsets.UTF_8).replace(Person.HERE, origin);
        JsonObject draft = ((JsonObject)
                        ((JsonReading.Read) StrictJson.read(text.getBytes(StandardCharsets.UTF_8), JsonLimits.DOCUMENT))
                                .value())
                .with("gateways", Json.strings(List.of(origin, Person.HERE)))
                .with(
                        "gatewayKeys",
                        Json.strings(List.of(key, GATEWAY.keys.did().toString())));
        return person.sign(sequence == 0 ? draft : draft.with("sequence", JsonNumber.of(sequence)));
    }

    private JsonObject actor(Person person) {
        return actor(person, GATEWAY.keys.did().toString(), 0);
    }

    private Account registered() {
        GATEWAY.brought.txt(name, proof(alice));
        assertThat(GATEWAY.register(Person.bytes(actor(alice)))).isInstanceOf(RegistrationOutcome.Registered.class);
        return GATEWAY.account(alice.did());
    }

    private void refresh() {
        DB.await(GATEWAY.brought.origins.refresh());
    }

    private Outcome claim(Person person) {
        return DB.await(GATEWAY.domains.claim(GATEWAY.account(person.did()), name));
    }

    private static int status(Outcome outcome) {
        return ((Outcome.Refused) outcome).problem().status();
    }

    private static int status(RegistrationOutcome outcome) {
        return ((RegistrationOutcome.Refused) outcome).problem().status();
    }

    private BroughtDomain held(Did did) {
        return DB.await(GATEWAY.brought.store.of(did)).getFirst();
    }

    private void pass(Duration time) {
        GATEWAY.clock.advance(time);
        DB.await(GATEWAY.domains.lookAfter());
    }

    @Test
    @DisplayName("registers there once the DNS says that it is its own, and lives there")
    void registers() {
        assertThat(GATEWAY.register(Person.bytes(actor(alice))))
                .isInstanceOfSatisfying(RegistrationOutcome.Refused.class, no -> {
                    assertThat(no.problem().status()).isEqualTo(409);
                    assertThat(no.problem().detail()).contains("_godwit." + name, proof(alice));
                });
        assertThat(DB.await(GATEWAY.accounts.find(alice.did()))).isEmpty();
        Account account = registered();
        assertThat(account.home()).isTrue();
        assertThat(account.origin()).hasToString(origin);
        assertThat(account.handle()).isEqualTo(alice.name + "@" + name);
        assertThat(account.actorId()).startsWith(origin + "/.well-known/apgateway/");
        assertThat(DB.await(GATEWAY.accounts.findByUsername(Origin.parse(origin).orElseThrow(), alice.name)))
                .map(Account::did)
                .contains(alice.did());
        assertThat(GATEWAY.brought.origins.answering(name)).contains(origin);
        assertThat(GATEWAY.brought.origins.answering(name + ":443")).contains(origin);
        assertThat(GATEWAY.brought.origins.holder(account.origin())).contains(alice.did());
    }

    @Test
    @DisplayName("is registered anew with the same answer")
    void repeats() {
        registered();
        assertThat(GATEWAY.register(Person.bytes(actor(alice))))
                .isInstanceOfSatisfying(
                        RegistrationOutcome.Registered.class,
                        again -> assertThat(again.fresh()).isFalse());
        assertThat(GATEWAY.account(alice.did()).home()).isTrue();
    }

    @Test
    @DisplayName("is not had by naming somebody else in the DNS")
    void somebodyElsesRecord() {
        GATEWAY.brought.txt(name, proof(GATEWAY.person("eve")));
        assertThat(status(GATEWAY.register(Person.bytes(actor(alice))))).isEqualTo(409);
        Person eve = GATEWAY.registered("eve" + NUMBER.get());
        GATEWAY.brought.txt(name, proof(alice));
        assertThat(status(claim(eve))).isEqualTo(409);
        refresh();
        assertThat(GATEWAY.brought.origins.answering(name)).isEmpty();
        assertThat(GATEWAY.brought.origins.mayCertify(name)).isFalse();
    }

    @Test
    @DisplayName("is not decided while the DNS cannot be asked")
    void silence() {
        GATEWAY.brought.silent(name);
        assertThat(status(GATEWAY.register(Person.bytes(actor(alice))))).isEqualTo(503);
    }

    @Test
    @DisplayName("lets nobody else register there")
    void strangers() {
        registered();
        Person eve = GATEWAY.person("eve");
        RegistrationOutcome outcome = DB.await(GATEWAY.registrations.register(
                Origin.parse(origin).orElseThrow(), Person.bytes(actor(eve)), java.util.Optional.empty()));
        assertThat(status(outcome)).isEqualTo(403);
        GATEWAY.brought.txt(name, proof(alice), proof(eve));
        assertThat(status(GATEWAY.register(Person.bytes(actor(eve))))).isEqualTo(409);
        assertThat(DB.await(GATEWAY.accounts.find(eve.did()))).isEmpty();
    }

    @Test
    @DisplayName("is taken over by whom the DNS names alone, with the names there")
    void takenOver() {
        registered();
        Person bob = new Person(alice.name, GATEWAY.randomness);
        GATEWAY.brought.txt(name, proof(bob));
        assertThat(GATEWAY.register(Person.bytes(actor(bob)))).isInstanceOf(RegistrationOutcome.Registered.class);
        assertThat(GATEWAY.brought.origins.holder(Origin.parse(origin).orElseThrow()))
                .contains(bob.did());
        assertThat(DB.await(GATEWAY.accounts.findByUsername(Origin.parse(origin).orElseThrow(), alice.name)))
                .map(Account::did)
                .contains(bob.did());
    }

    @Test
    @DisplayName("is this instance's own name for nobody")
    void instancesName() {
        Person eve = GATEWAY.registered("eva" + NUMBER.get());
        for (String own : List.of("here.example", "HERE.example.", "alice.here.example")) {
            GATEWAY.brought.txt(own, proof(eve));
            assertThat(status(DB.await(GATEWAY.domains.claim(GATEWAY.account(eve.did()), own))))
                    .isEqualTo(400);
        }
    }

    @Test
    @DisplayName("ends seven days after its proof is gone, and its owner sees it coming")
    void expires() {
        registered();
        GATEWAY.brought.txt(name);
        pass(Duration.ofHours(25));
        assertThat(held(alice.did()).missingSince()).isPresent();
        pass(Duration.ofDays(6));
        assertThat(GATEWAY.brought.origins.answering(name)).contains(origin);
        assertThat(GATEWAY.account(alice.did()).home()).isTrue();
        pass(Duration.ofDays(1));
        assertThat(GATEWAY.brought.origins.answering(name)).isEmpty();
        assertThat(GATEWAY.brought.origins.mayCertify(name)).isFalse();
        assertThat(held(alice.did()).stands(GATEWAY.clock.instant())).isFalse();
        pass(Duration.ofHours(1));
        Account account = GATEWAY.account(alice.did());
        assertThat(account.origin()).hasToString(Person.HERE);
        assertThat(account.home()).isFalse();
        GATEWAY.brought.txt(name, proof(alice));
        assertThat(claim(alice)).isInstanceOf(Outcome.Held.class);
        assertThat(GATEWAY.account(alice.did()).home()).isTrue();
        assertThat(GATEWAY.brought.origins.answering(name)).contains(origin);
    }

    @Test
    @DisplayName("is answered by the instance that its owner names, and by no other")
    void movesOn() {
        registered();
        assertThat(GATEWAY.post(
                        alice,
                        Person.bytes(alice.activity("Update", actor(alice, ELSEWHERE, 1))
                                .build())))
                .isInstanceOf(OutboxOutcome.Accepted.class);
        refresh();
        assertThat(GATEWAY.account(alice.did()).home()).isFalse();
        assertThat(GATEWAY.brought.origins.answering(name)).isEmpty();
        assertThat(GATEWAY.brought.origins.mayCertify(name)).isTrue();
        assertThat(GATEWAY.post(
                        alice,
                        Person.bytes(alice.activity(
                                        "Update",
                                        actor(alice, GATEWAY.keys.did().toString(), 2))
                                .build())))
                .isInstanceOf(OutboxOutcome.Accepted.class);
        refresh();
        assertThat(GATEWAY.account(alice.did()).home()).isTrue();
        assertThat(GATEWAY.brought.origins.answering(name)).contains(origin);
    }

    @Test
    @DisplayName("can be brought later, without a change of ids, and let go")
    void broughtLater() {
        Person carol = GATEWAY.registered("carol" + NUMBER.get());
        GATEWAY.brought.txt(name, proof(carol));
        assertThat(claim(carol)).isInstanceOf(Outcome.Held.class);
        assertThat(GATEWAY.brought.origins.answering(name)).contains(origin);
        assertThat(GATEWAY.account(carol.did()).origin()).hasToString(Person.HERE);
        Person eve = GATEWAY.registered("evi" + NUMBER.get());
        assertThat(DB.await(GATEWAY.domains.release(GATEWAY.account(eve.did()), name)))
                .isFalse();
        assertThat(DB.await(GATEWAY.domains.release(GATEWAY.account(carol.did()), name)))
                .isTrue();
        assertThat(GATEWAY.brought.origins.answering(name)).isEmpty();
    }

    @Test
    @DisplayName("is proven by a file only where no record names anybody, and never through a redirect")
    void file() {
        String file = origin + "/.well-known/godwit-did";
        Person dora = GATEWAY.registered("dora" + NUMBER.get());
        Person eve = GATEWAY.registered("ever" + NUMBER.get());
        GATEWAY.brought.files.put(file, proof(dora) + "\n");
        assertThat(claim(dora)).isInstanceOf(Outcome.Held.class);
        GATEWAY.brought.txt(name, proof(eve));
        assertThat(claim(eve)).isInstanceOf(Outcome.Held.class);
        assertThat(held(eve.did()).name()).hasToString(name);
        assertThat(status(claim(dora))).isEqualTo(409);
    }
}
