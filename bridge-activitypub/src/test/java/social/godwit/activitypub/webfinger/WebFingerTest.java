package social.godwit.activitypub.webfinger;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.account.AccountStores;
import social.godwit.activitypub.effect.Beans;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.instanceactor.InstanceActor;
import social.godwit.activitypub.instanceactor.InstanceKeys;
import social.godwit.activitypub.nodeinfo.NodeInfo;
import social.godwit.activitypub.note.NoteStore;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.identity.key.RsaKeyPair;
import social.godwit.store.testing.TestClock;
import social.godwit.store.testing.TestDatabase;

class WebFingerTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final Instance INSTANCE = new Instance("https://here.example", "0.1.0", false, true);
    private static final Random SEEDED = new Random(4);
    private static final Randomness RANDOMNESS = count -> {
        byte[] bytes = new byte[count];
        SEEDED.nextBytes(bytes);
        return bytes;
    };
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z"));
    private static AccountStore accounts;
    private static WebFinger webFinger;
    private static Did alice;
    private static Did gone;

    @BeforeAll
    static void register() {
        accounts = AccountStores.over(DB, INSTANCE, CLOCK);
        alice = AccountStores.register(DB, accounts, "Alice", INSTANCE.origin(), RANDOMNESS);
        gone = AccountStores.register(DB, accounts, "gone", INSTANCE.origin(), RANDOMNESS);
        DB.await(accounts.suspend(gone, true));
        byte[] rsa = RsaKeyPair.generate(RANDOMNESS).pkcs8();
        InstanceKeys keys = new InstanceKeys(
                INSTANCE,
                (name, fresh, now) -> name.equals("rsa") ? Uni.createFrom().item(rsa) : fresh,
                RANDOMNESS,
                CLOCK);
        DB.await(keys.load());
        Origins origins =
                authority -> authority.equals("here.example") ? Optional.of("https://here.example") : Optional.empty();
        webFinger = new WebFinger(accounts, new InstanceActor(INSTANCE, keys), keys, origins);
    }

    private static Optional<JsonObject> find(String resource) {
        return DB.await(webFinger.find(resource)).map(WebFingerTest::json);
    }

    private static JsonObject json(byte[] bytes) {
        return (JsonObject) ((JsonReading.Read) StrictJson.read(bytes, JsonLimits.PLAIN)).value();
    }

    private static String actorId() {
        return "https://here.example/.well-known/apgateway/" + alice + "/actor";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acct:alice@here.example",
                "acct:ALICE@here.example",
                "alice@here.example",
                "@alice@here.example",
                "https://here.example/@alice",
            })
    void findsAnAccountByItsHandle(String resource) {
        JsonObject jrd = find(resource).orElseThrow();
        assertThat(jrd.string("subject")).hasValue("acct:Alice@here.example");
        JsonObject self = (JsonObject) jrd.list("links").getFirst();
        assertThat(self.string("rel")).hasValue("self");
        assertThat(self.string("type")).hasValue("application/activity+json");
        assertThat(self.string("href")).hasValue(actorId());
    }

    /** snac2 asks by the actor's URL when an alias is set; 404 there would end its migration. */
    @Test
    void findsAnAccountByItsActorInAnySpelling() {
        for (String id : List.of(
                actorId(),
                actorId().replace("did:key:", "did%3Akey%3A"),
                "ap://" + alice + "/actor",
                "ap+ef61://" + alice + "/actor")) {
            assertThat(find(id)).as(id).isPresent();
        }
        assertThat(find(actorId().replace("here.example", "there.example"))).isEmpty();
        assertThat(find(actorId() + "2")).isEmpty();
    }

    @Test
    @DisplayName("a known handle at a home that was left leads to the new handle and the new actor")
    void leadsToTheNewHome() {
        Did moved = AccountStores.register(DB, accounts, "carol", "https://here.example", RANDOMNESS);
        DB.execute("update account set gateways = 'https://there.example https://here.example' where did = '" + moved
                + "'");
        accounts.forget(moved);
        JsonObject jrd = find("acct:carol@here.example").orElseThrow();
        assertThat(jrd.string("subject")).hasValue("acct:carol@there.example");
        assertThat(((JsonObject) jrd.list("links").getFirst()).string("href"))
                .hasValue("https://there.example/.well-known/apgateway/" + moved + "/actor");
        assertThat(find("https://here.example/.well-known/apgateway/" + moved + "/actor"))
                .as("the old actor's id, which snac2 asks by")
                .isEqualTo(Optional.of(jrd));
    }

    @Test
    @DisplayName(
            "FEP-2c59: the subject is the handle at the owner's own domain that the actor document names, by whatever is asked")
    void namesTheOwnHandle() {
        Did dora = AccountStores.register(DB, accounts, "dora", "https://here.example", RANDOMNESS);
        DB.execute("update account set own_handle = 'd@dora.example' where did = '" + dora + "'");
        accounts.forget(dora);
        JsonObject jrd = find("acct:dora@here.example").orElseThrow();
        assertThat(jrd.string("subject")).hasValue("acct:d@dora.example");
        assertThat(((JsonObject) jrd.list("links").getFirst()).string("href"))
                .hasValue("https://here.example/.well-known/apgateway/" + dora + "/actor");
        assertThat(find("https://here.example/@dora")).isEqualTo(Optional.of(jrd));
        assertThat(find("acct:d@dora.example"))
                .as("the domain answers for itself")
                .isEmpty();
    }

    /** FEP-d556. */
    @Test
    void findsTheServerItself() {
        for (String url : List.of("https://here.example/", "https://here.example")) {
            JsonObject link = (JsonObject) find(url).orElseThrow().list("links").getFirst();
            assertThat(link.string("rel")).hasValue("https://www.w3.org/ns/activitystreams#Service");
            assertThat(link.string("href")).hasValue("https://here.example/actor");
        }
        assertThat(find("acct:here.example@here.example").orElseThrow().string("subject"))
                .hasValue("acct:here.example@here.example");
        assertThat(find("https://here.example/actor")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acct:nobody@here.example",
                "acct:gone@here.example",
                "acct:alice@there.example",
                "acct:alice@here.example@there.example",
                "acct:@here.example",
                "acct:alice",
                "https://there.example/@alice",
                "https://here.example/@alice?x=1",
                "http://here.example/@alice",
                "https://here.example/other",
                "mailto:alice@here.example",
                "ap://did:key:zBad/actor",
                "",
            })
    void findsNobodyElse(String resource) {
        assertThat(find(resource)).isEmpty();
    }

    @Test
    @DisplayName("NodeInfo counts posts and who has posted lately, not deleted ones, not direct messages, not others'")
    void countsPostsAndActiveAccounts() {
        var clock = new TestClock();
        long before = usage(nodeInfo(clock), "localPosts");
        note("n1", "ap://a", "PUBLIC", true, 1, false);
        note("n2", "ap://a", "FOLLOWERS", true, 40, false);
        note("n3", "ap://b", "PUBLIC", true, 100, false);
        note("n4", "ap://c", "PUBLIC", true, 300, false);
        note("n5", "ap://d", "DIRECT", true, 1, false);
        note("n6", "ap://e", "PUBLIC", true, 1, true);
        note("n7", "https://far.example/f", "PUBLIC", false, 1, false);
        NodeInfo nodeInfo = nodeInfo(clock);
        assertThat(usage(nodeInfo, "localPosts")).isEqualTo(before + 4);
        JsonObject users = usage(nodeInfo).object("users").orElseThrow();
        assertThat(users.get("activeMonth")).hasToString("1");
        assertThat(users.get("activeHalfyear")).hasToString("2");
        note("n8", "ap://a", "PUBLIC", true, 1, false);
        assertThat(usage(nodeInfo, "localPosts")).isEqualTo(before + 4);
        clock.advance(Duration.ofMinutes(31));
        assertThat(usage(nodeInfo, "localPosts")).isEqualTo(before + 5);
    }

    private NodeInfo nodeInfo(InstantSource clock) {
        NoteStore notes = new Beans()
                .with(DB.database())
                .with(clock)
                .make("note.HibernateNoteStore")
                .get(NoteStore.class);
        return new NodeInfo(INSTANCE, accounts, notes, clock);
    }

    private JsonObject usage(NodeInfo nodeInfo) {
        return json(DB.await(nodeInfo.document("2.1"))).object("usage").orElseThrow();
    }

    private long usage(NodeInfo nodeInfo, String key) {
        return Long.parseLong(String.valueOf(usage(nodeInfo).get(key)));
    }

    private static void note(String id, String author, String visibility, boolean local, int daysAgo, boolean deleted) {
        String at = CLOCK.instant().minus(Duration.ofDays(daysAgo)).toString();
        DB.execute(
                "insert into note (id, author, type, visibility, listed, local, published, audience, version_time, deleted)"
                        + " values ('" + id + "', '" + author + "', 'Note', '" + visibility + "', true, " + local
                        + ", '" + at
                        + "', '{}', '" + at + "', " + (deleted ? "'" + at + "'" : "null") + ")");
    }

    @Test
    void tellsNodeInfoWhatTheSchemaAsksFor() {
        NodeInfo nodeInfo = nodeInfo(CLOCK);
        for (String version : NodeInfo.VERSIONS) {
            JsonObject document = json(DB.await(nodeInfo.document(version)));
            assertThat(document.keys())
                    .containsExactlyInAnyOrder(
                            "version", "software", "protocols", "services", "openRegistrations", "usage", "metadata");
            assertThat(document.string("version")).hasValue(version);
            assertThat(document.object("software").orElseThrow().string("name")).hasValue("godwit");
        }
        assertThat(json(nodeInfo.links("https://here.example")).list("links")).hasSize(3);
    }
}
