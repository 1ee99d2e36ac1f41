package social.godwit.activitypub.oldaddress;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.ActorKeys;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.encoding.RsaPublicKey;
import social.godwit.store.document.Lookup;
import social.godwit.store.document.Repositories;

/** The keys of an account's homes, old and new, as its signed actor documents list them. */
@ApplicationScoped
public class OldHomeKeys {
    private final Repositories repositories;

    OldHomeKeys(Repositories repositories) {
        this.repositories = repositories;
    }

    /** The key that an actor document of the account, spelt with the gateway in {@code keyId}, lists under that id. */
    public Uni<Optional<RsaPublicKey>> listed(Account account, String keyId) {
        Optional<PortableId> id = PortableId.parse(keyId)
                .filter(key ->
                        key.fragment().isPresent() && key.withoutFragment().equals(account.actor()));
        return id.flatMap(key -> PortableId.gatewayOf(keyId))
                .map(gateway -> repositories
                        .find(account.actor(), gateway)
                        .map(lookup -> lookup instanceof Lookup.Found found
                                ? ActorKeys.rsa(found.document().json(), keyId)
                                : Optional.<RsaPublicKey>empty()))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }
}
