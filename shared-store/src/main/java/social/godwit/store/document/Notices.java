package social.godwit.store.document;

import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.keylog.Notice;

/** Tells when the account's gateways had the entries of its key log, by their names, as far as they have said so. */
@FunctionalInterface
public interface Notices {
    /** Nobody says anything. */
    Notices NONE = (account, actor) -> Uni.createFrom().item(Map.of());

    /**
     * Within the running transaction, if there is one.
     *
     * @param actor the actor document that counts now
     */
    Uni<Map<Sha256, Notice>> of(Did account, Optional<StoredDocument> actor);
}
