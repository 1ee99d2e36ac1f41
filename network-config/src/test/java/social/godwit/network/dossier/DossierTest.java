package social.godwit.network.dossier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.json.Jcs;
import social.godwit.network.act.Act.Ballot.Choice;
import social.godwit.network.act.SignedAct;
import social.godwit.network.card.CardJson;
import social.godwit.network.card.NetworkCard;
import social.godwit.network.charter.Charter;

@DisplayName("A network's file tells everything, and anyone can work it out again")
class DossierTest {
    private static final Instant LATER = Instant.parse("2026-06-01T00:00:00Z");
    private static final byte[] TOWN = vector("/vectors/town.ndjson");

    private static byte[] vector(String name) {
        try (InputStream in = DossierTest.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new AssertionError("no vector " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static NetworkCard card(byte[] file) {
        Dossier dossier = Dossier.read(file, LATER);
        return NetworkCard.of(dossier.evidence(dossier.networks().iterator().next()), 0, LATER);
    }

    @Test
    @DisplayName("the golden file: two versions, the second by stewards and all of three members")
    void golden() {
        Dossier dossier = Dossier.read(TOWN, LATER);
        assertThat(dossier.refused()).isEmpty();
        assertThat(dossier.acts()).hasSize(9);
        NetworkCard card = card(TOWN);
        assertThat(card.charter()).map(Charter::version).contains(2L);
        SignedAct proposal = card.proposal("z").orElseThrow();
        assertThat(card.count(proposal).orElseThrow().of(Choice.YES)).isEqualTo(3);
        assertThat(CardJson.of(card, List.of("en")).string("charter"))
                .isEqualTo(Optional.of(card.charter().orElseThrow().hash().multibase()));
    }

    @Test
    @DisplayName("without one approval, or with a vote changed by somebody else, the first version stays")
    void altered() {
        String text = new String(TOWN, StandardCharsets.UTF_8);
        String[] lines = text.split("\n");
        StringBuilder without = new StringBuilder();
        boolean dropped = false;
        for (String line : lines) {
            if (!dropped && line.contains("\"type\":\"Approval\"")) {
                dropped = true;
            } else {
                without.append(line).append('\n');
            }
        }
        assertThat(card(without.toString().getBytes(StandardCharsets.UTF_8)).charter())
                .map(Charter::version)
                .contains(1L);

        byte[] forged = text.replace("\"choice\":\"yes\"", "\"choice\":\"no\"").getBytes(StandardCharsets.UTF_8);
        assertThat(Dossier.read(forged, LATER).refused()).hasSize(3);
        assertThat(card(forged).charter()).map(Charter::version).contains(1L);
    }

    @Test
    @DisplayName("two files behind each other, in any order, tell the same once")
    void together() {
        ByteArrayOutputStream twice = new ByteArrayOutputStream();
        twice.writeBytes(TOWN);
        twice.writeBytes("\r\n\n".getBytes(StandardCharsets.UTF_8));
        twice.writeBytes(TOWN);
        assertThat(Jcs.bytes(CardJson.of(card(twice.toByteArray()), List.of())))
                .isEqualTo(Jcs.bytes(CardJson.of(card(TOWN), List.of())));
    }

    @Test
    @DisplayName("what is not a network's is named and left out")
    void rubbish() {
        byte[] file = "no JSON\n{}\n".getBytes(StandardCharsets.UTF_8);
        Dossier dossier = Dossier.read(file, LATER);
        assertThat(dossier.acts()).isEmpty();
        assertThat(dossier.refused()).hasSize(2).first().asString().startsWith("line 1: ");
    }

    @Test
    @DisplayName("what is dated ahead is not counted yet")
    void ahead() {
        assertThat(Dossier.read(TOWN, Instant.parse("2025-12-31T00:00:00Z")).acts())
                .isEmpty();
    }
}
