package social.godwit.network.verification;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps which pages profiles name, and whether they point back, as they were last asked. */
public interface LinkStore {
    /** Links of one profile that are looked at. */
    int LINKS_MAX = 16;

    /**
     * Links that are kept of one account, those that it has taken out lately included: however often somebody
     * changes a profile, no more pages are asked for it.
     */
    int KEPT_MAX = 64;

    /** Longest link, in characters. */
    int LENGTH_MAX = 500;

    /**
     * A link of an account.
     *
     * @param result what came of it, in the words of whoever asked; nothing when it was not asked yet
     * @param shown when the profile was last shown with it
     */
    record Kept(String account, String link, Optional<String> result, Optional<Instant> checked, Instant shown) {}

    /** What is known of an account's links, those of earlier days included. */
    Uni<List<Kept>> of(String account);

    /** A profile was shown with these links, at most {@link #LINKS_MAX}; new ones are to be asked, as long as there is room. */
    Uni<Void> shown(String account, List<String> links, Instant now);

    /** At most {@code limit} links that are due and were shown since then; nobody else is given them until {@code lease}. */
    Uni<List<Kept>> due(Instant now, Instant shownSince, Instant lease, int limit);

    /** What came of asking, and when to ask again. */
    Uni<Void> checked(Kept link, String result, Instant at, Instant next);

    /** Forgets links with which no profile was shown since {@code before}; how many. */
    Uni<Integer> forget(Instant before);
}
