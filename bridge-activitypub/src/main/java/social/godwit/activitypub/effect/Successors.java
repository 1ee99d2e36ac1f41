package social.godwit.activitypub.effect;

import io.smallrye.mutiny.Uni;
import java.util.Optional;
import social.godwit.identity.did.Did;

/** Who goes on in the place of a portable account, by its key log. May ask the network, so never inside a transaction. */
interface Successors {
    /**
     * The successor that is in force; empty without one, and where nobody shows a key log that can be believed.
     *
     * @param actor the account's actor, in any spelling; for one that is not portable nobody is asked
     */
    Uni<Optional<Did>> of(String actor);
}
