package social.godwit.network.act;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.ContentId;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.Inadmissibility;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.proof.IntegrityProof;
import social.godwit.network.act.Act.Approval;
import social.godwit.network.act.Act.Ballot;
import social.godwit.network.act.Act.Emergency;
import social.godwit.network.act.Act.Founding;
import social.godwit.network.act.Act.Proposal;
import social.godwit.network.act.Act.Report;
import social.godwit.network.act.Act.Roll;
import social.godwit.network.act.Act.Tally;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.CharterReading;
import social.godwit.network.charter.FirstCharter;
import social.godwit.network.charter.Governance.EmergencyClause.Power;

@DisplayName("What is said in a network's affairs is signed, named after its content, and never taken back")
class SignedActTest {
    private static final Instant NOW = Instant.parse("2026-11-26T02:00:00Z");
    private static final SigningKey NETWORK = key(1);
    private static final SigningKey ANN = key(2);
    private static final Did DID = NETWORK.did();
    private static final Sha256 SOME = Sha256.of(new byte[] {1});
    private static final Charter FIRST = charter(FirstCharter.of(DID, "Town", List.of(ANN.did()), NOW));

    private static SigningKey key(int number) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) number);
        return SigningKey.generate(count -> seed);
    }

    private static Charter charter(JsonObject json) {
        return ((CharterReading.Read) Charter.read(json)).charter();
    }

    private static JsonObject json(String text) {
        return (JsonObject)
                ((JsonReading.Read) StrictJson.read(text.getBytes(StandardCharsets.UTF_8), JsonLimits.DOCUMENT))
                        .value();
    }

    private static DocumentVerdict admitted(JsonObject document) {
        return PortableDocument.read(Jcs.bytes(document), NOW);
    }

    private static ActReading read(JsonObject document) {
        return switch (admitted(document)) {
            case DocumentVerdict.Admissible good -> SignedAct.read(good.document());
            case DocumentVerdict verdict -> throw new AssertionError(verdict);
        };
    }

    static List<Act> acts() {
        Charter next = charter(FIRST.json()
                .with("version", JsonNumber.of(2))
                .with("previous", Json.of(FIRST.hash().multibase())));
        return List.of(
                new Proposal(DID, NOW, next, "because", Optional.empty(), Optional.empty()),
                new Proposal(DID, NOW, next, "because", Optional.of(SOME), Optional.of(NOW.plusSeconds(60))),
                new Roll(DID, NOW, List.of()),
                new Roll(DID, NOW, List.of(ANN.did())),
                new Approval(DID, NOW, SOME),
                new Ballot(DID, NOW, SOME, Ballot.Choice.ABSTAIN),
                new Tally(DID, NOW, SOME, List.of(SOME)),
                new Emergency(DID, NOW, SOME, Power.PAUSE_JOINING, NOW.plusSeconds(60), "spam"),
                new Report(DID, NOW, SOME, "what we did"));
    }

    @ParameterizedTest
    @MethodSource("acts")
    @DisplayName("is read back alike")
    void roundTrip(Act act) {
        SignedAct signed = SignedAct.sign(act, ANN);
        assertThat(read(signed.document())).isEqualTo(new ActReading.Signed(signed));
        assertThat(signed.document().string("id")).contains("ap://" + ANN.did() + "/acts/" + signed.hash());
        assertThat(SignedAct.sign(act, key(3)).hash()).isNotEqualTo(signed.hash());
    }

    @Test
    @DisplayName("the network's own key founds it, says nothing else, and nobody founds it for it")
    void founding() {
        SignedAct founding = SignedAct.sign(new Founding(DID, NOW, FIRST), NETWORK);
        assertThat(read(founding.document())).isEqualTo(new ActReading.Signed(founding));
        assertThat(read(SignedAct.sign(new Founding(DID, NOW, FIRST), ANN).document()))
                .isInstanceOf(ActReading.Malformed.class);
        assertThat(read(SignedAct.sign(new Approval(DID, NOW, FIRST.hash()), NETWORK)
                        .document()))
                .isInstanceOf(ActReading.Malformed.class);
    }

    @Test
    @DisplayName("the golden ballot, byte for byte")
    void golden() {
        SignedAct ballot = SignedAct.sign(new Ballot(DID, NOW, SOME, Ballot.Choice.YES), ANN);
        assertThat(ballot.document().object("act").orElseThrow())
                .hasToString("{\"at\":\"2026-11-26T02:00:00Z\",\"by\":\"" + ANN.did()
                        + "\",\"choice\":\"yes\",\"network\":\"" + DID
                        + "\",\"proposal\":\"" + SOME + "\",\"type\":\"Ballot\"}");
        assertThat(ballot.hash().multibase()).isEqualTo("zQmNqAQP3XgH2Xj5AJJn8Dy79Ay2PqHtEuDfTF5LgoF2Tta");
    }

    @Test
    @DisplayName("another's signature, or a changed word, is no act")
    void forged() {
        SignedAct ballot = SignedAct.sign(new Ballot(DID, NOW, SOME, Ballot.Choice.NO), ANN);
        JsonObject map = ballot.document().object("act").orElseThrow();
        assertThat(admitted(ballot.document().with("act", map.with("choice", Json.of("yes")))))
                .isInstanceOfSatisfying(
                        DocumentVerdict.Inadmissible.class,
                        bad -> assertThat(bad.reason()).isEqualTo(Inadmissibility.CONTENT_ID));
        JsonObject stolen = unsigned(ballot.document());
        assertThat(admitted(IntegrityProof.sign(stolen, key(3), NOW)))
                .isInstanceOfSatisfying(
                        DocumentVerdict.Inadmissible.class,
                        bad -> assertThat(bad.reason()).isEqualTo(Inadmissibility.PROOF));
    }

    @Test
    @DisplayName("whoever repeats another's words under their own name is refused")
    void copied() {
        JsonObject act = SignedAct.sign(new Approval(DID, NOW, SOME), key(3))
                .document()
                .object("act")
                .orElseThrow();
        assertThat(read(IntegrityProof.sign(document(act), ANN, NOW))).isInstanceOf(ActReading.Malformed.class);
    }

    @Test
    @DisplayName("cannot be replaced by a Tombstone")
    void permanent() {
        SignedAct ballot = SignedAct.sign(new Ballot(DID, NOW, SOME, Ballot.Choice.NO), ANN);
        JsonObject tombstone = unsigned(ballot.document()).without("act").with("type", Json.of("Tombstone"));
        assertThat(admitted(IntegrityProof.sign(tombstone, ANN, NOW)))
                .isInstanceOfSatisfying(
                        DocumentVerdict.Inadmissible.class,
                        bad -> assertThat(bad.reason()).isEqualTo(Inadmissibility.CONTENT_ID));
    }

    @Test
    @DisplayName("is said to everybody, about the network that it names, and not before it is signed")
    void frame() {
        SignedAct ballot = SignedAct.sign(new Ballot(DID, NOW, SOME, Ballot.Choice.NO), ANN);
        JsonObject unsigned = unsigned(ballot.document());
        assertThat(read(IntegrityProof.sign(unsigned.without("to"), ANN, NOW)))
                .isInstanceOf(ActReading.Malformed.class);
        assertThat(read(IntegrityProof.sign(
                        unsigned.with("network", Json.of(key(9).did().toString())), ANN, NOW)))
                .isInstanceOf(ActReading.Malformed.class);
        assertThat(read(IntegrityProof.sign(unsigned, ANN, NOW.minusSeconds(1))))
                .isInstanceOf(ActReading.Malformed.class);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {'type':'Approval','at':'2026-11-26T02:00:00Z','subject':'HASH','more':1}
            {'type':'Approval','at':'2026-11-26T02:00:00Z'}
            {'type':'Approval','at':'2026-11-26T02:00:00.0Z','subject':'HASH'}
            {'type':'Approval','at':'2026-11-26T02:00:00Z','subject':'zQm'}
            {'type':'Ballot','at':'2026-11-26T02:00:00Z','proposal':'HASH','choice':'maybe'}
            {'type':'Ballot','at':'2026-11-26T02:00:00Z','proposal':'HASH','choice':['yes']}
            {'type':'Coup','at':'2026-11-26T02:00:00Z'}
            {'type':'Roll','at':'2026-11-26T02:00:00Z','members':['ANN','ANN']}
            {'type':'Roll','at':'2026-11-26T02:00:00Z','members':['did:web:example.org']}
            {'type':'Tally','at':'2026-11-26T02:00:00Z','proposal':'HASH','ballots':['HASH','HASH']}
            {'type':'Tally','at':'2026-11-26T02:00:00Z','proposal':'HASH','ballots':'HASH'}
            {'type':'Emergency','at':'2026-11-26T02:00:00Z','charter':'HASH','power':'rule','ends':'2026-11-27T02:00:00Z','reason':'x'}
            {'type':'Report','at':'2026-11-26T02:00:00Z','emergency':'HASH','text':''}
            {'type':'Proposal','at':'2026-11-26T02:00:00Z','charter':{},'reason':'x'}
            """)
    @DisplayName("in no other form")
    void malformed(String map) {
        JsonObject act = json(map.replace('\'', '"')
                        .replace("HASH", SOME.multibase())
                        .replace("ANN", ANN.did().toString()))
                .with("network", Json.of(DID.toString()))
                .with("by", Json.of(ANN.did().toString()));
        assertThat(read(IntegrityProof.sign(document(act), ANN, NOW))).isInstanceOf(ActReading.Malformed.class);
    }

    @Test
    @DisplayName("a roll of the largest size fits into a document")
    void largestRoll() {
        List<Did> many = new ArrayList<>();
        for (int i = 0; i < Act.MAX_ROLL; i++) {
            byte[] seed = new byte[32];
            seed[0] = (byte) i;
            seed[1] = (byte) (i >> 8);
            many.add(SigningKey.generate(count -> seed).did());
        }
        many.sort(Comparator.comparing(Did::toString));
        SignedAct roll = SignedAct.sign(new Roll(DID, NOW, many), ANN);
        assertThat(read(roll.document())).isEqualTo(new ActReading.Signed(roll));
    }

    private static JsonObject document(JsonObject act) {
        return JsonObject.builder()
                .put("@context", PortableDocument.CONTEXT)
                .put("id", ContentId.ofAct(ANN.did(), act).canonical())
                .put("type", ContentId.NETWORK_ACT)
                .put("attributedTo", ANN.did().toString())
                .put("to", List.of("https://www.w3.org/ns/activitystreams#Public"))
                .put("network", DID.toString())
                .put("act", act)
                .build();
    }

    private static JsonObject unsigned(JsonObject document) {
        return document.without("proof");
    }
}
