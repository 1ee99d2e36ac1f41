package social.godwit.identity.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.SeededRandomness;
import social.godwit.identity.checkpoint.CheckpointChain.Step;
import social.godwit.identity.document.ContentId;
import social.godwit.identity.document.DocumentVerdict.Admissible;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.proof.IntegrityProof;

class CheckpointTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final SigningKey ACCOUNT = SigningKey.generate(new SeededRandomness(1));
    private static final SigningKey DEVICE = SigningKey.generate(new SeededRandomness(2));
    private static final SigningKey OTHER = SigningKey.generate(new SeededRandomness(3));

    private static Sha256 hash(int i) {
        return Sha256.of(new byte[] {(byte) i, (byte) (i >> 8)});
    }

    private static List<Sha256> hashes(int from, int to) {
        return IntStream.range(from, to).mapToObj(CheckpointTest::hash).toList();
    }

    private static Checkpoint first(ChainClass chain, List<Sha256> added) {
        return Checkpoint.first(ACCOUNT.did(), DEVICE.did(), chain, added, List.of());
    }

    private static PortableDocument admitted(JsonObject document) {
        return ((Admissible) PortableDocument.read(Jcs.bytes(document), NOW)).document();
    }

    @Test
    void goesThroughItsDocument() {
        Checkpoint other = Checkpoint.first(ACCOUNT.did(), OTHER.did(), ChainClass.PUBLIC, List.of(), List.of());
        Checkpoint checkpoint = first(ChainClass.PUBLIC, hashes(0, 3)).next(hashes(3, 4), List.of(other.link()));
        PortableDocument document = admitted(checkpoint.sign(ACCOUNT, DEVICE, NOW));

        assertThat(Checkpoint.read(document)).isEqualTo(new CheckpointReading.Signed(checkpoint));
        assertThat(checkpoint.count()).isEqualTo(4);
        assertThat(document.visibility()).isEqualTo(Visibility.PUBLIC);
        assertThat(document.permanent()).isTrue();
        assertThat(document.id().path())
                .isEqualTo("/checkpoints/" + checkpoint.hash().multibase());
    }

    @Test
    void privateChainsShowToNobody() {
        PortableDocument document =
                admitted(first(ChainClass.PRIVATE, hashes(0, 1)).sign(ACCOUNT, DEVICE, NOW));

        assertThat(document.visibility()).isEqualTo(Visibility.SELF);
        assertThat(document.recipients()).isEmpty();
        assertThat(ChainClass.of(Visibility.PUBLIC)).isEqualTo(ChainClass.PUBLIC);
        assertThat(ChainClass.of(Visibility.FOLLOWERS)).isEqualTo(ChainClass.PRIVATE);
        assertThat(ChainClass.of(Visibility.SELF)).isEqualTo(ChainClass.PRIVATE);
    }

    @Test
    void aThousandHashesFitIntoADocument() {
        Checkpoint full = first(ChainClass.PUBLIC, hashes(0, 1_000));

        assertThat(Checkpoint.read(admitted(full.sign(ACCOUNT, DEVICE, NOW))))
                .isEqualTo(new CheckpointReading.Signed(full));
        assertThatThrownBy(() -> first(ChainClass.PUBLIC, hashes(0, 1_001)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> first(ChainClass.PUBLIC, List.of(hash(1), hash(1))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("the authority alone cannot make a checkpoint")
    void refusesWhatTheDeviceDidNotSign() {
        JsonObject document = first(ChainClass.PUBLIC, hashes(0, 2)).sign(ACCOUNT, DEVICE, NOW);
        JsonObject map = document.object("checkpoint").orElseThrow();

        for (JsonObject bad : List.of(
                map.without("signature"),
                map.with("signature", Json.of("z111")),
                map.with("device", Json.of(OTHER.did().toString())),
                map.with("added", Json.strings(List.of(hash(7).multibase(), hash(8).multibase()))),
                map.with("extra", Json.of("x")),
                map.with("seq", JsonNumber.of(2)),
                map.with("seq", JsonNumber.of(0)),
                map.with("count", JsonNumber.of(3)),
                map.with("count", JsonNumber.of(-1)),
                map.with("class", Json.of("secret")),
                map.with("previous", Json.of(hash(1).multibase())),
                map.with("added", Json.strings(List.of("x", "y"))),
                map.with("others", Json.of("x")),
                map.with("account", Json.of(OTHER.did().toString())))) {
            JsonObject forged = JsonObject.builder()
                    .putAll(document.without("proof"))
                    .put("checkpoint", bad)
                    .put("id", ContentId.ofCheckpoint(ACCOUNT.did(), bad).canonical())
                    .build();
            assertThat(Checkpoint.read(admitted(IntegrityProof.sign(forged, ACCOUNT, NOW))))
                    .as(bad.toString())
                    .isInstanceOf(CheckpointReading.Malformed.class);
        }
        assertThatThrownBy(() -> first(ChainClass.PUBLIC, List.of()).sign(OTHER, DEVICE, NOW))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> first(ChainClass.PUBLIC, List.of()).sign(ACCOUNT, OTHER, NOW))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void chainsAreFollowedLinkByLink() {
        Checkpoint one = first(ChainClass.PUBLIC, hashes(0, 2));
        Checkpoint two = one.next(hashes(2, 5), List.of());
        Checkpoint three = two.next(List.of(), List.of());
        CheckpointChain empty = CheckpointChain.empty(ACCOUNT.did(), DEVICE.did(), ChainClass.PUBLIC);
        CheckpointChain afterOne = ((Step.Extended) empty.accept(one)).chain();
        CheckpointChain afterTwo = ((Step.Extended) afterOne.accept(two)).chain();

        assertThat(afterTwo.count()).isEqualTo(5);
        assertThat(afterTwo.hash()).contains(two.hash());
        assertThat(afterTwo.accept(two)).isEqualTo(new Step.Repeated());
        assertThat(afterTwo.accept(one)).isEqualTo(new Step.Past());
        assertThat(afterOne.accept(three)).isEqualTo(new Step.Gap(2));
        assertThat(empty.accept(two)).isEqualTo(new Step.Gap(1));
        assertThat(afterTwo.accept(three)).isInstanceOf(Step.Extended.class);
        assertThat(afterTwo.accept(first(ChainClass.PRIVATE, List.of()))).isEqualTo(new Step.Foreign());
    }

    @Test
    @DisplayName("P4: a reused sequence and a wrong count are evidence")
    void noticesForks() {
        Checkpoint one = first(ChainClass.PUBLIC, hashes(0, 2));
        Checkpoint two = one.next(hashes(2, 3), List.of());
        CheckpointChain afterTwo = ((Step.Extended)
                        ((Step.Extended) CheckpointChain.empty(ACCOUNT.did(), DEVICE.did(), ChainClass.PUBLIC)
                                        .accept(one))
                                .chain()
                                .accept(two))
                .chain();

        assertThat(afterTwo.accept(one.next(hashes(8, 9), List.of()))).isInstanceOf(Step.Forked.class);
        assertThat(afterTwo.accept(one.next(hashes(8, 9), List.of()).next(List.of(), List.of())))
                .isInstanceOf(Step.Forked.class);
        Checkpoint miscounted = new Checkpoint(
                ACCOUNT.did(),
                DEVICE.did(),
                ChainClass.PUBLIC,
                3,
                Optional.of(two.hash()),
                hashes(3, 4),
                100,
                List.of());
        assertThat(afterTwo.accept(miscounted)).isInstanceOf(Step.Forked.class);
    }
}
