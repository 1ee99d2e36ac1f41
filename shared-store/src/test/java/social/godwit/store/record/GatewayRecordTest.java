package social.godwit.store.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.identity.key.MapPurpose;
import social.godwit.identity.key.MapStatement;
import social.godwit.store.testing.TestDids;

/** The closed map, and what is refused without asking anybody. */
class GatewayRecordTest {
    private static final Did ACCOUNT = TestDids.did(1);
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00.250Z");
    private static final RecordMaker HOME = new RecordMaker("https://home.example", 1);
    private static final GatewayRecord.Signed FOLLOW =
            HOME.follower(ACCOUNT, "https://far.example/ann", NOW.minusSeconds(1), NOW, "{\"type\":\"Follow\"}");

    private static JsonObject json(byte[] bytes) {
        return StrictJson.read(bytes, JsonLimits.DOCUMENT) instanceof JsonReading.Read(JsonObject map)
                ? map
                : JsonObject.empty();
    }

    private static byte[] signed(JsonObject map) {
        return Jcs.bytes(MapStatement.sign(MapPurpose.GATEWAY_RECORD, map, HOME.key));
    }

    @Test
    void readsWhatItSigns() {
        assertThat(GatewayRecord.read(FOLLOW.bytes())).contains(FOLLOW);
        GatewayRecord.Signed delivered =
                HOME.delivered(ACCOUNT, Sha256.of(new byte[1]), NOW, "https://a.example/in", "https://b.example/in");
        assertThat(GatewayRecord.read(delivered.bytes()).orElseThrow().record().inboxes())
                .containsExactly("https://a.example/in", "https://b.example/in");
        GatewayRecord.Signed peer = HOME.sign(GatewayRecord.peer(
                ACCOUNT,
                HOME.origin,
                HOME.key.did(),
                "https://far.example/ann",
                "https://far.example/i",
                "https://far.example/s",
                NOW));
        assertThat(GatewayRecord.read(peer.bytes())).contains(peer);
        GatewayRecord.Signed bare = HOME.sign(GatewayRecord.ofRequest(
                ACCOUNT,
                HOME.origin,
                HOME.key.did(),
                RecordKind.ACTIVITY,
                "ap://did:key:z6/1",
                NOW,
                NOW,
                new StrangerRequest(Optional.empty(), "{}")));
        assertThat(GatewayRecord.read(bare.bytes())).contains(bare);
    }

    @Test
    @DisplayName("the bytes are those of the vector, with which other implementations check themselves")
    void vector() throws IOException {
        JsonObject vector;
        try (InputStream file = getClass().getResourceAsStream("/replication/gateway-record.json")) {
            vector = json(file.readAllBytes());
        }
        byte[] bytes = vector.string("record").orElseThrow().getBytes(StandardCharsets.UTF_8);

        assertThat(FOLLOW.bytes())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(vector.string("record").orElseThrow());
        assertThat(GatewayRecord.read(bytes)).contains(FOLLOW);
        assertThat(Sha256.of(bytes).hex()).isEqualTo(vector.string("hash").orElseThrow());
    }

    @Test
    void refusesAChangedOne() {
        JsonObject map = json(FOLLOW.bytes());

        assertThat(GatewayRecord.read(Jcs.bytes(map.with("subject", Json.of("https://far.example/bob")))))
                .isEmpty();
        assertThat(GatewayRecord.read(
                        Jcs.bytes(map.with("account", Json.of(TestDids.did(2).toString())))))
                .isEmpty();
        assertThat(GatewayRecord.read(Jcs.bytes(map.without("signature")))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'kind':'activity','extra':1}",
                "{'kind':'other'}",
                "{'value':{'inboxes':['https://a.example/in'],'complete':false}}",
                "{'request':{'body':'{}','target':'/inbox'}}",
                "{'request':{'body':''}}",
                "{'request':{'body':'{}','method':'GET','target':'/inbox','headers':[]}}",
                "{'request':{'body':'{}','method':'POST','target':'inbox','headers':[]}}",
                "{'request':{'body':'{}','method':'POST','target':'/inbox','headers':[['Upper','x']]}}",
                "{'request':{'body':'{}','method':'POST','target':'/inbox','headers':[['one']]}}",
                "{'received':'yesterday'}",
                "{'subject':''}",
                "{'gateway':'https://home.example/'}",
            })
    @DisplayName("signed or not, nothing but the closed map is read")
    void closed(String change) {
        JsonObject changed = json(change.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        JsonObject map = json(FOLLOW.bytes()).without("signature");
        for (String key : changed.keys()) {
            map = map.with(key, changed.get(key));
        }
        byte[] bytes = MapPurpose.GATEWAY_RECORD.fits(map) ? signed(map) : Jcs.bytes(map);

        assertThat(GatewayRecord.read(bytes)).isEmpty();
    }

    @Test
    @DisplayName("only canonical bytes are read, so that one record has one hash")
    void canonical() {
        byte[] spaced = (new String(FOLLOW.bytes(), StandardCharsets.UTF_8) + " ").getBytes(StandardCharsets.UTF_8);

        assertThat(GatewayRecord.read(spaced)).isEmpty();
    }

    @Test
    @DisplayName("no record is longer than a frame, and a value has at most 500 servers")
    void oversize() {
        assertThat(HOME.unsigned(ACCOUNT, RecordKind.ACTIVITY, "x", NOW, NOW, "x".repeat(GatewayRecord.BYTES_MAX))
                        .sign(HOME.key))
                .isEmpty();
        var tooMany = Collections.nCopies(GatewayRecord.INBOXES_MAX + 1, "https://a.example/in");
        for (List<String> inboxes : List.of(tooMany, List.<String>of(), List.of("a.example"))) {
            assertThatThrownBy(() -> delivered(inboxes, false)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(delivered(List.of(), true).complete()).isTrue();
    }

    private static GatewayRecord delivered(List<String> inboxes, boolean complete) {
        return GatewayRecord.delivered(
                ACCOUNT, HOME.origin, HOME.key.did(), Sha256.of(new byte[1]), inboxes, complete, NOW);
    }

    private static RecordRules.Verdict judge(GatewayRecord.Signed signed) {
        return RecordRules.judge(signed.record(), HOME.pinnedBy(ACCOUNT), NOW);
    }

    @Test
    void fitsWhenItsGatewayIsPinned() {
        assertThat(judge(FOLLOW)).isEqualTo(new RecordRules.Verdict.Fit());
    }

    @Test
    @DisplayName(
            "a key that the account does not pin is refused: no gateway of it, and whoever has the domain of one now")
    void notPinned() {
        RecordMaker elsewhere = new RecordMaker("https://elsewhere.example", 3);
        RecordMaker squatter = new RecordMaker("https://home.example", 4);

        for (RecordMaker maker : List.of(elsewhere, squatter)) {
            assertThat(judge(maker.follower(ACCOUNT, "https://far.example/ann", NOW, NOW, "{}")))
                    .isInstanceOf(RecordRules.Verdict.Refused.class);
        }
    }

    @Test
    void isRefusedForAnotherAccount() {
        assertThat(judge(HOME.follower(TestDids.did(2), "https://far.example/ann", NOW, NOW, "{}")))
                .isInstanceOf(RecordRules.Verdict.Refused.class);
    }

    @Test
    @DisplayName("times: not from the future, not over, and the stranger's within an hour of the gateway's")
    void times() {
        assertThat(judge(HOME.activity(ACCOUNT, "x", NOW.plus(Duration.ofMinutes(11)))))
                .isEqualTo(new RecordRules.Verdict.NotYet());
        assertThat(judge(HOME.activity(ACCOUNT, "x", NOW.minus(Duration.ofDays(92)))))
                .isInstanceOf(RecordRules.Verdict.Refused.class);
        assertThat(judge(HOME.follower(
                        ACCOUNT,
                        "https://far.example/ann",
                        NOW.minus(Duration.ofDays(900)),
                        NOW.minus(Duration.ofDays(900)),
                        "{}")))
                .isEqualTo(new RecordRules.Verdict.Fit());
        assertThat(judge(HOME.follower(
                        ACCOUNT, "https://far.example/ann", NOW.minus(Duration.ofMinutes(61)), NOW, "{}")))
                .isInstanceOf(RecordRules.Verdict.Refused.class);
    }

    @Test
    @DisplayName("a request to somebody else's inbox is no request to the account")
    void otherInbox() {
        var pinned = new RecordRules.Pinned(ACCOUNT, Set.of(HOME.gateway()), Set.of("/other/inbox"));

        assertThat(RecordRules.judge(FOLLOW.record(), pinned, NOW)).isInstanceOf(RecordRules.Verdict.Refused.class);
    }
}
