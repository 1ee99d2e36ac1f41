package social.godwit.network.staff;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.encoding.Sha256;

/** Keeps who is signed in with which browser, by the hash of a secret that only the browser has. */
public interface SessionStore {
    /** How many sessions an account has at most; the oldest ends when there is one more. */
    int SESSIONS_MAX = 50;

    /**
     * Keeps a new session in place of {@code before}, and forgets all that have expired by then.
     *
     * @param signIn of the request that signed in
     * @return false when there is one of this request already
     */
    Uni<Boolean> begin(Session session, Sha256 signIn, Optional<Sha256> before);

    /** A session that has not expired at this time. */
    Uni<Optional<Session>> find(String did, Sha256 hash, Instant now);

    /** Lets a session last longer. */
    Uni<Void> extend(String did, Sha256 hash, Instant expires);

    /** The sessions of one account that have not expired, the newest first. */
    Uni<List<Session>> all(String did, Instant now);

    /** Ends a session of this account; says whether there was one. */
    Uni<Boolean> end(String did, Sha256 hash);

    /** Ends all sessions of this account but one, and says how many. */
    Uni<Integer> endOthers(String did, Sha256 but);

    /**
     * Somebody who is signed in with a browser.
     *
     * @param did whose account it is
     * @param hash of the secret
     * @param signer the key that signed in: the account's own or a device's
     * @param agent what the browser calls itself, for the owner to know it again
     */
    record Session(String did, Sha256 hash, String signer, String agent, Instant created, Instant expires) {}
}
