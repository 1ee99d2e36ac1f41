package social.godwit.network.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.network.governance.Judgement.Reason.APPROVALS;
import static social.godwit.network.governance.Judgement.Reason.HEIRS_OVERREACH;
import static social.godwit.network.governance.Judgement.Reason.MAJORITY;
import static social.godwit.network.governance.Judgement.Reason.NOT_NEXT;
import static social.godwit.network.governance.Judgement.Reason.NO_CHANGE;
import static social.godwit.network.governance.Judgement.Reason.NO_VOTE;
import static social.godwit.network.governance.Judgement.Reason.PROPOSER;
import static social.godwit.network.governance.Judgement.Reason.QUORUM;
import static social.godwit.network.governance.Judgement.Reason.ROLL;
import static social.godwit.network.governance.Judgement.Reason.STALE;
import static social.godwit.network.governance.Judgement.Reason.STEWARDS_ALIVE;
import static social.godwit.network.governance.Judgement.Reason.TOO_SHORT;
import static social.godwit.network.governance.Judgement.Reason.TOO_SOON;
import static social.godwit.network.governance.Town.after;
import static social.godwit.network.governance.Town.day;
import static social.godwit.network.governance.Town.dids;
import static social.godwit.network.governance.Town.members;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.network.act.Act.Ballot.Choice;
import social.godwit.network.act.SignedAct;
import social.godwit.network.charter.Charter;

@DisplayName("Version n+1 is valid by version n's own clauses, and by nothing else")
class AmendmentTest {
    private static final Json HIGHER = Json.of("grave");
    private static final Json TWO = JsonNumber.of(2);
    private static final Json THREE = JsonNumber.of(3);

    @Nested
    @DisplayName("stewards")
    class Stewards {
        private final Town town = new Town();
        private final Charter next = after(town.first, "rules/0/severity", HIGHER, day(20));
        private final SignedAct proposal = town.propose(town.ann, next, day(10));

        @Test
        @DisplayName("change a rule when as many as it takes approve, after the notice")
        void enough() {
            town.approve(town.ann, next.hash(), day(10));
            town.approve(town.cat, next.hash(), day(12));
            assertThat(town.judge(proposal)).isEqualTo(new Judgement.Valid(List.of("ordinary")));
        }

        @Test
        @DisplayName("do not when they are too few, also if one signs twice or a stranger helps")
        void tooFew() {
            town.approve(town.ann, next.hash(), day(10));
            town.approve(town.ann, next.hash(), day(11));
            town.approve(town.witness, next.hash(), day(11));
            assertThat(town.lacks(proposal)).containsExactly(APPROVALS);
        }

        @Test
        @DisplayName("have to wait: notice runs from the approval that made it enough")
        void notice() {
            town.approve(town.ann, next.hash(), day(10));
            town.approve(town.ben, next.hash(), day(14));
            assertThat(town.lacks(proposal)).containsExactly(TOO_SOON);
        }

        @Test
        @DisplayName("cannot keep a decision in a drawer for years")
        void drawer() {
            Charter late = after(town.first, "rules/0/severity", HIGHER, day(400));
            SignedAct act = town.propose(town.ann, late, day(10));
            town.approve(town.ann, late.hash(), day(10));
            town.approve(town.ben, late.hash(), day(10));
            assertThat(town.lacks(act)).containsExactly(STALE);
        }

        @Test
        @DisplayName("need the longer notice for how they govern, and it counts for a whole version")
        void constitution() {
            Charter both = after(next, "version", TWO, day(20));
            JsonObject map = Town.set(
                    both.json().with("previous", Json.of(town.first.hash().multibase())),
                    "governance/threshold",
                    THREE);
            Charter mixed = Town.read(map);
            SignedAct act = town.propose(town.ann, mixed, day(10));
            town.approve(town.ann, mixed.hash(), day(10));
            town.approve(town.ben, mixed.hash(), day(10));
            assertThat(town.lacks(act)).containsExactly(TOO_SOON);
            assertThat(Changes.between(town.first, mixed).decisions(town.first.governance()))
                    .extracting(decision -> decision.id())
                    .containsExactlyInAnyOrder("ordinary", "constitution");
        }

        @Test
        @DisplayName("decide on this network's next version only")
        void otherVersions() {
            Charter skipped = Town.read(next.json().with("version", THREE));
            SignedAct act = town.propose(town.ann, skipped, day(10));
            town.approve(town.ann, skipped.hash(), day(10));
            town.approve(town.ben, skipped.hash(), day(10));
            assertThat(town.lacks(act)).containsExactly(NOT_NEXT);

            Charter same = Town.read(next.json().with("rules", town.first.json().get("rules")));
            assertThat(town.lacks(town.propose(town.ann, same, day(10)))).contains(NO_CHANGE);
        }

        @Test
        @DisplayName("and nobody else proposes")
        void strangers() {
            SignedAct foreign = town.propose(town.witness, next, day(10));
            town.approve(town.ann, next.hash(), day(10));
            town.approve(town.ben, next.hash(), day(10));
            assertThat(town.lacks(foreign)).containsExactly(PROPOSER);
        }

        @Test
        @DisplayName("go on when one of them has lost the key")
        void lostKey() {
            List<String> two = List.of(town.ann.did().toString(), town.ben.did().toString());
            Charter without = after(town.first, "governance/stewards", Json.strings(two), day(45));
            SignedAct act = town.propose(town.ann, without, day(10));
            town.approve(town.ann, without.hash(), day(10));
            town.approve(town.ben, without.hash(), day(11));
            assertThat(town.judge(act)).isEqualTo(new Judgement.Valid(List.of("constitution")));
        }
    }

    @Nested
    @DisplayName("members")
    class Members {
        private final Town town = Town.voting();
        private final List<SigningKey> people = members(10);
        private final List<Did> roll = dids(people);
        private final Charter next = after(town.first, "governance/threshold", THREE, day(60));
        private final List<SignedAct> ballots = new ArrayList<>();

        private SignedAct open() {
            town.roll(town.ann, roll, day(10));
            town.roll(town.ben, roll, day(10));
            SignedAct proposal = town.propose(town.ann, next, day(10), roll, day(25));
            town.approve(town.ann, next.hash(), day(10));
            town.approve(town.ben, next.hash(), day(10));
            return proposal;
        }

        private void votes(SignedAct proposal, int yes, int no) {
            for (int i = 0; i < yes + no; i++) {
                ballots.add(town.vote(people.get(i), proposal, i < yes ? Choice.YES : Choice.NO, day(12)));
            }
        }

        private void close(SignedAct proposal) {
            town.tally(town.ann, proposal, ballots, day(25));
            town.tally(town.cat, proposal, ballots, day(26));
        }

        @Test
        @DisplayName("and stewards together change how the network is governed")
        void together() {
            SignedAct proposal = open();
            votes(proposal, 7, 3);
            close(proposal);
            assertThat(town.judge(proposal)).isEqualTo(new Judgement.Valid(List.of("constitution")));
        }

        @Test
        @DisplayName("stop stewards who would go alone")
        void alone() {
            SignedAct proposal = town.propose(town.ann, next, day(10));
            town.approve(town.ann, next.hash(), day(10));
            town.approve(town.ben, next.hash(), day(10));
            town.approve(town.cat, next.hash(), day(10));
            assertThat(town.lacks(proposal)).containsExactly(NO_VOTE);
        }

        @Test
        @DisplayName("a simple majority, however hostile, does not reach two thirds")
        void hostileMajority() {
            SignedAct proposal = open();
            votes(proposal, 6, 4);
            close(proposal);
            assertThat(town.lacks(proposal)).containsExactly(MAJORITY);
        }

        @Test
        @DisplayName("a hostile majority of members cannot do without the stewards either")
        void hostileMembers() {
            town.roll(town.witness, roll, day(10));
            SignedAct proposal = town.propose(town.ann, next, day(10), roll, day(25));
            votes(proposal, 10, 0);
            town.tally(town.witness, proposal, ballots, day(25));
            assertThat(town.lacks(proposal)).containsExactly(APPROVALS);
        }

        @Test
        @DisplayName("who came for the vote are not on the roll, and their ballots count for nothing")
        void brigade() {
            SignedAct proposal = open();
            votes(proposal, 2, 8);
            for (SigningKey newcomer : members(200).subList(10, 200)) {
                ballots.add(town.vote(newcomer, proposal, Choice.YES, day(12)));
            }
            close(proposal);
            Count count = Count.of(proposal, town.first.governance(), town.evidence());
            assertThat(count.strangers()).isEqualTo(190);
            assertThat(count.votes()).hasSize(10);
            assertThat(town.lacks(proposal)).containsExactly(MAJORITY);
        }

        @Test
        @DisplayName("a roll that its proposer alone has made up counts for nothing")
        void madeUpRoll() {
            List<Did> friends = dids(members(30).subList(20, 30));
            town.roll(town.ann, friends, day(10));
            SignedAct proposal = town.propose(town.ann, next, day(10), friends, day(25));
            town.approve(town.ann, next.hash(), day(10));
            town.approve(town.ben, next.hash(), day(10));
            assertThat(town.lacks(proposal)).containsExactly(ROLL);
        }

        @Test
        @DisplayName("a roll that was confirmed after the vote opened counts for nothing")
        void lateRoll() {
            town.roll(town.ann, roll, day(9));
            town.roll(town.ben, roll, day(11));
            SignedAct proposal = town.propose(town.ann, next, day(10), roll, day(25));
            assertThat(town.lacks(proposal)).contains(ROLL);
        }

        @Test
        @DisplayName("a ballot that is repeated, or signed again, counts once")
        void replayed() {
            SignedAct proposal = open();
            votes(proposal, 1, 3);
            for (int i = 0; i < 5; i++) {
                ballots.add(town.vote(people.get(0), proposal, Choice.YES, day(13 + i)));
                town.said.add(ballots.getFirst());
            }
            close(proposal);
            Count count = Count.of(proposal, town.first.governance(), town.evidence());
            assertThat(count.of(Choice.YES)).isEqualTo(1);
            assertThat(count.of(Choice.NO)).isEqualTo(3);
        }

        @Test
        @DisplayName("who votes twice has said what was said last, in time")
        void twice() {
            SignedAct proposal = open();
            ballots.add(town.vote(people.get(0), proposal, Choice.NO, day(20)));
            ballots.add(town.vote(people.get(0), proposal, Choice.YES, day(12)));
            ballots.add(town.vote(people.get(0), proposal, Choice.YES, day(30)));
            close(proposal);
            Count count = Count.of(proposal, town.first.governance(), town.evidence());
            assertThat(count.votes())
                    .containsExactlyEntriesOf(Map.of(people.get(0).did(), Choice.NO));
            assertThat(count.untimely()).isEqualTo(1);
        }

        @Test
        @DisplayName("a ballot for another proposal is no ballot for this one")
        void otherProposal() {
            SignedAct proposal = open();
            SignedAct other = town.propose(town.ben, next, day(11), roll, day(26));
            for (SigningKey person : people) {
                ballots.add(town.vote(person, other, Choice.YES, day(12)));
            }
            close(proposal);
            assertThat(Count.of(proposal, town.first.governance(), town.evidence())
                            .votes())
                    .isEmpty();
            assertThat(town.lacks(proposal)).contains(QUORUM);
        }

        @Test
        @DisplayName("a ballot dated back after the end counts for nothing: no tally has it")
        void backdated() {
            SignedAct proposal = open();
            votes(proposal, 7, 0);
            close(proposal);
            for (int i = 7; i < 10; i++) {
                town.vote(people.get(i), proposal, Choice.NO, day(12));
            }
            town.vote(people.get(0), proposal, Choice.NO, day(24));
            Count count = Count.of(proposal, town.first.governance(), town.evidence());
            assertThat(count.of(Choice.YES)).isEqualTo(7);
            assertThat(count.of(Choice.NO)).isZero();
            assertThat(count.waiting()).hasSize(4);
            assertThat(town.lacks(proposal)).isEmpty();
        }

        @Test
        @DisplayName("a ballot in another's very words, at the same second, is not confirmed with it")
        void sameWords() {
            SignedAct proposal = open();
            votes(proposal, 1, 0);
            close(proposal);
            town.vote(people.get(9), proposal, Choice.YES, day(12));
            Count count = Count.of(proposal, town.first.governance(), town.evidence());
            assertThat(count.votes()).containsOnlyKeys(people.get(0).did());
            assertThat(count.waiting()).containsOnlyKeys(people.get(9).did());
        }

        @Test
        @DisplayName("a tally from before the end counts for nothing")
        void earlyTally() {
            SignedAct proposal = open();
            votes(proposal, 10, 0);
            town.tally(town.ann, proposal, ballots, day(24));
            town.tally(town.ben, proposal, ballots, day(24));
            assertThat(town.lacks(proposal)).contains(QUORUM);
        }

        @Test
        @DisplayName("votes that stewards leave out count by the witness")
        void heldBack() {
            SignedAct proposal = open();
            votes(proposal, 4, 6);
            town.tally(town.ann, proposal, ballots.subList(0, 4), day(25));
            town.tally(town.ben, proposal, ballots.subList(0, 4), day(25));
            assertThat(town.lacks(proposal)).isEmpty();
            town.tally(town.witness, proposal, ballots, day(25));
            assertThat(town.lacks(proposal)).containsExactly(MAJORITY);
        }

        @Test
        @DisplayName("too few who vote, or too short a time, decide nothing")
        void quorumAndTime() {
            SignedAct proposal = open();
            votes(proposal, 1, 0);
            close(proposal);
            assertThat(town.lacks(proposal)).containsExactly(QUORUM);

            SignedAct hasty = town.propose(town.ann, next, day(10), roll, day(12));
            assertThat(town.lacks(hasty)).contains(TOO_SHORT);
        }

        @Test
        @DisplayName("nobody on the roll: nobody decides")
        void emptyRoll() {
            town.roll(town.witness, List.of(), day(10));
            SignedAct proposal = town.propose(town.ann, next, day(10), List.of(), day(25));
            assertThat(town.lacks(proposal)).contains(QUORUM, MAJORITY);
        }
    }

    @Nested
    @DisplayName("heirs")
    class Heirs {
        private final Town town = Town.withHeirs();
        private final Json heirs = Json.strings(
                List.of(town.heir.did().toString(), town.otherHeir.did().toString()));
        private final Charter next = after(town.first, "governance/stewards", heirs, day(200));
        private final SignedAct proposal = town.propose(town.heir, next, day(100));

        @Test
        @DisplayName("follow stewards who have fallen silent")
        void silent() {
            town.approve(town.heir, next.hash(), day(100));
            town.approve(town.otherHeir, next.hash(), day(101));
            assertThat(town.judge(proposal)).isInstanceOf(Judgement.Valid.class);
        }

        @Test
        @DisplayName("do not when one of the stewards still says anything")
        void alive() {
            town.approve(town.heir, next.hash(), day(100));
            town.approve(town.otherHeir, next.hash(), day(101));
            town.approve(town.ben, town.first.hash(), day(150));
            assertThat(town.lacks(proposal)).containsExactly(STEWARDS_ALIVE);
        }

        @Test
        @DisplayName("do not when a steward answers in the very second in which they are enough")
        void atOnce() {
            town.approve(town.heir, next.hash(), day(100));
            town.approve(town.otherHeir, next.hash(), day(101));
            town.approve(town.ben, town.first.hash(), day(101));
            assertThat(town.lacks(proposal)).containsExactly(STEWARDS_ALIVE);
        }

        @Test
        @DisplayName("have to be enough and to wait")
        void theyWait() {
            town.approve(town.heir, next.hash(), day(100));
            assertThat(town.lacks(proposal)).containsExactly(APPROVALS);
            town.approve(town.otherHeir, next.hash(), day(150));
            assertThat(town.lacks(proposal)).containsExactly(TOO_SOON);
        }

        @Test
        @DisplayName("replace stewards and change nothing else")
        void overreach() {
            Charter more = Town.read(Town.set(next.json(), "rules/0/severity", HIGHER));
            SignedAct act = town.propose(town.heir, more, day(100));
            town.approve(town.heir, more.hash(), day(100));
            town.approve(town.otherHeir, more.hash(), day(101));
            assertThat(town.lacks(act)).containsExactly(HEIRS_OVERREACH);
        }
    }
}
