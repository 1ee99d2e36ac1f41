package social.godwit.activitypub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.oldaddress.HandOver;
import social.godwit.activitypub.oldaddress.OldAddresses;
import social.godwit.activitypub.oldaddress.OpenOldAddresses;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.HandedOverKey;
import social.godwit.identity.key.RsaKeyPair;
import social.godwit.identity.key.SigningKey;
import social.godwit.store.testing.TestDatabase;

/** Whose key an instance takes, and from whom. */
class HandOverTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final TestGateway GATEWAY = new TestGateway(DB, true, 21);
    private static final Origin OLD = Origin.parse("https://old.example").orElseThrow();
    private static final RsaKeyPair KEY = RsaKeyPair.generate(GATEWAY.randomness);
    private static final RsaKeyPair OTHER = RsaKeyPair.generate(GATEWAY.randomness);

    private static int people;

    private final OldAddresses addresses = OpenOldAddresses.over(DB.database(), GATEWAY.clock);
    private final HandOver handOver =
            OpenOldAddresses.handOver(addresses, GATEWAY.repositories, GATEWAY.keys, GATEWAY.clock);
    private Person alice;

    /** Somebody who was at home elsewhere, and has moved here: her document of that time lists the key. */
    @BeforeEach
    void arrived() {
        alice = GATEWAY.person("alice" + ++people);
        alice.setClock(GATEWAY.clock.instant());
        JsonObject before = alice.actor(draft -> JsonObject.builder()
                .putAll(draft)
                .put("id", actorAt(OLD))
                .put("gateways", List.of(OLD.toString(), Person.HERE))
                .put("gatewayKeys", keys(other(), GATEWAY.keys.did()))
                .put(
                        "publicKey",
                        JsonObject.builder()
                                .put("id", keyId())
                                .put("owner", actorAt(OLD))
                                .put("publicKeyPem", KEY.publicKey().pem())
                                .build())
                .build());
        assertThat(GATEWAY.register(Person.bytes(before))).isInstanceOf(RegistrationOutcome.Registered.class);
        GATEWAY.clock.advance(Duration.ofSeconds(5));
        alice.setClock(GATEWAY.clock.instant());
        JsonObject after = alice.actor(draft -> JsonObject.builder()
                .putAll(draft)
                .put("gatewayKeys", keys(GATEWAY.keys.did()))
                .build());
        assertThat(GATEWAY.post(
                        alice, Person.bytes(alice.activity("Update", after).build())))
                .isInstanceOf(OutboxOutcome.Accepted.class);
        assertThat(GATEWAY.account(alice.did()).home()).isTrue();
    }

    private static List<String> keys(Did... keys) {
        return Arrays.stream(keys).map(Did::toString).toList();
    }

    @Test
    @DisplayName(
            "the key that the owner's own document lists for the old home is kept, for the servers named, for 30 days")
    void keeps() {
        assertThat(take(new HandedOverKey(keyId(), KEY), GATEWAY.keys.did(), "mastodon.example"))
                .isEmpty();
        assertThat(take(new HandedOverKey(keyId(), KEY), GATEWAY.keys.did(), "mastodon.example", "[2001:db8::1]:8443"))
                .isEmpty();
        HandOver.Standing standing = standing().orElseThrow();
        assertThat(standing.address().gateway()).isEqualTo(OLD);
        assertThat(standing.address().key()).isEqualTo(KEY);
        assertThat(standing.address().expires())
                .isEqualTo(GATEWAY.clock.instant().plus(Duration.ofDays(30)));
        assertThat(standing.hosts()).isEqualTo(new OldAddresses.Counts(2, 0));

        DB.await(handOver.takeBack(GATEWAY.account(alice.did())));
        assertThat(standing()).isEmpty();
        assertThat(DB.await(addresses.counts(alice.did())).waiting()).isZero();
    }

    @Test
    @DisplayName("no other key, and none under another id: nobody can make this instance sign for whom they like")
    void othersKeys() {
        assertThat(status(take(new HandedOverKey(keyId(), OTHER), GATEWAY.keys.did())))
                .isEqualTo(403);
        assertThat(status(take(new HandedOverKey(keyId() + "x", KEY), GATEWAY.keys.did())))
                .isEqualTo(403);
        assertThat(status(take(
                        new HandedOverKey(keyId().replace(alice.did().toString(), other().toString()), KEY),
                        GATEWAY.keys.did())))
                .isEqualTo(403);
        assertThat(status(take(new HandedOverKey("https://old.example/users/alice#main-key", KEY), GATEWAY.keys.did())))
                .isEqualTo(400);
        assertThat(status(take(
                        new HandedOverKey(PortableId.of(alice.did(), "/actor").at(TestGateway.HERE) + "#k", KEY),
                        GATEWAY.keys.did())))
                .as("the present home's own address is not an old one")
                .isEqualTo(400);
        assertThat(standing()).isEmpty();
    }

    @Test
    @DisplayName("a key that is sealed to another instance, or not at all, is not taken")
    void sealedElsewhere() {
        assertThat(status(take(new HandedOverKey(keyId(), KEY), other()))).isEqualTo(400);
        assertThat(status(DB.await(handOver.take(GATEWAY.account(alice.did()), "zNotSealed", List.of()))))
                .isEqualTo(400);
        assertThat(standing()).isEmpty();
    }

    @Test
    @DisplayName("servers are named, so many at once and no more")
    void limits() {
        HandedOverKey key = new HandedOverKey(keyId(), KEY);
        assertThat(status(take(key, GATEWAY.keys.did(), "https://mastodon.example/inbox")))
                .isEqualTo(400);
        String[] many = Collections.nCopies(HandOver.HOSTS_AT_ONCE + 1, "mastodon.example")
                .toArray(String[]::new);
        assertThat(status(take(key, GATEWAY.keys.did(), many))).isEqualTo(400);
        assertThat(standing()).isEmpty();
    }

    private Optional<Problem> take(HandedOverKey key, Did sealedTo, String... hosts) {
        String sealed = key.seal(sealedTo, GATEWAY.randomness).orElseThrow();
        return DB.await(handOver.take(GATEWAY.account(alice.did()), sealed, List.of(hosts)));
    }

    private Optional<HandOver.Standing> standing() {
        return DB.await(handOver.of(GATEWAY.account(alice.did())));
    }

    private static int status(Optional<Problem> problem) {
        return problem.map(Problem::status).orElse(0);
    }

    private static Did other() {
        return SigningKey.generate(GATEWAY.randomness).did();
    }

    private String actorAt(Origin origin) {
        return PortableId.of(alice.did(), "/actor").at(origin);
    }

    private String keyId() {
        return actorAt(OLD) + "#rsa-1";
    }
}
