import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import social.godwit.network.domain.DomainRule;
import social.godwit.network.domain.DomainRules;
import social.godwit.network.domain.Stance;
import social.godwit.network.moderation.Decision;
import social.godwit.network.moderation.Measure;
import social.godwit.network.moderation.Overlay;
import social.godwit.network.moderation.RuleReference;
import social.godwit.network.moderation.Subject;

/**
 * What the policy costs an activity on its way in: its host by rule and by decision, its author and its post, with 100,000 rules
 * about domains and 10,000 labels. Processor time of one thread. Run by bench/policy.sh.
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
    }

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
