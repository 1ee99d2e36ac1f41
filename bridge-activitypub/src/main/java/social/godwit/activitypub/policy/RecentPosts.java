package social.godwit.activitypub.policy;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** The posts of the last 30 days as filters look at them: what would have been hit, counted before anything holds. */
public interface RecentPosts {
    /** How many examples are named. */
    int EXAMPLES_MAX = 20;

    /**
     * Counts what matches among the posts that came since then, some days at a time, the newest first. It ends when all are
     * counted, after six seconds, when more than 50,000 accounts are hit, and as soon as nobody waits for it (the days just under
     * way are finished); how far it came the answer says.
     */
    Uni<Found> find(Search search, Instant since, Instant now);

    /** Of these posts (ids as compared, at most 1,000), those that came in the last 30 days, by id. */
    Uni<Map<String, Recent>> of(Collection<String> ids);

    /**
     * A post as it came, in the spelling of {@link Screening#words} and {@link Arriving}.
     *
     * @param words at most 1,200 characters of them
     */
    record Recent(
            String words,
            Set<String> hosts,
            int mentions,
            Set<String> media,
            Set<String> languages,
            boolean firstContact,
            int knownDays) {
        public Recent {
            hosts = Set.copyOf(hosts);
            media = Set.copyOf(media);
            languages = Set.copyOf(languages);
        }
    }

    /**
     * What is looked for: a post matches when any of it does. Texts are in the spelling of {@link Screening#words} and
     * {@link Arriving}; at most 1,000 of each.
     *
     * @param words texts that occur in the words
     * @param links domains to which, or below which, it links
     * @param hosts domains at which, or below which, its author is
     * @param authors ids as compared
     * @param posts ids as compared
     * @param mentions more people named than this
     * @param newcomer a first contact by somebody known for fewer days than this
     */
    record Search(
            List<String> words,
            List<String> links,
            List<String> media,
            List<String> languages,
            List<String> hosts,
            List<String> authors,
            List<String> posts,
            OptionalInt mentions,
            OptionalInt newcomer) {
        /** Nothing. */
        public static final Search NONE = new Search(
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                OptionalInt.empty(),
                OptionalInt.empty());

        public Search {
            words = List.copyOf(words);
            links = List.copyOf(links);
            media = List.copyOf(media);
            languages = List.copyOf(languages);
            hosts = List.copyOf(hosts);
            authors = List.copyOf(authors);
            posts = List.copyOf(posts);
        }
    }

    /**
     * What matches.
     *
     * @param since from when on was counted
     * @param follows accepted ones of the accounts whose posts match, and to them
     * @param ofPosts all posts of that time
     * @param examples the newest
     */
    record Found(Instant since, long posts, long accounts, long follows, long ofPosts, List<Example> examples) {
        public Found {
            examples = List.copyOf(examples);
        }
    }

    /** A post that matches. */
    record Example(String id, String author, Instant arrived, String words) {}
}
