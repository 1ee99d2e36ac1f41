package social.godwit.activitypub.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.did.Origin;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.store.record.GatewayRecord;

/** Whose word about a delivery spares others the work. */
class CoverageTest {
    private static final RandomGenerator SEEDED = new java.util.Random(5);
    private static final Gateway HOME = new Gateway("https://home.example", key());
    private static final Gateway SECOND = new Gateway("https://second.example", key());
    private static final Gateway THIRD = new Gateway("https://third.example", key());
    private static final Sha256 DOCUMENT = Sha256.of(new byte[] {1});
    private static final String INBOX = "https://far.example/inbox";
    private static final String OTHER_INBOX = "https://near.example/inbox";

    private record Gateway(String origin, SigningKey key) {
        GatewayRecord delivered(String... inboxes) {
            return record(false, inboxes);
        }

        GatewayRecord complete() {
            return record(true);
        }

        private GatewayRecord record(boolean complete, String... inboxes) {
            return GatewayRecord.delivered(
                    HOME_ACCOUNT.did(),
                    Origin.parse(origin).orElseThrow(),
                    key.did(),
                    DOCUMENT,
                    List.of(inboxes),
                    complete,
                    Instant.EPOCH);
        }
    }

    private static final SigningKey HOME_ACCOUNT = key();

    private static SigningKey key() {
        return SigningKey.generate(count -> {
            byte[] bytes = new byte[count];
            for (int i = 0; i < count; i++) {
                bytes[i] = (byte) SEEDED.nextInt();
            }
            return bytes;
        });
    }

    private static JsonObject actor(Gateway... gateways) {
        List<String> origins = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (Gateway gateway : gateways) {
            origins.add(gateway.origin());
            keys.add(gateway.key().did().toString());
        }
        return JsonObject.builder()
                .put("gateways", origins)
                .put("gatewayKeys", keys)
                .build();
    }

    private static final List<JsonObject> HOME_FIRST = List.of(actor(HOME, SECOND));

    @Test
    @DisplayName("the home's word counts for every inbox that it names, and for no other")
    void home() {
        var coverage = Coverage.of(List.of(HOME.delivered(INBOX)), HOME_FIRST);
        assertThat(coverage.spares(INBOX, false)).isTrue();
        assertThat(coverage.spares(OTHER_INBOX, true)).isFalse();
    }

    @Test
    @DisplayName("another gateway's word counts for portable recipients alone: it can keep nothing from anybody else")
    void second() {
        var coverage = Coverage.of(List.of(SECOND.delivered(INBOX), SECOND.complete()), HOME_FIRST);
        assertThat(coverage.spares(INBOX, true)).isTrue();
        assertThat(coverage.spares(INBOX, false)).isFalse();
        assertThat(coverage.spares(OTHER_INBOX, true)).isFalse();
        assertThat(coverage.complete()).isFalse();
    }

    @Test
    @DisplayName("what the home says is complete goes nowhere any more")
    void complete() {
        var coverage = Coverage.of(List.of(HOME.complete()), HOME_FIRST);
        assertThat(coverage.complete()).isTrue();
        assertThat(coverage.spares(INBOX, false)).isTrue();
    }

    @Test
    @DisplayName("a stranger's word, and that of another key at a gateway's origin, count for nothing")
    void strangers() {
        var posing = new Gateway(HOME.origin(), key());
        for (Gateway stranger : List.of(THIRD, posing)) {
            var coverage = Coverage.of(List.of(stranger.delivered(INBOX), stranger.complete()), HOME_FIRST);
            assertThat(coverage.spares(INBOX, true)).as(stranger.origin()).isFalse();
        }
    }

    @Test
    @DisplayName("a gateway that was removed has no word any more, but for what it did as the home")
    void removed() {
        List<JsonObject> moved = List.of(actor(THIRD), HOME_FIRST.getFirst());
        assertThat(Coverage.of(List.of(SECOND.delivered(INBOX)), moved).spares(INBOX, true))
                .isFalse();
        assertThat(Coverage.of(List.of(HOME.delivered(INBOX)), moved).spares(INBOX, false))
                .isTrue();
    }

    @Test
    @DisplayName("where the first gateway has no pinned key, nobody speaks as the home")
    void unpinnedHome() {
        JsonObject foreignHome = JsonObject.builder()
                .put("gateways", List.of("https://mitra.example", SECOND.origin()))
                .put("gatewayKeys", List.of("", SECOND.key().did().toString()))
                .build();
        assertThat(Coverage.of(List.of(SECOND.complete(), SECOND.delivered(INBOX)), List.of(foreignHome))
                        .spares(INBOX, false))
                .isFalse();
    }
}
