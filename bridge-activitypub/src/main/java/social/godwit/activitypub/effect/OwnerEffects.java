package social.godwit.activitypub.effect;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import social.godwit.activitypub.account.Account;
import social.godwit.identity.document.PortableDocument;

/** What an owner's accepted activity changes here. */
public interface OwnerEffects {
    /**
     * Applies {@code activity}, which the store has admitted for {@code account} and which happened {@code at}, inside the
     * caller's transaction, and says who gets it. Applying it twice changes nothing more. An activity of a type that has no effect here is
     * delivered all the same.
     */
    Uni<Recipients> apply(Account account, PortableDocument activity, Instant at);
}
