package social.godwit.activitypub.effect;

import io.smallrye.mutiny.Uni;
import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.identity.json.JsonObject;

/** The actor documents of the accounts here. */
interface OwnActors {
    /** The newest one of the account. */
    Uni<Optional<JsonObject>> document(Account account);
}
