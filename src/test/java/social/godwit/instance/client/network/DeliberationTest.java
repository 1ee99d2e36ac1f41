package social.godwit.instance.client.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.proof.IntegrityProof;
import social.godwit.instance.client.ClientProblem;
import social.godwit.network.act.Act.Ballot.Choice;
import social.godwit.network.act.Act.Founding;
import social.godwit.network.act.SignedAct;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.CharterReading;
import social.godwit.network.charter.FirstCharter;
import social.godwit.network.charter.Governance.EmergencyClause.Power;
import social.godwit.network.dossier.Dossier;
import social.godwit.network.governance.CharterChain.Pending;
import social.godwit.network.governance.EmergencyMeasure;
import social.godwit.network.member.Membership;

@DisplayName("Deciding together with a file")
class DeliberationTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final SigningKey NETWORK = key(1);
    private static final SigningKey ANN = key(2);
    private static final SigningKey BEN = key(3);
    private static final SigningKey MEMBER = key(4);
    private static final SigningKey LATE = key(5);

    @TempDir
    private Path folder;

    private static SigningKey key(int number) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) number);
        return SigningKey.generate(count -> seed);
    }

    private static Instant day(int number) {
        return START.plus(Duration.ofDays(number));
    }

    private Path found(boolean voted) {
        JsonObject first = FirstCharter.of(NETWORK.did(), "Town", List.of(ANN.did(), BEN.did()), START);
        if (voted) {
            JsonObject governance = first.object("governance").orElseThrow();
            List<Json> decisions = governance.list("decisions").stream()
                    .<Json>map(one -> ((JsonObject) one).with("method", Json.of("vote")))
                    .toList();
            first = first.with("governance", governance.with("decisions", new JsonArray(decisions)));
        }
        Charter charter = ((CharterReading.Read) Charter.read(first)).charter();
        Path path = folder.resolve("town.ndjson");
        NetworkFile.create(path, SignedAct.sign(new Founding(NETWORK.did(), START, charter), NETWORK), START);
        return path;
    }

    private static Deliberation of(Path path, SigningKey who, Instant now) {
        return new Deliberation(NetworkFile.open(path, now), who, now);
    }

    private static JsonObject stricter(Path path) {
        Charter current = of(path, ANN, day(300)).current();
        List<Json> rules = new ArrayList<>(current.json().list("rules"));
        rules.set(0, ((JsonObject) rules.getFirst()).with("severity", Json.of("grave")));
        return current.json().with("rules", new JsonArray(rules));
    }

    private static void join(Path path, SigningKey who, Instant when) throws IOException {
        Did did = who.did();
        JsonObject join = Membership.document(
                "ap://" + did + "/activities/1",
                "ap://" + did + "/actor",
                NETWORK.did(),
                of(path, ANN, when).current().hash(),
                when);
        Files.write(
                path,
                Dossier.write(List.of(Jcs.bytes(IntegrityProof.sign(join, who, when)))),
                StandardOpenOption.APPEND);
    }

    @Test
    @DisplayName("stewards propose, approve, and it is in force after the notice")
    void stewards() {
        Path path = found(false);
        Deliberation.Proposed proposed =
                of(path, ANN, day(1)).propose(stricter(path), "it is grave", Optional.empty(), Optional.empty());
        Pending pending = of(path, BEN, day(2)).pending(Optional.empty());
        assertThat(pending.lacks())
                .extracting(fault -> fault.detail())
                .containsExactly("1 of the 2 stewards that it takes are for it");
        of(path, BEN, day(2)).approve(pending.proposal().charter().hash());
        assertThat(NetworkFile.open(path, day(3)).card().charter())
                .map(Charter::version)
                .contains(1L);
        assertThat(NetworkFile.open(path, day(20)).card().charter()).contains(proposed.charter());
    }

    @Test
    @DisplayName("members vote: who joined late may not, and nothing counts before it is confirmed")
    void vote() throws IOException {
        Path path = found(true);
        join(path, ANN, day(0));
        join(path, MEMBER, day(1));
        join(path, LATE, day(39));
        assertThatThrownBy(() -> of(path, ANN, day(40))
                        .propose(stricter(path), "it is grave", Optional.empty(), Optional.empty()))
                .isInstanceOf(ClientProblem.class)
                .hasMessageContaining("no list of voters is confirmed");
        of(path, ANN, day(40)).roll();
        of(path, BEN, day(40)).roll();
        SignedAct proposal = of(path, ANN, day(40))
                .propose(stricter(path), "it is grave", Optional.empty(), Optional.empty())
                .act();
        Pending pending = of(path, MEMBER, day(41)).pending(Optional.empty());
        of(path, MEMBER, day(41)).vote(pending, Choice.YES);
        of(path, ANN, day(41)).vote(pending, Choice.YES);
        assertThatThrownBy(() -> of(path, LATE, day(41)).vote(pending, Choice.NO))
                .hasMessageContaining("not on the list of voters");
        assertThatThrownBy(() -> of(path, ANN, day(45)).tally(proposal)).hasMessageContaining("open until");
        of(path, ANN, day(55)).tally(proposal);
        assertThat(NetworkFile.open(path, day(90)).card().charter())
                .map(Charter::version)
                .contains(1L);
        of(path, BEN, day(55)).tally(proposal);
        assertThat(NetworkFile.open(path, day(90)).card().charter())
                .map(Charter::version)
                .contains(2L);
        assertThatThrownBy(() -> of(path, MEMBER, day(56)).vote(pending, Choice.NO))
                .hasMessageContaining("ended");
    }

    @Test
    @DisplayName("an emergency ends by itself")
    void emergency() {
        Path path = found(false);
        of(path, BEN, day(1)).emergency(Power.PAUSE_JOINING, 24, "spam wave");
        assertThat(NetworkFile.open(path, day(1)).card().inForce()).hasSize(1);
        EmergencyMeasure measure =
                NetworkFile.open(path, day(30)).card().emergencies().getFirst();
        assertThat(measure.status()).isEqualTo(EmergencyMeasure.Status.ENDED);
        assertThat(measure.reportOwed()).isTrue();
        of(path, BEN, day(30)).report(measure, "we stopped 400 accounts");
        assertThat(NetworkFile.open(path, day(30))
                        .card()
                        .emergencies()
                        .getFirst()
                        .reportOwed())
                .isFalse();
    }

    @Test
    @DisplayName("what is no change, or no charter, is not proposed")
    void refused() {
        Path path = found(false);
        Deliberation ann = of(path, ANN, day(1));
        assertThatThrownBy(() -> ann.propose(ann.current().json(), "nothing", Optional.empty(), Optional.empty()))
                .hasMessageContaining("Nothing is different");
        assertThatThrownBy(() -> ann.propose(
                        ann.current().json().with("rules", Json.of("none")), "x", Optional.empty(), Optional.empty()))
                .hasMessageContaining("/rules");
    }

    @Test
    @DisplayName("an existing file is not overwritten by a new network")
    void notOverwritten() {
        found(false);
        assertThatThrownBy(() -> found(false)).isInstanceOf(ClientProblem.class);
    }
}
