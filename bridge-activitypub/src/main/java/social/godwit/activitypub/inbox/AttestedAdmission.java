package social.godwit.activitypub.inbox;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.signature.IncomingRequest;

/** The way in for what came to another gateway of an account: the same checks. */
@FunctionalInterface
public interface AttestedAdmission {
    /**
     * Judges what another gateway took at that time, as if it had come in here then, and keeps what is admitted.
     *
     * @param request as it came there, its origin that gateway's
     * @param recipient the account, when it came to the account's own inbox
     */
    Uni<Admission> admitAgain(IncomingRequest request, Optional<Account> recipient, Instant received);
}
