package social.godwit.network.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.network.charter.Moderation.Filter.Kind;
import social.godwit.network.moderation.RuleReference;

class FilterSetTest {
    private static Filter filter(String id, int order, Kind kind, Reaction reaction, String... values) {
        List<String> spelt = new ArrayList<>();
        for (String value : values) {
            spelt.add(Filter.spelt(kind, value).orElseThrow());
        }
        return new Filter(
                id,
                order,
                kind,
                spelt,
                reaction,
                reaction == Reaction.LABEL ? "advert" : "",
                RuleReference.house("spam"),
                true);
    }

    private static Filter words(String... values) {
        return filter("words", 1, Kind.KEYWORD, Reaction.FOLD, values);
    }

    private static Post post(String text) {
        return new Post(Spelling.of(text), Set.of(), 0, Set.of(), Set.of(), false, 0);
    }

    private static List<String> hits(Filter filter, Post post) {
        return FilterSet.of(List.of(filter)).hits(post).stream().map(Hit::found).toList();
    }

    @Test
    @DisplayName("words are found whole, whatever their capitals, width, accents' form and what stands between them")
    void words() {
        Filter money = words("Free money");
        for (String text : List.of(
                "FREE MONEY now", "get ＦＲＥＥ “money”!", "free\n\n money", "fr\u00adee mo\u200bney", "free-money")) {
            assertThat(hits(money, post(text))).as(text).containsExactly("free money");
        }
        for (String text : List.of("free moneys", "carefree money", "money free", "free of money", "")) {
            assertThat(hits(money, post(text))).as(text).isEmpty();
        }
        assertThat(hits(words("Café"), post("cafe\u0301"))).hasSize(1);
    }

    @Test
    @DisplayName("a star takes longer words, before or after; symbols and scripts without spaces are found too")
    void openEnds() {
        assertThat(hits(words("casino*"), post("CasinoWorld"))).containsExactly("casino*");
        assertThat(hits(words("casino*"), post("mycasino"))).isEmpty();
        assertThat(hits(words("*casino*"), post("mycasinos"))).containsExactly("*casino*");
        assertThat(hits(words("*赌场*"), post("最好的赌场在这里"))).hasSize(1);
        assertThat(hits(words("🎰"), post("win🎰win"))).hasSize(1);
        assertThat(Filter.spelt(Kind.KEYWORD, "***")).isEmpty();
        assertThat(Filter.spelt(Kind.KEYWORD, " . ")).isEmpty();
    }

    @Test
    @DisplayName("what is stored and read again is the same filter")
    void stored() {
        for (Filter filter : List.of(
                words("Free money", "casino*", "*pills*", "*x"),
                filter("links", 3, Kind.LINK, Reaction.HOLD, "Shop.Example", "bücher.example"),
                filter("names", 4, Kind.MENTIONS, Reaction.FLAG, "8"),
                filter("tongue", 5, Kind.LANGUAGE, Reaction.LABEL, "DE"))) {
            assertThat(FilterForm.read(filter.id(), FilterForm.write(filter)))
                    .isEqualTo(new FilterForm.Reading.Read(filter));
        }
    }

    @Test
    void aLinkIsFoundByItsDomainAndBelowIt() {
        Filter shop = filter("links", 1, Kind.LINK, Reaction.HIDE, "shop.example");
        assertThat(hits(shop, linking("shop.example"))).containsExactly("shop.example");
        assertThat(hits(shop, linking("www.shop.example"))).containsExactly("www.shop.example");
        assertThat(hits(shop, linking("workshop.example"))).isEmpty();
        assertThat(hits(shop, linking("shop.example.org"))).isEmpty();
    }

    private static Post linking(String host) {
        return new Post(" ", Set.of(host), 0, Set.of(), Set.of(), false, 0);
    }

    @Test
    void manyNamesFilesLanguagesAndNewcomersAreFound() {
        String hash = "ab".repeat(32);
        String file = Filter.spelt(Kind.MEDIA, hash).orElseThrow();
        var post = new Post(" ", Set.of(), 9, Set.of(file), Set.of("pt-br"), true, 2);
        assertThat(hits(filter("a", 1, Kind.MENTIONS, Reaction.FOLD, "8"), post))
                .containsExactly("9");
        assertThat(hits(filter("a", 1, Kind.MENTIONS, Reaction.FOLD, "9"), post))
                .isEmpty();
        assertThat(hits(filter("a", 1, Kind.MEDIA, Reaction.FOLD, hash), post)).containsExactly(file);
        assertThat(hits(filter("a", 1, Kind.LANGUAGE, Reaction.FOLD, "pt"), post))
                .containsExactly("pt-br");
        assertThat(hits(filter("a", 1, Kind.LANGUAGE, Reaction.FOLD, "p" + "l"), post))
                .isEmpty();
        assertThat(hits(filter("a", 1, Kind.NEWCOMER, Reaction.FOLD, "3"), post))
                .containsExactly("2");
        assertThat(hits(filter("a", 1, Kind.NEWCOMER, Reaction.FOLD, "2"), post))
                .isEmpty();
        var known = new Post(" ", Set.of(), 0, Set.of(), Set.of(), false, 0);
        assertThat(hits(filter("a", 1, Kind.NEWCOMER, Reaction.FOLD, "3"), known))
                .as("no first contact")
                .isEmpty();
    }

    @Test
    @DisplayName("they are asked in order: flags and labels go on, the first of the others ends it, an exception too")
    void order() {
        FilterSet set = FilterSet.of(List.of(
                filter("hide", 30, Kind.KEYWORD, Reaction.HIDE, "pills"),
                filter("label", 10, Kind.KEYWORD, Reaction.LABEL, "pills"),
                filter("clinic", 20, Kind.KEYWORD, Reaction.PASS, "clinic"),
                filter("later", 40, Kind.KEYWORD, Reaction.FLAG, "pills")));
        assertThat(set.hits(post("buy pills")).stream().map(hit -> hit.filter().id()))
                .containsExactly("label", "hide");
        assertThat(set.hits(post("pills at the clinic")).stream()
                        .map(hit -> hit.filter().id()))
                .containsExactly("label", "clinic");
        assertThat(set.hits(post("buy pills")).getFirst().explained())
                .isEqualTo("The filter label (rule spam) found the words \"pills\".");
    }

    @Test
    @DisplayName("the one pass finds what a search for each text finds, in any text")
    void asManySearches() {
        Random random = new Random(5);
        for (int round = 0; round < 2_000; round++) {
            List<String> literals = IntStream.range(0, 1 + random.nextInt(8))
                    .mapToObj(i -> text(random, 1 + random.nextInt(4)))
                    .distinct()
                    .toList();
            String text = text(random, random.nextInt(40));
            var found = new Literals(literals).in(text);
            for (int i = 0; i < literals.size(); i++) {
                assertThat(found.get(i))
                        .as("%s in %s", literals.get(i), text)
                        .isEqualTo(text.contains(literals.get(i)));
            }
        }
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + random.nextInt(3)));
        }
        return text.toString();
    }

    @Test
    @DisplayName("ten thousand hostile values cost a long post no more than a few")
    void manyValues() {
        List<Filter> filters = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            List<String> values = new ArrayList<>();
            for (int j = 0; j < 1_000; j++) {
                values.add("*" + "a".repeat(20) + "b" + i + "x" + j + "*");
            }
            filters.add(filter("f" + i, i, Kind.KEYWORD, Reaction.FLAG, values.toArray(String[]::new)));
        }
        FilterSet set = FilterSet.of(filters);
        Post long64k = post("a".repeat(60_000));
        // The processor's time, not the clock's: others may have the machine meanwhile.
        ThreadMXBean time = ManagementFactory.getThreadMXBean();
        long start = time.getCurrentThreadCpuTime();
        assertThat(set.hits(long64k)).isEmpty();
        assertThat(time.getCurrentThreadCpuTime() - start).as("nanoseconds").isLessThan(500_000_000L);
    }

    @Test
    void whatIsNoFilterIsRefused() {
        assertThatThrownBy(() -> filter("No name", 1, Kind.KEYWORD, Reaction.FOLD, "x"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Filter.spelt(Kind.MENTIONS, "-1")).isEmpty();
        assertThat(Filter.spelt(Kind.LINK, "no domain")).isEmpty();
        assertThat(Filter.spelt(Kind.MEDIA, "beef")).isEmpty();
        assertThat(Filter.spelt(Kind.LANGUAGE, "german!")).isEmpty();
        assertThat(Filter.spelt(Kind.KEYWORD, "x".repeat(300))).isEmpty();
    }
}
