package social.godwit.network.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.proof.IntegrityProof;
import social.godwit.network.act.Act;
import social.godwit.network.act.Act.Approval;
import social.godwit.network.act.Act.Attestation;
import social.godwit.network.act.Act.Emergency;
import social.godwit.network.act.Act.Founding;
import social.godwit.network.act.SignedAct;
import social.godwit.network.card.NetworkCard;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.CharterReading;
import social.godwit.network.charter.FirstCharter;
import social.godwit.network.charter.Governance.EmergencyClause.Power;
import social.godwit.network.charter.Verification.Claim;
import social.godwit.network.governance.Evidence;
import social.godwit.network.verification.Credential;

@DisplayName("Who counts as a member")
class MembersTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final SigningKey NETWORK = key(1);
    private static final SigningKey STEWARD = key(2);
    private static final SigningKey ISSUER = key(3);
    private static final SigningKey BEA = key(4);
    private static final SigningKey CARL = key(5);
    private static final SigningKey DORA = key(6);

    private final List<SignedAct> said = new ArrayList<>();
    private Charter charter = charter("open", 0, "nothing");

    private static SigningKey key(int number) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) number);
        return SigningKey.generate(count -> seed);
    }

    private static Instant day(int number) {
        return START.plus(Duration.ofDays(number));
    }

    private static Charter charter(String door, int vouches, String need) {
        JsonObject issuer = JsonObject.builder()
                .put("did", ISSUER.did().toString())
                .put("claims", List.of("unique-person"))
                .build();
        JsonObject first = FirstCharter.of(NETWORK.did(), "Town", List.of(STEWARD.did()), START)
                .with(
                        "joining",
                        JsonObject.builder()
                                .put("door", door)
                                .put("vouches", vouches)
                                .build())
                .with(
                        "verification",
                        JsonObject.builder()
                                .put("issuers", List.of(issuer))
                                .put("need", need)
                                .build());
        return ((CharterReading.Read) Charter.read(first)).charter();
    }

    private void say(SigningKey who, Act act) {
        said.add(SignedAct.sign(act, who));
    }

    private NetworkCard card(int day) {
        List<SignedAct> all = new ArrayList<>(said);
        all.add(SignedAct.sign(new Founding(NETWORK.did(), START, charter), NETWORK));
        return NetworkCard.of(Evidence.of(NETWORK.did(), all), 0, day(day));
    }

    private Membership join(SigningKey who, int day) {
        Did did = who.did();
        JsonObject document = Membership.document(
                "ap://" + did + "/activities/" + day,
                "ap://" + did + "/actor",
                NETWORK.did(),
                charter.hash(),
                day(day));
        return read(IntegrityProof.sign(document, who, day(day))).orElseThrow();
    }

    private static Optional<Membership> read(JsonObject document) {
        return PortableDocument.read(Jcs.bytes(document), day(1_000))
                        instanceof DocumentVerdict.Admissible(PortableDocument admitted)
                ? Membership.read(admitted)
                : Optional.empty();
    }

    private List<Did> admitted(Membership... memberships) {
        return Members.admitted(charter, List.of(memberships), card(100)).stream()
                .map(Membership::member)
                .toList();
    }

    @Test
    @DisplayName("a Join is a membership only in public, of the network that it names")
    void form() {
        Did did = BEA.did();
        JsonObject document = Membership.document(
                "ap://" + did + "/activities/1", "ap://" + did + "/actor", NETWORK.did(), charter.hash(), START);
        assertThat(read(IntegrityProof.sign(document, BEA, START))).isPresent();
        assertThat(read(IntegrityProof.sign(document.without("to"), BEA, START)))
                .isEmpty();
        assertThat(read(IntegrityProof.sign(document.without("charter"), BEA, START)))
                .isEmpty();
        assertThat(read(IntegrityProof.sign(document.with("object", Json.of(did.toString())), BEA, START)))
                .isEmpty();
        assertThat(read(IntegrityProof.sign(document.with("type", Json.of("Follow")), BEA, START)))
                .isEmpty();
    }

    @Test
    @DisplayName("an open door lets everybody in")
    void open() {
        assertThat(admitted(join(BEA, 1), join(CARL, 2))).containsExactlyInAnyOrder(BEA.did(), CARL.did());
    }

    private List<Newcomer> unvouched(Membership... memberships) {
        return Members.unvouched(charter, List.of(memberships), card(100));
    }

    @Test
    @DisplayName("who waits for members to vouch is named, first for whom most do, and is let in by the last of them")
    void newcomers() {
        charter = charter("open", 2, "nothing");
        Membership bea = join(BEA, 1);
        Membership carl = join(CARL, 2);
        say(STEWARD, new Approval(NETWORK.did(), day(3), bea.hash()));
        say(CARL, new Approval(NETWORK.did(), day(3), bea.hash()));
        say(BEA, new Approval(NETWORK.did(), day(3), bea.hash()));
        assertThat(unvouched(bea, carl, join(STEWARD, 1)))
                .as("whoever is no member vouches for nobody, nor does one for oneself; stewards need nobody")
                .containsExactly(new Newcomer(bea, List.of(STEWARD.did()), true), new Newcomer(carl, List.of(), true));
        Membership dora = join(DORA, 1);
        charter = charter("request", 1, "nothing");
        say(BEA, new Approval(NETWORK.did(), day(3), dora.hash()));
        assertThat(unvouched(bea, carl, dora)).singleElement().satisfies(one -> {
            assertThat(one.membership()).isEqualTo(carl);
            assertThat(one.letIn()).as("no steward has let him in").isFalse();
        });
        charter = charter("open", 0, "nothing");
        assertThat(unvouched(carl)).isEmpty();
    }

    @Test
    @DisplayName("where one asks, a steward lets in, and nobody else")
    void request() {
        charter = charter("request", 0, "nothing");
        Membership bea = join(BEA, 1);
        Membership carl = join(CARL, 2);
        say(STEWARD, new Approval(NETWORK.did(), day(3), bea.hash()));
        say(BEA, new Approval(NETWORK.did(), day(3), carl.hash()));
        say(CARL, new Approval(NETWORK.did(), day(3), carl.hash()));
        assertThat(admitted(bea, carl)).containsExactly(BEA.did());
    }

    @Test
    @DisplayName("who joins again after leaving asks again")
    void again() {
        charter = charter("request", 0, "nothing");
        say(STEWARD, new Approval(NETWORK.did(), day(3), join(BEA, 1).hash()));
        assertThat(admitted(join(BEA, 50))).isEmpty();
    }

    @Test
    @DisplayName("those who vouch have to be members themselves, and a circle of strangers is none")
    void vouches() {
        charter = charter("open", 1, "nothing");
        Membership bea = join(BEA, 1);
        Membership carl = join(CARL, 2);
        Membership dora = join(DORA, 3);
        say(CARL, new Approval(NETWORK.did(), day(4), dora.hash()));
        say(DORA, new Approval(NETWORK.did(), day(4), carl.hash()));
        assertThat(admitted(bea, carl, dora)).isEmpty();
        say(STEWARD, new Approval(NETWORK.did(), day(5), bea.hash()));
        assertThat(admitted(bea, carl, dora)).containsExactly(BEA.did());
        say(BEA, new Approval(NETWORK.did(), day(6), carl.hash()));
        assertThat(admitted(bea, carl, dora)).containsExactlyInAnyOrder(BEA.did(), CARL.did(), DORA.did());
    }

    @Test
    @DisplayName("where a credential is asked for, only a valid one opens")
    void credential() {
        charter = charter("credential", 0, "nothing");
        attest(BEA.did(), ISSUER);
        attest(CARL.did(), CARL);
        assertThat(admitted(join(BEA, 1), join(CARL, 1))).containsExactly(BEA.did());
    }

    @Test
    @DisplayName("who joins while joining is paused is not in; who joined before stays")
    void paused() {
        say(
                STEWARD,
                new Emergency(NETWORK.did(), day(10), charter.hash(), Power.PAUSE_JOINING, day(12), "a wave of spam"));
        assertThat(admitted(join(BEA, 9), join(CARL, 11), join(DORA, 12)))
                .containsExactlyInAnyOrder(BEA.did(), DORA.did());
    }

    @Test
    @DisplayName("who votes has been in for long enough and, where it is asked for, is vouched for")
    void electorate() {
        assertThat(voters(40, join(BEA, 1), join(CARL, 20))).containsExactly(BEA.did());
        charter = charter("open", 0, "vote");
        assertThat(voters(40, join(BEA, 1))).isEmpty();
        attest(BEA.did(), ISSUER);
        assertThat(voters(40, join(BEA, 1), join(BEA, 2))).containsExactly(BEA.did());
    }

    private List<Did> voters(int day, Membership... memberships) {
        return Members.electorate(
                charter, List.of(memberships), charter.governance().decision("constitution"), card(day), day(day));
    }

    private void attest(Did subject, SigningKey issuer) {
        say(
                issuer,
                new Attestation(
                        NETWORK.did(),
                        START,
                        Credential.issue(
                                issuer,
                                new UUID(1, 2),
                                subject,
                                NETWORK.did(),
                                Claim.UNIQUE_PERSON,
                                Optional.empty(),
                                START,
                                day(300))));
    }

    @Test
    @DisplayName(
            "stewards are asked to sign who may vote about whatever is decided by the longest membership; where nobody votes, nobody")
    void votersOfTheStrictestDecision() {
        List<Membership> joined = List.of(join(BEA, 1), join(CARL, 80));
        assertThat(Members.voters(card(100), joined, day(100)))
                .as("stewards decide all")
                .isEmpty();
        JsonObject governance = charter.json().object("governance").orElseThrow();
        List<Json> voted = governance.list("decisions").stream()
                .map(one -> (Json) ((JsonObject) one).with("method", Json.of("vote")))
                .toList();
        charter = ((CharterReading.Read) Charter.read(
                        charter.json().with("governance", governance.with("decisions", new JsonArray(voted)))))
                .charter();
        assertThat(Members.voters(card(100), joined, day(100))).containsExactly(BEA.did());
        assertThat(Members.voters(card(120), joined, day(120))).hasSize(2);
    }
}
