package social.godwit.network.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.network.governance.Town.after;
import static social.godwit.network.governance.Town.day;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonNumber;
import social.godwit.network.act.Act.Founding;
import social.godwit.network.charter.Charter;
import social.godwit.network.governance.CharterChain.Standing;

@DisplayName("A network's charter is the chain of its valid versions")
class CharterChainTest {
    private final Town town = new Town();

    private Charter decided(Charter before, String path, Json value, int effective) {
        Charter next = after(before, path, value, day(effective));
        town.propose(town.ann, next, day(effective - 40));
        town.approve(town.ann, next.hash(), day(effective - 40));
        town.approve(town.ben, next.hash(), day(effective - 40));
        return next;
    }

    @Test
    @DisplayName("in whatever order what was said arrives")
    void order() {
        Charter second = decided(town.first, "rules/0/severity", Json.of("grave"), 50);
        Charter third = decided(second, "governance/threshold", JsonNumber.of(3), 100);
        List<Charter> versions = List.of(town.first, second, third);
        assertThat(town.chain().versions()).isEqualTo(versions);
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(town.said, new Random(seed));
            assertThat(town.chain().versions()).isEqualTo(versions);
        }
    }

    @Test
    @DisplayName("a version is in force from its time on, and what cites another can be told")
    void standing() {
        Charter second = decided(town.first, "rules/0/severity", Json.of("grave"), 50);
        CharterChain chain = town.chain();
        assertThat(chain.inForce(day(49))).contains(town.first);
        assertThat(chain.inForce(day(50))).contains(second);
        assertThat(chain.standing(town.first.hash(), day(49))).isEqualTo(Standing.IN_FORCE);
        assertThat(chain.standing(second.hash(), day(49))).isEqualTo(Standing.NOT_YET);
        assertThat(chain.standing(town.first.hash(), day(51))).isEqualTo(Standing.SUPERSEDED);
    }

    @Test
    @DisplayName("a server with an old charter sees that another cites what it does not know")
    void stale() {
        CharterChain old = town.chain();
        Charter second = decided(town.first, "rules/0/severity", Json.of("grave"), 50);
        assertThat(old.standing(second.hash(), day(60))).isEqualTo(Standing.UNKNOWN);
        assertThat(town.chain().standing(town.first.hash(), day(60))).isEqualTo(Standing.SUPERSEDED);
    }

    @Test
    @DisplayName("two valid next versions are a fork: neither is in force, both are shown")
    void fork() {
        Charter one = decided(town.first, "rules/0/severity", Json.of("grave"), 50);
        Charter other = decided(town.first, "rules/0/severity", Json.of("minor"), 51);
        Charter further = decided(other, "rules/1/severity", Json.of("minor"), 100);
        CharterChain chain = town.chain();
        assertThat(chain.forked()).isTrue();
        assertThat(chain.inForce(day(120))).contains(town.first);
        assertThat(chain.branches())
                .extracting(CharterChain::versions)
                .containsExactlyInAnyOrder(List.of(one), List.of(other, further));
        assertThat(chain.standing(further.hash(), day(120))).isEqualTo(Standing.FORKED);
    }

    @Test
    @DisplayName("the same version proposed by two is one version")
    void proposedTwice() {
        Charter second = decided(town.first, "rules/0/severity", Json.of("grave"), 50);
        town.propose(town.cat, second, day(12));
        assertThat(town.chain().versions()).containsExactly(town.first, second);
        assertThat(town.chain().forked()).isFalse();
    }

    @Test
    @DisplayName("two foundings show that the network's key was not destroyed: nothing is in force")
    void foundedTwice() {
        Charter other = Town.read(Town.set(town.first.json(), "rules/0/severity", Json.of("grave")));
        town.say(town.key, new Founding(town.did, day(0), other));
        CharterChain chain = town.chain();
        assertThat(chain.versions()).isEmpty();
        assertThat(chain.branches()).hasSize(2);
        assertThat(chain.inForce(day(10))).isEmpty();
    }

    @Test
    @DisplayName("what is missing is said of each proposal that waits")
    void pending() {
        Charter next = after(town.first, "rules/0/severity", Json.of("grave"), day(50));
        town.propose(town.ann, next, day(10));
        town.approve(town.ann, next.hash(), day(10));
        assertThat(town.chain().pending())
                .singleElement()
                .satisfies(one -> assertThat(one.lacks())
                        .singleElement()
                        .extracting(Judgement.Fault::detail)
                        .isEqualTo("1 of the 2 stewards that it takes are for it"));
    }

    @Test
    @DisplayName("strangers who flood it with proposals do not push out the stewards'")
    void flood() {
        for (int i = 0; i < 200; i++) {
            Charter noise = after(town.first, "rules/0/severity", Json.of("grave"), day(60 + i));
            town.propose(town.witness, noise, day(1));
        }
        Charter second = decided(town.first, "rules/0/severity", Json.of("grave"), 50);
        assertThat(town.chain().versions()).containsExactly(town.first, second);
        assertThat(town.chain().pending()).hasSizeLessThanOrEqualTo(CharterChain.MAX_PROPOSALS);
    }
}
