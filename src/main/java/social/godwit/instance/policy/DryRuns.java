package social.godwit.instance.policy;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import social.godwit.activitypub.policy.HostCounts;
import social.godwit.activitypub.policy.RecentPosts;
import social.godwit.activitypub.policy.RecentPosts.Found;
import social.godwit.activitypub.policy.RecentPosts.Search;
import social.godwit.network.domain.DomainRule;
import social.godwit.network.domain.DomainRules;
import social.godwit.network.domain.DryRun;
import social.godwit.network.filter.Filter;
import social.godwit.network.moderation.Subject;

/** Says what filters, decisions and rules about domains would have hit in the last 30 days, before they hold. */
@ApplicationScoped
public class DryRuns {
    /** How far back is looked. */
    public static final Duration LOOKED_AT = Duration.ofDays(30);

    private final RecentPosts posts;
    private final HostCounts hosts;
    private final NetworkFederationPolicy policy;
    private final InstantSource clock;

    DryRuns(RecentPosts posts, HostCounts hosts, NetworkFederationPolicy policy, InstantSource clock) {
        this.posts = posts;
        this.hosts = hosts;
        this.policy = policy;
        this.clock = clock;
    }

    /**
     * The posts of some days in which a filter would have found something; that an earlier filter might have passed them is not
     * asked.
     */
    public Uni<Found> of(Filter filter, Duration days) {
        List<String> none = List.of();
        List<String> values = filter.values();
        Search search = switch (filter.kind()) {
            case KEYWORD -> search(values, none, none, none);
            case LINK -> search(none, values, none, none);
            case MEDIA -> search(none, none, values, none);
            case LANGUAGE -> search(none, none, none, values);
            case MENTIONS -> new Search(none, none, none, none, none, none, none, number(values), OptionalInt.empty());
            case NEWCOMER -> new Search(none, none, none, none, none, none, none, OptionalInt.empty(), number(values));
        };
        return find(search, days);
    }

    private static Search search(List<String> words, List<String> links, List<String> media, List<String> languages) {
        return new Search(
                words,
                links,
                media,
                languages,
                List.of(),
                List.of(),
                List.of(),
                OptionalInt.empty(),
                OptionalInt.empty());
    }

    private static OptionalInt number(List<String> values) {
        return OptionalInt.of(Integer.parseInt(values.getFirst()));
    }

    /** The posts that decisions about these would have touched. */
    public Uni<Found> of(Collection<Subject> subjects) {
        return find(
                new Search(
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        ids(subjects, Subject.Kind.DOMAIN),
                        ids(subjects, Subject.Kind.ACCOUNT),
                        ids(subjects, Subject.Kind.POST),
                        OptionalInt.empty(),
                        OptionalInt.empty()),
                LOOKED_AT);
    }

    private static List<String> ids(Collection<Subject> subjects, Subject.Kind kind) {
        return subjects.stream()
                .filter(subject -> subject.kind() == kind)
                .map(Subject::id)
                .toList();
    }

    private Uni<Found> find(Search search, Duration days) {
        Instant now = clock.instant();
        return posts.find(search, now.minus(days), now);
    }

    /** What these rules about domains would close of what is open now. */
    public Uni<DryRun.Hits> ofRules(Collection<DomainRule> given) {
        Instant now = clock.instant();
        return hosts.since(now.minus(LOOKED_AT))
                .chain(counts -> policy.all().map(rules -> {
                    Map<String, DomainRule> next = new LinkedHashMap<>();
                    rules.forEach(rule -> next.put(rule.domain(), rule));
                    given.forEach(rule -> next.put(rule.domain(), rule));
                    return DryRun.of(
                            counts.stream()
                                    .map(one -> new DryRun.HostCount(
                                            one.host(), one.posts(), one.accounts(), one.follows()))
                                    .toList(),
                            DomainRules.of(rules, now),
                            DomainRules.of(next.values(), now));
                }));
    }
}
