package social.godwit.activitypub.inbox;

import io.smallrye.mutiny.Uni;
import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.signature.IncomingRequest;

/** The way in for strangers: cheap checks, authorship, policy, then the queue. */
public interface InboxAdmission {
    /**
     * Judges one POST to an inbox and keeps what is admitted.
     *
     * @param recipient the account whose inbox it is; empty for the shared inbox
     */
    Uni<Admission> admit(IncomingRequest request, Optional<Account> recipient);
}
