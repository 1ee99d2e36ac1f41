package social.godwit.network.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.network.governance.Town.day;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.key.SigningKey;
import social.godwit.network.act.Act.Emergency;
import social.godwit.network.act.Act.Report;
import social.godwit.network.act.Act.Reversal;
import social.godwit.network.act.SignedAct;
import social.godwit.network.charter.Governance.EmergencyClause.Power;
import social.godwit.network.governance.EmergencyMeasure.Status;

@DisplayName("Emergency powers end by themselves")
class EmergencyMeasureTest {
    private final Town town =
            new Town(charter -> Town.set(charter, "governance/emergency/threshold", JsonNumber.of(2)));

    private SignedAct wish(SigningKey who, Power power, Instant at, int hours) {
        return town.say(
                who,
                new Emergency(town.did, at, town.first.hash(), power, at.plus(Duration.ofHours(hours)), "spam wave"));
    }

    private EmergencyMeasure only(Instant now) {
        return EmergencyMeasure.of(town.chain(), town.evidence(), now).getLast();
    }

    @Test
    @DisplayName("in force while enough stewards are for it, then over, whoever forgets to end it")
    void ends() {
        SignedAct act = wish(town.ann, Power.PAUSE_JOINING, day(10), 48);
        assertThat(only(day(10)).status()).isEqualTo(Status.TOO_FEW);
        town.approve(town.ben, act.hash(), day(10).plusSeconds(3_600));
        assertThat(only(day(11)).status()).isEqualTo(Status.IN_FORCE);
        assertThat(only(day(11)).begun()).contains(day(10).plusSeconds(3_600));
        assertThat(only(day(12)).status()).isEqualTo(Status.ENDED);
    }

    @Test
    @DisplayName("over at once when any steward takes it back, and no earlier again for it")
    void takenBack() {
        SignedAct act = wish(town.ann, Power.PAUSE_JOINING, day(10), 48);
        town.approve(town.ben, act.hash(), day(10).plusSeconds(3_600));
        town.say(town.witness, new Reversal(town.did, day(11), act.hash(), "says a stranger"));
        assertThat(only(day(11)).status()).isEqualTo(Status.IN_FORCE);
        town.say(town.cat, new Reversal(town.did, day(11), act.hash(), "the wave is over"));
        assertThat(only(day(11)).status()).isEqualTo(Status.ENDED);
        assertThat(only(day(11)).over()).isEqualTo(day(11));
        SignedAct again = wish(town.ben, Power.PAUSE_JOINING, day(12).plusSeconds(60), 2);
        town.approve(town.ann, again.hash(), day(12).plusSeconds(60));
        assertThat(only(day(13)).status()).isEqualTo(Status.TOO_SOON_AGAIN);
    }

    @Test
    @DisplayName("taken back before enough agreed, it never begins")
    void neverBegins() {
        SignedAct act = wish(town.ann, Power.PAUSE_JOINING, day(10), 48);
        town.say(town.ann, new Reversal(town.did, day(10).plusSeconds(60), act.hash(), "a false alarm"));
        town.approve(town.ben, act.hash(), day(10).plusSeconds(3_600));
        assertThat(only(day(11)).status()).isEqualTo(Status.TOO_FEW);
        assertThat(only(day(11)).begun()).isEmpty();
    }

    @Test
    @DisplayName("not longer than the charter allows, and not what it does not grant")
    void limits() {
        wish(town.ann, Power.PAUSE_JOINING, day(10), 73);
        assertThat(only(day(10)).status()).isEqualTo(Status.TOO_LONG);
        wish(town.ann, Power.MEMBERS_ONLY, day(11), 1);
        assertThat(only(day(11)).status()).isEqualTo(Status.NOT_GRANTED);
        wish(town.witness, Power.PAUSE_JOINING, day(12), 1);
        assertThat(only(day(12)).status()).isEqualTo(Status.NOT_GRANTED);
    }

    @Test
    @DisplayName("not renewed again and again")
    void rest() {
        SignedAct first = wish(town.ann, Power.PAUSE_JOINING, day(10), 72);
        town.approve(town.ben, first.hash(), day(10));
        SignedAct again = wish(town.ben, Power.PAUSE_JOINING, day(13), 72);
        town.approve(town.ann, again.hash(), day(13));
        assertThat(only(day(14)).status()).isEqualTo(Status.TOO_SOON_AGAIN);
        SignedAct later = wish(town.ben, Power.PAUSE_JOINING, day(20), 72);
        town.approve(town.ann, later.hash(), day(20));
        assertThat(only(day(21)).status()).isEqualTo(Status.IN_FORCE);
    }

    @Test
    @DisplayName("an approval after its end begins nothing")
    void lateApproval() {
        SignedAct act = wish(town.ann, Power.PAUSE_JOINING, day(10), 24);
        town.approve(town.ben, act.hash(), day(12));
        assertThat(only(day(12)).status()).isEqualTo(Status.TOO_FEW);
    }

    @Test
    @DisplayName("are accounted for, and it shows when they are not")
    void report() {
        SignedAct act = wish(town.ann, Power.PAUSE_JOINING, day(10), 24);
        town.approve(town.ben, act.hash(), day(10));
        assertThat(only(day(20)).reportOwed()).isFalse();
        assertThat(only(day(26)).reportOwed()).isTrue();
        town.say(town.witness, new Report(town.did, day(12), act.hash(), "says a stranger"));
        assertThat(only(day(26)).reportOwed()).isTrue();
        town.say(town.ann, new Report(town.did, day(12), act.hash(), "what we did"));
        assertThat(only(day(26)).reportOwed()).isFalse();
    }

    @Test
    @DisplayName("cite the charter that is in force, not one of before")
    void staleCharter() {
        wish(town.ann, Power.PAUSE_JOINING, day(-1), 24);
        assertThat(only(day(0)).status()).isEqualTo(Status.NOT_GRANTED);
    }
}
