package social.godwit.network.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.proof.IntegrityProof;
import social.godwit.network.member.Membership;

@DisplayName("Who joined a network, here and elsewhere")
class JoinedTest {
    private static final Instant NOW = Instant.parse("2026-11-26T02:00:00Z");
    private static final Did NETWORK = key(1).did();
    private static final SigningKey ANN = key(2);
    private static final SigningKey BEN = key(3);

    private static SigningKey key(int number) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) number);
        return SigningKey.generate(count -> seed);
    }

    private static JsonObject join(SigningKey who, Did network, Instant at) {
        Did did = who.did();
        return Membership.document(
                "ap://" + did + "/activities/1", "ap://" + did + "/actor", network, Sha256.of(new byte[] {1}), at);
    }

    private static byte[] signed(JsonObject join, SigningKey key, Instant at) {
        return Jcs.bytes(IntegrityProof.sign(join, key, at));
    }

    private static byte[] joined(SigningKey who, Instant at) {
        return signed(join(who, NETWORK, at), who, at);
    }

    private static Joined read(List<byte[]> own, List<byte[]> others) {
        return Joined.read(NETWORK, own, others, Map.of(), NOW);
    }

    @Test
    @DisplayName("a member is counted once, and what is here goes before what another server shows")
    void once() {
        Instant earlier = NOW.minusSeconds(60);
        Joined joined = read(List.of(joined(ANN, NOW)), List.of(joined(ANN, earlier), joined(BEN, earlier)));
        assertThat(joined.count()).isEqualTo(2);
        assertThat(joined.memberships()).extracting(Membership::since).containsExactly(NOW, earlier);
        assertThat(joined.names(BEN.did())).isTrue();
    }

    @Test
    @DisplayName(
            "the mark for all who joined here changes when somebody leaves, and does not depend on the order or on others")
    void mark() {
        byte[] ann = joined(ANN, NOW);
        byte[] ben = joined(BEN, NOW);
        assertThat(read(List.of(ann, ben), List.of()).own())
                .isEqualTo(read(List.of(ben, ann), List.of(ben)).own())
                .isNotEqualTo(read(List.of(ann), List.of(ben)).own());
    }

    @Test
    @DisplayName(
            "nobody joins for another: not with another's signature, not with another's actor, not another network")
    void forged() {
        JsonObject anns = join(ANN, NETWORK, NOW);
        JsonObject bensActor = anns.with("actor", Json.of("ap://" + BEN.did() + "/actor"));
        assertThat(read(
                                List.of(),
                                List.of(
                                        signed(anns, BEN, NOW),
                                        signed(bensActor, ANN, NOW),
                                        signed(join(ANN, key(9).did(), NOW), ANN, NOW)))
                        .count())
                .isZero();
    }
}
