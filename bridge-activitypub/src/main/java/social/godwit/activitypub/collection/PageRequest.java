package social.godwit.activitypub.collection;

import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;

/**
 * Which part of which collection is asked for.
 *
 * @param path the collection's path
 * @param asked our origin that was asked; ids are spelt with it
 * @param paged false for the collection itself, without its items
 * @param before the cursor after which the page begins; empty for the first page
 * @param query as it was asked, without {@code ?}
 */
public record PageRequest(String path, Origin asked, boolean paged, Optional<String> before, String query) {
    /** The collection's id, spelt for the origin that was asked. */
    String idOf(Account account) {
        return PortableId.of(account.did(), path).at(asked);
    }
}
