package social.godwit.instance.session;

import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.remote.RemoteActor;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;

/**
 * Whoever is signed in with a browser.
 *
 * @param subject the actor's id as decisions name it
 * @param actor the actor's id for readers
 * @param name what people read
 * @param handle {@code name@host}
 * @param active false for an account that was suspended here
 * @param home the server where the account lives when it is none of this one's; empty for an account of this server
 */
public record Somebody(
        Did did, String subject, String actor, String name, String handle, boolean active, Optional<Origin> home) {

    /** The owner of an account here. */
    public static Somebody of(Account account) {
        return new Somebody(
                account.did(),
                account.actor().canonical(),
                account.actorId(),
                account.displayName().isBlank() ? account.username() : account.displayName(),
                account.handle(),
                account.active(),
                Optional.empty());
    }

    /** The owner of an account elsewhere. */
    static Somebody of(Did did, RemoteActor actor, Origin home) {
        return new Somebody(
                did,
                actor.canonicalId(),
                actor.id(),
                actor.name().isBlank() ? actor.preferredUsername() : actor.name(),
                actor.handle(),
                true,
                Optional.of(home));
    }

    /** Whether a role may count: those of guests, and of accounts that are suspended, do not. */
    public boolean mayHaveRole() {
        return active && home.isEmpty();
    }
}
