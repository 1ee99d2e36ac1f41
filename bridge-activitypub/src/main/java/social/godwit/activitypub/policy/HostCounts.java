package social.godwit.activitypub.policy;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;

/** What came from which host, and who follows whom over it: what a rule about a host would touch. */
public interface HostCounts {
    /** All hosts, at most 100,000: with what was published since then, and the follows of today. Reads much; for operators. */
    Uni<List<Count>> since(Instant since);

    /**
     * What one host has to do with this instance.
     *
     * @param follows accepted ones, from here to there and from there to here
     */
    record Count(String host, long posts, long accounts, long follows) {}
}
