package social.godwit.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import java.util.List;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.network.card.NetworkCard;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.CharterReading;
import social.godwit.network.dossier.Dossier;
import social.godwit.network.governance.Changes;

/** Charters and dossiers by strangers: none may throw, and what is read is what was hashed. */
class NetworkFuzzTest {
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

    @FuzzTest(maxDuration = "60s")
    void charters(byte[] data) {
        if (StrictJson.read(data, JsonLimits.DOCUMENT) instanceof JsonReading.Read(JsonObject map)
                && Charter.read(map) instanceof CharterReading.Read(Charter charter)) {
            assertThat(charter.hash()).isEqualTo(Jcs.hash(map));
            assertThat(Changes.between(charter, charter).parts()).isEmpty();
        }
    }

    @FuzzTest(maxDuration = "60s")
    void dossiers(byte[] data) {
        Dossier dossier = Dossier.read(data, NOW);
        dossier.networks().forEach(network -> {
            NetworkCard card = NetworkCard.of(dossier.evidence(network), 0, NOW);
            assertThat(Jcs.bytes(card.json(List.of()))).isNotEmpty();
        });
    }
}
