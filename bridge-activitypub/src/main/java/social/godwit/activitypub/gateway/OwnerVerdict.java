package social.godwit.activitypub.gateway;

import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.http.Problem;
import social.godwit.identity.did.Did;

/** Whether a request is an account's owner's. */
public sealed interface OwnerVerdict {
    /**
     * It is.
     *
     * @param account the owner's account
     * @param signer whose key signed: the account's own, one of its devices, or a key that its actor lists
     */
    record Owner(Account account, Did signer) implements OwnerVerdict {}

    /**
     * It is not, or cannot be told; {@code problem} is the answer: 401, 403 or 404.
     *
     * @param superior who asks, when that one stands above the account's keys: it may read what going on under another key takes
     */
    record NotOwner(Problem problem, Optional<Superior> superior) implements OwnerVerdict {
        /** Somebody else. */
        NotOwner(Problem problem) {
            this(problem, Optional.empty());
        }
    }

    /**
     * A key above the account's own.
     *
     * @param recovers whether it is the recovery key; else that of the account that goes on in its place
     */
    record Superior(Account account, Did key, boolean recovers) {}

    /** It carries no signature at all: for an owner's own affairs 401, for documents the view of a stranger. */
    record Unsigned() implements OwnerVerdict {
        /** What an owner's own affair answers. */
        public Problem problem() {
            return Problem.of(401, "unsigned", "Unauthorized", "sign the request with the account's or a device's key");
        }
    }
}
