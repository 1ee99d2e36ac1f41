package social.godwit.network.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.network.governance.Town.after;
import static social.godwit.network.governance.Town.day;
import static social.godwit.network.governance.Town.dids;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.proof.IntegrityProof;
import social.godwit.network.act.Act.Ballot.Choice;
import social.godwit.network.act.Act.Emergency;
import social.godwit.network.act.Act.Report;
import social.godwit.network.act.SignedAct;
import social.godwit.network.card.NetworkCard;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.Governance.EmergencyClause.Power;
import social.godwit.network.duty.Duties;
import social.godwit.network.duty.Duty;
import social.godwit.network.duty.Duty.Kind;
import social.godwit.network.member.Membership;

@DisplayName("What waits for signatures")
class DutiesTest {
    private static List<Duty> duties(Town town, Instant now, Membership... memberships) {
        return Duties.of(NetworkCard.of(town.evidence(), memberships.length, now), List.of(memberships));
    }

    @Test
    @DisplayName("a change, until as many stewards as it takes agree, and only while that can still help")
    void change() {
        Town town = new Town();
        Charter next = after(town.first, "rules/0/severity", Json.of("grave"), day(30));
        town.propose(town.ann, next, day(1));
        town.approve(town.ann, next.hash(), day(1));
        Duty duty = duties(town, day(2)).getFirst();
        assertThat(duty.kind()).isEqualTo(Kind.CHANGE);
        assertThat(duty.subject()).isEqualTo(next.hash());
        assertThat(duty.signed()).containsExactly(town.ann.did());
        assertThat(duty.asked()).containsExactly(town.ben.did(), town.cat.did());
        assertThat(duty.needed()).isEqualTo(2);
        assertThat(duties(town, duty.until().orElseThrow())).hasSize(1);
        assertThat(duties(town, duty.until().orElseThrow().plusSeconds(1))).isEmpty();
        town.approve(town.ben, next.hash(), day(2));
        assertThat(duties(town, day(2))).isEmpty();
    }

    @Test
    @DisplayName("heirs are asked about the stewards that an heir proposes, stewards are not")
    void heirs() {
        Town town = Town.withHeirs();
        Json heirs = Json.strings(
                List.of(town.heir.did().toString(), town.otherHeir.did().toString()));
        Charter next = after(town.first, "governance/stewards", heirs, day(200));
        town.propose(town.heir, next, day(100));
        town.approve(town.heir, next.hash(), day(100));
        Duty duty = duties(town, day(101)).getFirst();
        assertThat(duty.asked()).containsExactly(town.otherHeir.did());
        assertThat(duty.until()).contains(day(140));

        town.approve(town.otherHeir, next.hash(), day(110));
        assertThat(duties(town, day(150)))
                .as("the stewards are told, who can stop it by saying anything")
                .singleElement()
                .satisfies(told -> {
                    assertThat(told.kind()).isEqualTo(Kind.SUCCESSION);
                    assertThat(told.asked()).containsExactly(town.ann.did(), town.ben.did(), town.cat.did());
                    assertThat(told.until()).contains(day(200));
                });
        assertThat(duties(town, day(200))).isEmpty();
        town.approve(town.cat, duties(town, day(150)).getFirst().subject(), day(151));
        assertThat(duties(town, day(151))).isEmpty();
    }

    @Test
    @DisplayName("a wish in an emergency, and afterwards an account of it")
    void emergency() {
        Town town = new Town(charter -> Town.set(charter, "governance/emergency/threshold", JsonNumber.of(2)));
        SignedAct wish = town.say(
                town.ann,
                new Emergency(
                        town.did,
                        day(10),
                        town.first.hash(),
                        Power.PAUSE_JOINING,
                        day(10).plus(Duration.ofHours(24)),
                        "spam wave"));
        assertThat(duties(town, day(10).plusSeconds(60))).singleElement().satisfies(duty -> {
            assertThat(duty.kind()).isEqualTo(Kind.EMERGENCY);
            assertThat(duty.title()).isEqualTo("spam wave");
            assertThat(duty.asked()).containsExactly(town.ben.did(), town.cat.did());
        });
        town.approve(town.ben, wish.hash(), day(10).plusSeconds(60));
        assertThat(duties(town, day(10).plusSeconds(120))).isEmpty();
        assertThat(duties(town, day(12))).singleElement().satisfies(duty -> {
            assertThat(duty.kind()).isEqualTo(Kind.REPORT);
            assertThat(duty.asked()).hasSize(3);
        });
        town.say(town.cat, new Report(town.did, day(12), wish.hash(), "forty accounts waited"));
        assertThat(duties(town, day(12))).isEmpty();
    }

    @Test
    @DisplayName("a wish that nobody shared is nobody's business once its time is over")
    void nobodyAgreed() {
        Town town = new Town(charter -> Town.set(charter, "governance/emergency/threshold", JsonNumber.of(2)));
        town.say(
                town.ann,
                new Emergency(town.did, day(10), town.first.hash(), Power.PAUSE_JOINING, day(11), "spam wave"));
        assertThat(duties(town, day(11))).isEmpty();
    }

    @Test
    @DisplayName("a list of voters and, after the vote, its ballots; witnesses are asked as well as stewards")
    void vote() {
        Town town = Town.voting();
        List<SigningKey> members = Town.members(3);
        town.roll(town.ann, dids(members), day(1));
        assertThat(duties(town, day(2))).singleElement().satisfies(duty -> {
            assertThat(duty.kind()).isEqualTo(Kind.VOTERS);
            assertThat(duty.signed()).containsExactly(town.ann.did());
            assertThat(duty.asked()).containsExactly(town.ben.did(), town.cat.did(), town.witness.did());
        });
        assertThat(duties(town, day(9))).isEmpty();
        town.roll(town.witness, dids(members), day(2));
        assertThat(duties(town, day(2))).isEmpty();

        Charter next = after(town.first, "governance/threshold", JsonNumber.of(3), day(60));
        SignedAct proposal = town.propose(town.ann, next, day(3), dids(members), day(20));
        town.approve(town.ann, next.hash(), day(3));
        town.approve(town.ben, next.hash(), day(3));
        SignedAct ballot = town.vote(members.getFirst(), proposal, Choice.YES, day(4));
        assertThat(duties(town, day(5))).isEmpty();
        town.tally(town.ann, proposal, List.of(ballot), day(21));
        assertThat(duties(town, day(21))).singleElement().satisfies(duty -> {
            assertThat(duty.kind()).isEqualTo(Kind.COUNT);
            assertThat(duty.asked()).containsExactly(town.ben.did(), town.cat.did(), town.witness.did());
        });
        town.tally(town.ben, proposal, List.of(ballot), day(21));
        assertThat(duties(town, day(21))).isEmpty();
    }

    @Test
    @DisplayName("who asks to join, until a steward lets them in; nobody where everybody can come")
    void newcomer() {
        SigningKey dora = Town.key(2_000);
        Town open = new Town();
        assertThat(duties(open, day(5), join(open, dora))).isEmpty();
        Town town = new Town(charter -> Town.set(charter, "joining/door", Json.of("request")));
        Membership asks = join(town, dora);
        assertThat(duties(town, day(5), asks, join(town, town.ann)))
                .singleElement()
                .satisfies(duty -> {
                    assertThat(duty.kind()).isEqualTo(Kind.NEWCOMER);
                    assertThat(duty.by()).isEqualTo(dora.did());
                    assertThat(duty.subject()).isEqualTo(asks.hash());
                });
        town.approve(town.cat, asks.hash(), day(5));
        assertThat(duties(town, day(5), asks)).isEmpty();
    }

    private static Membership join(Town town, SigningKey who) {
        JsonObject document = Membership.document(
                "ap://" + who.did() + "/activities/1",
                "ap://" + who.did() + "/actor",
                town.did,
                town.first.hash(),
                day(4));
        return PortableDocument.read(Jcs.bytes(IntegrityProof.sign(document, who, day(4))), day(5))
                        instanceof DocumentVerdict.Admissible(PortableDocument read)
                ? Membership.read(read).orElseThrow()
                : Membership.read(new byte[0], day(5)).orElseThrow();
    }

    @Test
    @DisplayName("nothing after a fork: nobody can mend it by signing")
    void forked() {
        Town town = new Town();
        for (String severity : List.of("minor", "grave")) {
            Charter next = after(town.first, "rules/0/severity", Json.of(severity), day(30));
            town.propose(town.ann, next, day(1));
            town.approve(town.ann, next.hash(), day(1));
            town.approve(town.ben, next.hash(), day(1));
        }
        Charter other = after(town.first, "rules/0/severity", Json.of("advice"), day(30));
        town.propose(town.ann, other, day(1));
        assertThat(town.chain().forked()).isTrue();
        assertThat(duties(town, day(2))).isEmpty();
    }
}
