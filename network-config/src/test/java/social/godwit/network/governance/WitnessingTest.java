package social.godwit.network.governance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.key.SigningKey;
import social.godwit.network.act.Act;
import social.godwit.network.act.Act.Ballot.Choice;
import social.godwit.network.act.Act.Roll;
import social.godwit.network.act.Act.Tally;
import social.godwit.network.act.SignedAct;
import social.godwit.network.charter.Charter;

@DisplayName("An instance that a charter names as witness confirms by itself what it has seen, and nothing else")
class WitnessingTest {
    private final Town town = Town.voting();
    private final List<SigningKey> members = Town.members(3);
    private final List<Did> voters = Town.dids(members);

    private List<Act> due(List<Did> electorate, Instant now) {
        return Witnessing.due(
                town.chain(), town.evidence(), (charter, decision, at) -> electorate, town.witness.did(), now);
    }

    private List<Act> due(Instant now) {
        return due(voters, now);
    }

    private void say(List<Act> acts) {
        acts.forEach(act -> town.say(town.witness, act));
    }

    private SignedAct vote() {
        say(due(Town.day(40)));
        town.roll(town.ann, voters, Town.day(40));
        say(due(Town.day(40).plusSeconds(60)));
        Charter next = Town.after(town.first, "exit/noticeDays", JsonNumber.of(30), Town.day(120));
        return town.propose(town.ann, next, Town.day(41), voters, Town.day(60));
    }

    @Test
    @DisplayName("a list of voters that it finds alike, once; with another list it does not agree")
    void rolls() {
        town.roll(town.ann, voters, Town.day(40));
        assertThat(due(voters.subList(0, 2), Town.day(40))).isEmpty();
        List<Act> due = due(Town.day(40).plusSeconds(60));
        assertThat(due)
                .singleElement()
                .isEqualTo(new Roll(town.did, Town.day(40).plusSeconds(60), voters));
        say(due);
        assertThat(due(Town.day(40).plusSeconds(120))).isEmpty();
    }

    @Test
    @DisplayName("no list that a stranger signed, that is dated ahead, or that is so old that it cannot tell any more")
    void strangeRolls() {
        town.roll(members.getFirst(), voters, Town.day(40));
        town.roll(town.ann, voters, Town.day(30));
        town.roll(town.ann, voters, Town.day(50));
        assertThat(due(Town.day(40))).isEmpty();
    }

    @Test
    @DisplayName("the ballots that are here a quarter of an hour after the end, of people on the roll, in time")
    void tallies() {
        SignedAct proposal = vote();
        SignedAct yes = town.vote(members.get(0), proposal, Choice.YES, Town.day(45));
        SignedAct no = town.vote(members.get(1), proposal, Choice.NO, Town.day(60));
        town.vote(Town.key(77), proposal, Choice.YES, Town.day(45));
        town.vote(members.get(2), proposal, Choice.YES, Town.day(61));
        assertThat(due(Town.day(60))).as("the vote has just ended").isEmpty();
        List<Act> due = due(Town.day(60).plus(Duration.ofMinutes(20)));
        assertThat(due)
                .singleElement()
                .isInstanceOfSatisfying(
                        Tally.class,
                        tally -> assertThat(tally.ballots()).containsExactlyInAnyOrder(yes.hash(), no.hash()));
        say(due);
        assertThat(due(Town.day(60).plus(Duration.ofMinutes(30)))).as("once").isEmpty();
        assertThat(Count.of(proposal, town.first.governance(), town.evidence()).votes())
                .hasSize(2);
    }

    @Test
    @DisplayName("hours after the end it confirms no more: what was dated back may have come by then")
    void late() {
        SignedAct proposal = vote();
        town.vote(members.get(0), proposal, Choice.YES, Town.day(45));
        assertThat(due(Town.day(60).plus(Duration.ofHours(3)))).isEmpty();
    }

    @Test
    @DisplayName("nothing where the charter does not name it")
    void notNamed() {
        SignedAct proposal = vote();
        town.vote(members.get(0), proposal, Choice.YES, Town.day(45));
        List<Act> due = new ArrayList<>(Witnessing.due(
                town.chain(),
                town.evidence(),
                (charter, decision, at) -> voters,
                Town.key(99).did(),
                Town.day(60).plus(Duration.ofMinutes(20))));
        assertThat(due).isEmpty();
    }
}
