package social.godwit.activitypub.effect;

import io.smallrye.mutiny.Uni;
import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.json.JsonObject;

/** What the owners of the accounts here have signed. */
interface OwnDocuments {
    /** The newest one of the account. */
    Uni<Optional<JsonObject>> document(Account account);

    /** Another document of an account here. */
    Uni<Optional<JsonObject>> document(PortableId id);
}
