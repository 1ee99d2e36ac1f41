package social.godwit.network.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.network.charter.Moderation.Filter.Kind;
import social.godwit.network.filter.FilterStore.Name;
import social.godwit.network.filter.FilterStore.Written;
import social.godwit.network.moderation.RuleReference;
import social.godwit.store.testing.TestDatabase;

class HibernateFilterStoreTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private final FilterStore store = new HibernateFilterStore(DB.database());

    @BeforeEach
    void empty() {
        DB.execute("truncate filter, filter_hit");
    }

    private static Filter filter(String id, int order, List<String> values) {
        return new Filter(id, order, Kind.KEYWORD, values, Reaction.FOLD, "", RuleReference.house("spam"), true);
    }

    @Test
    void filtersComeBackInTheirOrder() {
        Filter second = filter("a", 2, List.of(" pills "));
        Filter first = filter("b", 1, List.of(" casino"));
        assertThat(DB.await(store.put(second, false))).isEqualTo(Written.DONE);
        assertThat(DB.await(store.put(first, false))).isEqualTo(Written.DONE);
        assertThat(DB.await(store.all())).containsExactly(first, second);
        Filter changed = filter("a", 0, List.of("money "));
        DB.await(store.put(changed, false));
        assertThat(DB.await(store.all())).containsExactly(changed, first);
        assertThat(DB.await(store.remove("a"))).isTrue();
        assertThat(DB.await(store.remove("a"))).isFalse();
    }

    @Test
    void moreThanMemoryShouldHoldIsRefused() {
        List<String> values = IntStream.range(0, 1_000)
                .mapToObj(i -> " " + "x".repeat(150) + i + " ")
                .toList();
        assertThat(DB.await(store.put(filter("a", 1, values), false))).isEqualTo(Written.DONE);
        assertThat(DB.await(store.put(filter("b", 1, values), false))).isEqualTo(Written.DONE);
        assertThat(DB.await(store.put(filter("c", 1, values), false))).isEqualTo(Written.DONE);
        assertThat(DB.await(store.put(filter("d", 1, values), false))).isEqualTo(Written.FULL);
        assertThat(DB.await(store.put(filter("a", 2, values), false))).isEqualTo(Written.DONE);
    }

    @Test
    void filtersArePutIntoAnOrderAndThoseNotNamedComeAfterThem() {
        for (String id : List.of("a", "b", "c")) {
            DB.await(store.put(filter(id, 100, List.of(" pills ")), false));
        }
        DB.await(store.order(List.of("c", "unknown", "a")));
        assertThat(DB.await(store.all())).extracting(Filter::id).containsExactly("c", "a", "b");
        assertThat(DB.await(store.all())).extracting(Filter::order).containsExactly(10, 20, 30);
    }

    @Test
    void oneThatIsOffIsKeptAndStaysOff() {
        Filter off = new Filter(
                "a", 1, Kind.LINK, List.of("shop.example"), Reaction.HIDE, "", RuleReference.house("spam"), false);
        DB.await(store.put(off, false));
        assertThat(DB.await(store.all())).containsExactly(off);
    }

    @Test
    void turningOneOffLeavesAllElseAsSomebodyWroteItMeanwhile() {
        DB.await(store.put(filter("a", 1, List.of(" pills ")), false));
        Filter written = filter("a", 1, List.of(" pills ", " casino "));
        DB.await(store.put(written, false));
        assertThat(DB.await(store.turn("a", false))).contains(written.turned(false));
        assertThat(DB.await(store.all())).containsExactly(written.turned(false));
        assertThat(DB.await(store.turn("a", true))).contains(written);
        assertThat(DB.await(store.turn("unknown", true))).isEmpty();
    }

    @Test
    void hitsAreCountedForThirtyDaysAndForgottenWithTheirFilter() {
        LocalDate first = LocalDate.of(2026, 11, 1);
        Name own = new Name("", "a");
        Name ofNetwork = new Name("did:key:net", "a");
        DB.await(store.put(filter("a", 1, List.of(" pills ")), false));
        DB.await(store.found(Map.of(own, 2L, ofNetwork, 5L), first));
        DB.await(store.found(Map.of(own, 3L), first));
        DB.await(store.found(Map.of(own, 1L), first.plusDays(29)));
        assertThat(DB.await(store.hits(first.plusDays(29)))).isEqualTo(Map.of(own, 6L, ofNetwork, 5L));
        assertThat(DB.await(store.hits(first.plusDays(30)))).isEqualTo(Map.of(own, 1L));
        DB.await(store.found(Map.of(own, 1L), first.plusDays(30)));
        assertThat(DB.await(store.hits(first))).as("the first day is forgotten").isEqualTo(Map.of(own, 2L));
        DB.await(store.remove("a"));
        assertThat(DB.await(store.hits(first.plusDays(30)))).isEmpty();
    }

    @Test
    @DisplayName("what is written anew is never written in the place of another: undoing a removal is refused then")
    void freshOnes() {
        Filter removed = filter("a", 1, List.of(" pills "));
        Filter meanwhile = filter("a", 2, List.of(" casino "));
        assertThat(DB.await(store.put(removed, true))).isEqualTo(Written.DONE);
        DB.await(store.remove("a"));
        DB.await(store.put(meanwhile, false));
        assertThat(DB.await(store.put(removed, true))).isEqualTo(Written.TAKEN);
        assertThat(DB.await(store.all())).containsExactly(meanwhile);
        DB.await(store.remove("a"));
        assertThat(DB.await(store.put(removed, true))).isEqualTo(Written.DONE);
        assertThat(DB.await(store.all())).containsExactly(removed);
    }
}
