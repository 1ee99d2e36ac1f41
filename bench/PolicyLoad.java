import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import social.godwit.identity.encoding.Sha256;
import social.godwit.network.charter.Moderation.Filter.Kind;
import social.godwit.network.domain.DomainRule;
import social.godwit.network.domain.DomainRules;
import social.godwit.network.domain.Stance;
import social.godwit.network.filter.Filter;
import social.godwit.network.filter.FilterSet;
import social.godwit.network.filter.Post;
import social.godwit.network.filter.Reaction;
import social.godwit.network.filter.Spelling;
import social.godwit.network.moderation.Decision;
import social.godwit.network.moderation.Measure;
import social.godwit.network.moderation.Overlay;
import social.godwit.network.moderation.RuleReference;
import social.godwit.network.moderation.Subject;

/**
 * What the policy costs an activity on its way in: its host by rule and by decision, its author and its post, with 100,000 rules
 * about domains and 10,000 labels; then, apart, what filters cost a post. Processor time of one thread. Run by bench/policy.sh.
 */
public class PolicyLoad {
    private static final int RULES = 100_000;
    private static final int LABELS = 10_000;
    private static final int CHECKS = 5_000_000;

    public static void main(String[] arguments) {
        Instant now = Instant.parse("2026-11-26T00:00:00Z");
        List<DomainRule> rules = new ArrayList<>();
        for (int i = 0; i < RULES; i++) {
            rules.add(new DomainRule("d" + i + ".example", i % 2 == 0 ? Stance.DENY : Stance.LIMIT, "", now));
        }
        List<Decision> labels = new ArrayList<>();
        for (int i = 0; i < LABELS; i++) {
            Subject subject = i % 100 == 0 ? Subject.domain("l" + i + ".example") : Subject.account(actor(i));
            labels.add(new Decision("d" + i, subject, subject, Measure.LABEL, "spam", RuleReference.house("spam"), "",
                    false, "bench", now, Optional.empty(), Optional.empty(), Optional.empty()));
        }
        long began = cpu();
        DomainRules domains = DomainRules.of(rules, now);
        Overlay overlay = Overlay.of(labels, now);
        System.out.printf(Locale.ROOT, "compiled %d rules and %d decisions in %d ms%n", RULES, LABELS,
                (cpu() - began) / 1_000_000);
        long hits = 0;
        for (int round = 0; round < 3; round++) {
            began = cpu();
            for (int i = 0; i < CHECKS; i++) {
                String host = HOSTS[i & 1023];
                String actor = ACTORS[i & 1023];
                hits += domains.stanceOn(host).ordinal()
                        + overlay.onHost(host).and(overlay.onId(actor)).and(overlay.onId(POSTS[i & 1023])).labels().size();
            }
            System.out.printf(Locale.ROOT, "%.0f ns per activity (%d)%n", (cpu() - began) / (double) CHECKS, hits);
        }
        filters();
    }

    /** The filters' pass: 40 filters of 10 words or phrases, 10 of 20 domains, one of 500 files; posts of 300 characters. */
    private static void filters() {
        List<Filter> filters = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            int number = i;
            filters.add(i < 40
                    ? filter(i, Kind.KEYWORD, 10, j -> switch (j % 3) {
                        case 0 -> word(number * 31 + j) + " " + word(j) + "x";
                        case 1 -> word(number * 17 + j) + "q*";
                        default -> word(number * 13 + j) + "z";
                    })
                    : filter(i, Kind.LINK, 20, j -> "l" + (number * 20 + j) + ".example"));
        }
        filters.add(filter(50, Kind.MEDIA, 500, j -> hash("bad" + j)));
        FilterSet set = FilterSet.of(filters);
        Arriving[] posts = new Arriving[1024];
        for (int i = 0; i < posts.length; i++) {
            posts[i] = new Arriving(text(i), Set.of("a.host" + i + ".example"), i % 2 == 0 ? Set.of(hash("file" + i)) : Set.of());
        }
        // One of sixteen posts has what is looked for.
        for (int i = 0; i < posts.length; i += 16) {
            posts[i] = new Arriving(posts[i].text() + " " + filters.get(i / 16 % 40).shown().get(2), posts[i].hosts(), posts[i].media());
        }
        Post[] spelt = new Post[posts.length];
        for (int round = 0; round < 5; round++) {
            long began = cpu();
            for (int i = 0; i < SCREENED; i++) {
                Arriving one = posts[i & 1023];
                spelt[i & 1023] = new Post(Spelling.of(one.text()), one.hosts(), 1, one.media(), ENGLISH, false, 3);
            }
            long read = cpu();
            long hits = 0;
            for (int i = 0; i < SCREENED; i++) {
                hits += set.hits(spelt[i & 1023]).size();
            }
            System.out.printf(Locale.ROOT, "filters: %.0f ns per post for its spelling, %.0f ns to ask them (%d hits)%n",
                    (read - began) / (double) SCREENED, (cpu() - read) / (double) SCREENED, hits);
        }
    }

    private record Arriving(String text, Set<String> hosts, Set<String> media) {}

    private static Filter filter(int number, Kind kind, int values, IntFunction<String> value) {
        List<String> all = new ArrayList<>();
        for (int j = 0; j < values; j++) {
            all.add(Filter.spelt(kind, value.apply(j)).orElseThrow());
        }
        return new Filter("f" + number, number, kind, all, Reaction.FLAG, "", RuleReference.house("spam"), true);
    }

    private static String hash(String of) {
        return Sha256.of(of.getBytes(StandardCharsets.UTF_8)).multibase();
    }

    private static String text(int seed) {
        StringBuilder text = new StringBuilder(seed % 4 == 0 ? "Grüße! " : "Hello, ");
        for (int i = 0; text.length() < 300; i++) {
            text.append(word(seed * 7 + i * i)).append(i % 6 == 5 ? ", " : " ");
        }
        return text.toString();
    }

    private static String word(int number) {
        return SYLLABLES[number & 15] + SYLLABLES[number >> 4 & 15] + SYLLABLES[number >> 8 & 15];
    }

    private static final String[] SYLLABLES = "ca si no fre mo ney the an der ist lo ta ru be ki po".split(" ");
    private static final Set<String> ENGLISH = Set.of("en");
    private static final int SCREENED = 200_000;

    private static final String[] HOSTS = new String[1024];
    private static final String[] ACTORS = new String[1024];
    private static final String[] POSTS = new String[1024];

    static {
        for (int i = 0; i < 1024; i++) {
            HOSTS[i] = i % 3 == 0 ? "a.b.d" + i * 97 + ".example" : "social.host" + i + ".example";
            ACTORS[i] = actor(i * 20);
            POSTS[i] = "https://social.host" + i + ".example/posts/" + i;
        }
    }

    private static String actor(int i) {
        return "https://social.host" + i + ".example/users/somebody";
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
