package social.godwit.network.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.network.charter.Moderation.Filter.Kind;
import social.godwit.network.moderation.RuleReference;
import social.godwit.store.testing.TestDatabase;

class HibernateFilterStoreTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private final FilterStore store = new HibernateFilterStore(DB.database());

    @BeforeEach
    void empty() {
        DB.execute("truncate filter");
    }

    private static Filter filter(String id, int order, List<String> values) {
        return new Filter(id, order, Kind.KEYWORD, values, Reaction.FOLD, "", RuleReference.house("spam"));
    }

    @Test
    void filtersComeBackInTheirOrder() {
        Filter second = filter("a", 2, List.of(" pills "));
        Filter first = filter("b", 1, List.of(" casino"));
        assertThat(DB.await(store.put(second))).isTrue();
        assertThat(DB.await(store.put(first))).isTrue();
        assertThat(DB.await(store.all())).containsExactly(first, second);
        Filter changed = filter("a", 0, List.of("money "));
        DB.await(store.put(changed));
        assertThat(DB.await(store.all())).containsExactly(changed, first);
        assertThat(DB.await(store.remove("a"))).isTrue();
        assertThat(DB.await(store.remove("a"))).isFalse();
    }

    @Test
    void moreThanMemoryShouldHoldIsRefused() {
        List<String> values = IntStream.range(0, 1_000)
                .mapToObj(i -> " " + "x".repeat(150) + i + " ")
                .toList();
        assertThat(DB.await(store.put(filter("a", 1, values)))).isTrue();
        assertThat(DB.await(store.put(filter("b", 1, values)))).isTrue();
        assertThat(DB.await(store.put(filter("c", 1, values)))).isTrue();
        assertThat(DB.await(store.put(filter("d", 1, values)))).isFalse();
        assertThat(DB.await(store.put(filter("a", 2, values)))).isTrue();
    }
}
