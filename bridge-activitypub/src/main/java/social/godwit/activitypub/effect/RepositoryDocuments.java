package social.godwit.activitypub.effect;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.document.Lookup;
import social.godwit.store.document.Repositories;
import social.godwit.store.document.StoredDocument;

@Singleton
final class RepositoryDocuments implements OwnDocuments {
    private final Repositories repositories;

    @Inject
    RepositoryDocuments(Repositories repositories) {
        this.repositories = repositories;
    }

    @Override
    public Uni<Optional<JsonObject>> document(Account account) {
        return document(account.actor());
    }

    @Override
    public Uni<Optional<JsonObject>> document(PortableId id) {
        return repositories
                .find(id)
                .map(lookup -> lookup instanceof Lookup.Found(StoredDocument document)
                        ? Optional.of(document.json())
                        : Optional.empty());
    }
}
