package social.godwit.activitypub.poll;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.did.Did;

/** Polls of accounts here and polls known from elsewhere. Ids in any spelling. */
public interface PollStore {
    /**
     * The poll as it stands: counted here for own polls, as its author last said for others. Empty when {@code id} is
     * no poll known here.
     */
    Uni<Optional<PollResults>> results(String id, Optional<Did> viewer);

    /** Of these questions, by ids as compared, the polls of accounts here, as counted here; asks nobody's leave. */
    Uni<Map<String, PollResults>> counted(Collection<String> ids);

    /** The names of the options that the account chose. */
    Uni<List<String>> ownVotes(String id, Did account);
}
