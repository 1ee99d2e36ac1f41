package social.godwit.instance.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.network.charter.Moderation.Filter.Kind;
import social.godwit.network.filter.Filter;
import social.godwit.network.filter.FilterStore.Name;
import social.godwit.network.filter.Hit;
import social.godwit.network.filter.Reaction;
import social.godwit.network.moderation.RuleReference;

/** By whom stands in a case what a filter found. */
class FilterTraceTest {
    private static final String TOWN = "did:key:z6MkTown";

    /** Own filters may cite a rule of a charter, too. */
    private static Hit hit(int order) {
        RuleReference rule = new RuleReference(TOWN, "1", "spam");
        return new Hit(
                new Filter("pills", order, Kind.KEYWORD, List.of(" pills "), Reaction.FLAG, "", rule, true), "pills");
    }

    @Test
    @DisplayName("a filter of this server and one of a charter that are called the same leave traces of their own")
    void apart() {
        String own = FilterIntake.by(Filters.form(hit(7)));
        String charters = FilterIntake.by(Filters.form(hit(2_000_000)));
        assertThat(own).isEqualTo(FilterIntake.by(new Name("", "pills"))).isEqualTo("filter:pills");
        assertThat(charters).isEqualTo(FilterIntake.by(new Name(TOWN, "pills"))).isNotEqualTo(own);
    }
}
