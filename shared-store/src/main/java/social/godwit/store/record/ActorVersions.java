package social.godwit.store.record;

import io.smallrye.mutiny.Uni;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.document.DocumentKind;
import social.godwit.store.document.Repositories;
import social.godwit.store.document.Selection;
import social.godwit.store.document.StoredDocument;

/** What owners have published of gateways and their keys, now and before. */
public final class ActorVersions {
    /** Versions that are looked at. */
    private static final int VERSIONS_MAX = 100;

    private static final Selection ACTORS =
            new Selection(Set.of(DocumentKind.ACTOR), EnumSet.allOf(Visibility.class), Set.of());

    private final Repositories repositories;

    /** The versions that are in these repositories. */
    public ActorVersions(Repositories repositories) {
        this.repositories = repositories;
    }

    /** The versions of an account's actor document that count, newest first; none of an account that is not kept here. */
    public Uni<List<JsonObject>> of(Did account) {
        return repositories
                .page(account, ACTORS, Optional.empty(), 1)
                .chain(page -> page.items().isEmpty()
                        ? Uni.createFrom().item(List.of())
                        : repositories
                                .versions(page.items().getFirst().id(), VERSIONS_MAX)
                                .chain(versions -> counting(account, versions)));
    }

    private Uni<List<JsonObject>> counting(Did account, List<StoredDocument> versions) {
        return repositories
                .listed(account, versions.stream().map(StoredDocument::hash).toList())
                .map(listed -> versions.stream()
                        .filter(version -> listed.contains(version.hash()))
                        .map(StoredDocument::json)
                        .toList());
    }
}
