package social.godwit.network.domain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What rules about domains would have hit, before they apply: counted over the hosts that were here lately. Pure. */
public final class DryRun {
    /** How many hosts are named as examples. */
    public static final int EXAMPLES_MAX = 20;
    /** Rules that cut more than this part of all follows are taken for a mistake until somebody says that they are none. */
    public static final double FLOOR = 0.2;

    private DryRun() {}

    /**
     * What came from a host within the time that is looked at, and who follows whom over it.
     *
     * @param follows from here to there and from there to here, together
     */
    public record HostCount(String host, long posts, long accounts, long follows) {}

    /**
     * What would be hit.
     *
     * @param cut follows that would end up cut or hidden, of {@code allFollows}
     * @param examples hosts that would be hit, those with most follows first
     */
    public record Hits(
            long hosts, long posts, long accounts, long cut, long allFollows, boolean floor, List<HostCount> examples) {
        public Hits {
            examples = List.copyOf(examples);
        }
    }

    /** What {@code next} closes of what {@code now} leaves more open. */
    public static Hits of(List<HostCount> hosts, DomainRules now, DomainRules next) {
        List<HostCount> hit = new ArrayList<>();
        long posts = 0;
        long accounts = 0;
        long cut = 0;
        long all = 0;
        for (HostCount host : hosts) {
            all += host.follows();
            if (next.stanceOn(host.host()).compareTo(now.stanceOn(host.host())) > 0) {
                hit.add(host);
                posts += host.posts();
                accounts += host.accounts();
                cut += host.follows();
            }
        }
        hit.sort(Comparator.comparingLong(HostCount::follows).reversed().thenComparing(HostCount::host));
        return new Hits(
                hit.size(),
                posts,
                accounts,
                cut,
                all,
                all > 0 && cut > all * FLOOR,
                hit.stream().limit(EXAMPLES_MAX).toList());
    }
}
