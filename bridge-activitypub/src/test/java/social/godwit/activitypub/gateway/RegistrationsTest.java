package social.godwit.activitypub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import social.godwit.activitypub.House;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.SealedAccountKey;
import social.godwit.activitypub.gateway.RegistrationOutcome.Refused;
import social.godwit.activitypub.gateway.RegistrationOutcome.Registered;
import social.godwit.activitypub.http.Problem;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.keylog.KeyLogEntry;
import social.godwit.identity.receipt.Receipt;
import social.godwit.store.document.Lookup;
import social.godwit.store.testing.TestDatabase;

class RegistrationsTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final TestGateway GATEWAY = new TestGateway(DB, true, 1);

    @Test
    void registersWithAKeyThatTheOwnerHoldsACopyOf() {
        Person alice = GATEWAY.person("alice");
        Registered registered = registered(Person.bytes(alice.actor()));
        Account account = registered.account();
        assertThat(registered.fresh()).isTrue();
        assertThat(SealedAccountKey.open(registered.sealedKey(), alice.key)).contains(account.key());
        assertThat(SealedAccountKey.open(registered.sealedKey(), GATEWAY.person("x").key))
                .isEmpty();
        assertThat(account.listedKeyId()).isEmpty();
        assertThat(account.locked()).isFalse();
        assertThat(account.home()).isTrue();
        assertThat(DB.await(GATEWAY.repositories.find(account.actor()))).isInstanceOf(Lookup.Found.class);
    }

    @Test
    void answersTheSameWhenRegisteredOnceMore() {
        Person bob = GATEWAY.person("bob");
        Registered first = registered(Person.bytes(bob.actor()));
        Registered second = registered(Person.bytes(bob.actor()));
        assertThat(second.fresh()).isFalse();
        assertThat(second.account().key()).isEqualTo(first.account().key());
        assertThat(second.sealedKey()).isEqualTo(first.sealedKey());
    }

    @Test
    void aNameBelongsToWhoeverHadItFirst() {
        registered(Person.bytes(GATEWAY.person("carol").actor()));
        assertThat(refused(Person.bytes(GATEWAY.person("CAROL").actor())).status())
                .isEqualTo(409);
    }

    @Test
    void oneKeyHasOneNameHere() {
        Person dora = GATEWAY.person("dora");
        registered(Person.bytes(dora.actor()));
        assertThat(refused(Person.bytes(dora.actor(actor -> actor.with("preferredUsername", Json.of("dora2")))))
                        .status())
                .isEqualTo(409);
    }

    /** The account's home is elsewhere; this gateway is its second. */
    private static JsonObject actorElsewhere(Person person, List<String> gateways, int sequence) {
        return person.sign(JsonObject.builder()
                .putAll(person.actorDraft().build())
                .put("gateways", gateways)
                .put("sequence", sequence)
                .build());
    }

    private static final String HOME = "https://home.example";

    @Test
    @DisplayName("an account whose home is elsewhere gets its name here too, and no key of ours is listed for it")
    void secondGateway() {
        Person erin = GATEWAY.person("erin");
        JsonObject actor = actorElsewhere(erin, List.of(HOME, Person.HERE), 2);
        Account account = registered(Person.bytes(actor)).account();
        assertThat(account.home()).isFalse();
        assertThat(account.handle()).isEqualTo("erin@home.example");
        assertThat(account.actorId()).isEqualTo(HOME + "/.well-known/apgateway/" + erin.did() + "/actor");
        assertThat(DB.await(GATEWAY.accounts.findByUsername(TestGateway.HERE, "Erin")))
                .map(Account::did)
                .contains(erin.did());
        assertThat(refused(Person.bytes(GATEWAY.person("erin").actor())).status())
                .isEqualTo(409);
    }

    @Test
    @DisplayName("where the name is taken, the account is served without a handle, and a home must have a free one")
    void withoutAHandle() {
        Person first = GATEWAY.registered("ingmar");
        Person second = GATEWAY.person("ingmar");
        JsonObject actor = actorElsewhere(second, List.of(HOME, Person.HERE), 2);
        registered(Person.bytes(actor));
        assertThat(GATEWAY.account(second.did()).named()).isFalse();
        assertThat(DB.await(GATEWAY.accounts.findByUsername(TestGateway.HERE, "ingmar")))
                .map(Account::did)
                .contains(first.did());

        JsonObject homeHere = actorElsewhere(second, List.of(Person.HERE, HOME), 3);
        assertThat(GATEWAY.post(
                        second, Person.bytes(second.activity("Update", homeHere).build())))
                .isInstanceOfSatisfying(
                        OutboxOutcome.Refused.class,
                        no -> assertThat(no.problem().status()).isEqualTo(409));
        assertThat(GATEWAY.account(second.did()).home()).isFalse();

        JsonObject renamed = second.sign(homeHere.without("proof").with("preferredUsername", Json.of("francis")));
        assertThat(GATEWAY.post(
                        second, Person.bytes(second.activity("Update", renamed).build())))
                .isInstanceOf(OutboxOutcome.Accepted.class);
        Account account = GATEWAY.account(second.did());
        assertThat(account.home()).isTrue();
        assertThat(account.named()).isTrue();
        assertThat(account.username()).isEqualTo("francis");
    }

    @Test
    @DisplayName("a gateway that the owner has left takes no more, until it is listed again")
    void left() {
        Person gina = GATEWAY.person("gina");
        registered(Person.bytes(actorElsewhere(gina, List.of(HOME, Person.HERE), 2)));
        JsonObject without = actorElsewhere(gina, List.of(HOME), 3);
        assertThat(GATEWAY.post(
                        gina, Person.bytes(gina.activity("Update", without).build())))
                .isInstanceOf(OutboxOutcome.Accepted.class);
        assertThat(GATEWAY.post(gina, Person.bytes(gina.create(Person.PUBLIC))))
                .isInstanceOfSatisfying(
                        OutboxOutcome.Refused.class,
                        no -> assertThat(no.problem().status()).isEqualTo(403));
        registered(Person.bytes(actorElsewhere(gina, List.of(HOME, Person.HERE), 4)));
        assertThat(GATEWAY.post(gina, Person.bytes(gina.create(Person.PUBLIC))))
                .isInstanceOf(OutboxOutcome.Accepted.class);
    }

    @Test
    @DisplayName("a client with a key log brings the Update that its checkpoint lists, and the newest version counts")
    void secondGatewayWithAKeyLog() {
        Person hal = GATEWAY.person("hal");
        JsonObject actor = actorElsewhere(hal, List.of(HOME, Person.HERE), 2);
        JsonObject update = hal.activity("Update", actor).build();
        List<JsonObject> documents = new ArrayList<>(List.of(update));
        documents.addAll(hal.logBeginning());
        documents.add(hal.firstCheckpoint(List.copyOf(documents)));
        registered(Person.bytes(documents));
        Account account = GATEWAY.account(hal.did());
        assertThat(account.gateways()).hasSize(2);
        assertThat(DB.await(GATEWAY.repositories.find(account.actor()))).isInstanceOf(Lookup.Found.class);
    }

    static Stream<UnaryOperator<JsonObject>> unfitActors() {
        List<String> many = IntStream.range(0, 10_000)
                .mapToObj(i -> "https://g" + i + ".example")
                .toList();
        return Stream.of(
                actor -> actor.with("gateways", Json.strings(List.of("https://other.example"))),
                actor -> actor.with("gateways", Json.strings(List.of())),
                // P8: a wide list, paths, user info, ports, addresses.
                actor -> actor.with("gateways", Json.strings(many)),
                actor -> actor.with("gateways", Json.strings(List.of(Person.HERE, "https://b.example/"))),
                actor -> actor.with("gateways", Json.strings(List.of(Person.HERE, "https://b.example/path"))),
                actor -> actor.with("gateways", Json.strings(List.of(Person.HERE, "https://b.example?q"))),
                actor -> actor.with("gateways", Json.strings(List.of(Person.HERE, "https://me@b.example"))),
                actor -> actor.with("gateways", Json.strings(List.of(Person.HERE, "https://b.example:8443"))),
                actor -> actor.with("gateways", Json.strings(List.of(Person.HERE, "https://127.0.0.1"))),
                actor -> actor.with("gateways", Json.strings(List.of(Person.HERE, "https://[::1]"))),
                actor -> actor.with("gateways", Json.strings(List.of(Person.HERE, "https://localhost"))),
                actor -> actor.with("gateways", Json.strings(List.of(Person.HERE, "http://b.example"))),
                actor -> actor.with("gateways", Json.strings(List.of(Person.HERE, Person.HERE))),
                actor -> actor.with("movedTo", Json.of("https://elsewhere.example/actor")),
                actor -> actor.with("preferredUsername", Json.of("admin")),
                actor -> actor.with("preferredUsername", Json.of("\u0430lice")),
                actor -> actor.without("preferredUsername"),
                actor -> actor.with("type", Json.of("Note")),
                actor -> actor.with("inbox", actor.get("outbox")),
                actor -> actor.with("inbox", Json.of("https://here.example/inbox")),
                actor -> actor.with("followers", Json.of("https://here.example/followers")),
                actor -> actor.with(
                        "icon",
                        JsonObject.builder().put("url", "javascript:alert(1)").build()),
                actor -> actor.with("bto", Json.of("https://a.example/b")),
                actor -> actor.with("publicKeyPem", Json.of("-----BEGIN")));
    }

    @ParameterizedTest
    @MethodSource("unfitActors")
    void refusesActorsThatCannotBeHostedAndKeepsNothing(UnaryOperator<JsonObject> change) {
        Person person = GATEWAY.person("unfit");
        assertThat(refused(Person.bytes(person.actor(change))).status()).isEqualTo(400);
        assertThat(DB.await(GATEWAY.accounts.find(person.did()))).isEmpty();
        assertThat(DB.await(GATEWAY.accounts.findByUsername("unfit"))).isEmpty();
    }

    @Test
    void refusesWhatIsNotSignedByItsOwnKey() {
        Person eve = GATEWAY.person("eve");
        assertThat(refused(Person.bytes(eve.actorDraft().build())).status()).isEqualTo(400);
        JsonObject altered = eve.actor().with("name", Json.of("Somebody else"));
        assertThat(refused(Person.bytes(altered)).status()).isEqualTo(400);
        assertThat(refused(List.of("{".getBytes())).status()).isEqualTo(400);
        assertThat(refused(List.of()).status()).isEqualTo(400);
        Person other = GATEWAY.person("other");
        assertThat(refused(Person.bytes(eve.actor(), other.actor())).status()).isEqualTo(400);
        assertThat(refused(Person.bytes(eve.actor(), eve.create(Person.PUBLIC))).status())
                .isEqualTo(400);
    }

    @Test
    void keepsAndCountersignsTheBeginningOfTheKeyLog() {
        Person frank = GATEWAY.person("frank");
        List<JsonObject> batch = batch(frank);
        Registered registered = registered(Person.bytes(batch));
        Receipt receipt = Receipt.read(registered.receipts().getLast()).orElseThrow();
        assertThat(receipt.instance()).isEqualTo(GATEWAY.keys.did());
        assertThat(receipt.hashes()).containsAll(Person.hashes(batch));
        assertThat(DB.await(GATEWAY.devices.standing(registered.account(), frank.device.did())))
                .isEqualTo(AccountDevices.Standing.ACTS);
        assertThat(DB.await(GATEWAY.devices.standing(registered.account(), frank.recovery.did())))
                .isEqualTo(AccountDevices.Standing.RECOVERS);

        GATEWAY.clock.advance(Duration.ofHours(5));
        Registered again = registered(Person.bytes(batch));
        assertThat(Receipt.read(again.receipts().getFirst()).orElseThrow().received())
                .isEqualTo(receipt.received());
    }

    @Test
    void refusesASecondBeginningOfTheKeyLog() {
        Person grace = GATEWAY.person("grace");
        registered(Person.bytes(batch(grace)));
        JsonObject second = new KeyLogEntry.Genesis(grace.did(), KeyLogEntry.commitment(grace.device.publicKey()))
                .sign(grace.key, GATEWAY.clock.instant());
        assertThat(refused(Person.bytes(grace.actor(), second)).status()).isEqualTo(409);
    }

    @Test
    void asksForACheckpointOnceThereIsADevice() {
        Person henry = GATEWAY.person("henry");
        List<JsonObject> batch = new ArrayList<>(List.of(henry.actor()));
        batch.addAll(henry.logBeginning());
        Problem problem = refused(Person.bytes(batch));
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.type()).isEqualTo("checkpoint-missing");
        assertThat(DB.await(GATEWAY.accounts.find(henry.did()))).isEmpty();
    }

    @Test
    void warnsOfWhatOtherServersCannotRead() {
        Person iris = GATEWAY.person("iris");
        JsonObject stray = JsonObject.builder()
                .put("id", iris.did().verificationMethod())
                .put("type", "Multikey")
                .put("controller", iris.id("/actor"))
                .put("publicKeyMultibase", iris.did().multibase())
                .build();
        Registered registered = registered(
                Person.bytes(iris.actor(actor -> actor.with("assertionMethod", new JsonArray(List.of(stray))))));
        assertThat(registered.warnings()).anyMatch(text -> text.contains("Mastodon 4.7"));
    }

    @Test
    void admitsByInviteOnlyAndTellsNobodyWhy() {
        TestGateway closed = new TestGateway(DB, false, 2);
        Person jane = closed.person("jane");
        List<byte[]> actor = Person.bytes(jane.actor());
        var invite = DB.await(closed.invites.create(1, Duration.ofDays(1), ""));
        RegistrationOutcome without = closed.register(actor);
        RegistrationOutcome wrong = closed.register(actor, Optional.of("wrong"));
        assertThat(without).isEqualTo(wrong).isInstanceOf(Refused.class);
        assertThat(((Refused) wrong).problem().status()).isEqualTo(403);
        assertThat(closed.register(actor, Optional.of(invite.code()))).isInstanceOf(Registered.class);
        assertThat(closed.register(actor)).as("repeated without a code").isInstanceOf(Registered.class);
        assertThat(closed.register(Person.bytes(closed.person("kate").actor()), Optional.of(invite.code())))
                .as("a code used up looks like a wrong one")
                .isEqualTo(wrong);
    }

    @Test
    void aRefusedRegistrationUsesUpNoInvite() {
        TestGateway closed = new TestGateway(DB, false, 3);
        var invite = DB.await(closed.invites.create(1, Duration.ofDays(1), ""));
        Person leo = closed.person("leo");
        List<JsonObject> batch = new ArrayList<>(List.of(leo.actor()));
        batch.addAll(leo.logBeginning());
        assertThat(closed.register(Person.bytes(batch), Optional.of(invite.code())))
                .isInstanceOf(Refused.class);
        assertThat(closed.register(Person.bytes(leo.actor()), Optional.of(invite.code())))
                .isInstanceOf(Registered.class);
    }

    @Test
    void whenClosedNobodyIsAdmittedWhateverTheCode() {
        TestGateway gateway = new TestGateway(DB, false, 4);
        var invite = DB.await(gateway.invites.create(1, Duration.ofDays(1), ""));
        List<byte[]> mia = Person.bytes(gateway.person("mia").actor());
        gateway.signUp = House.SignUp.CLOSED;
        assertThat(gateway.register(mia, Optional.of(invite.code())))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(new String(refused.problem().body(), StandardCharsets.UTF_8))
                                .contains("no new accounts at present"));
        gateway.signUp = House.SignUp.INVITE;
        assertThat(gateway.register(mia, Optional.of(invite.code())))
                .as("the code was not used up")
                .isInstanceOf(Registered.class);
        gateway.signUp = House.SignUp.CLOSED;
        assertThat(gateway.register(mia)).as("who is here stays").isInstanceOf(Registered.class);
    }

    private static List<JsonObject> batch(Person person) {
        List<JsonObject> batch = new ArrayList<>(List.of(person.actor()));
        batch.addAll(person.logBeginning());
        batch.add(person.firstCheckpoint(List.copyOf(batch)));
        return batch;
    }

    private static Registered registered(List<byte[]> documents) {
        RegistrationOutcome outcome = GATEWAY.register(documents);
        assertThat(outcome).isInstanceOf(Registered.class);
        return (Registered) outcome;
    }

    private static Problem refused(List<byte[]> documents) {
        RegistrationOutcome outcome = GATEWAY.register(documents);
        assertThat(outcome).isInstanceOf(Refused.class);
        return ((Refused) outcome).problem();
    }
}
