package social.godwit.network.host;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.ContentId;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.document.Visibility;
import social.godwit.network.act.Act.Founding;
import social.godwit.network.member.Membership;
import social.godwit.store.document.Page;
import social.godwit.store.document.Repositories;
import social.godwit.store.document.RepositoryKind;
import social.godwit.store.document.StoredDocument;
import social.godwit.store.document.VersionRank;

/** What repositories here hold of networks: foundings, what accounts say, and who joined. */
final class NetworkDocuments {
    private final Repositories repositories;
    private final InstantSource clock;

    NetworkDocuments(Repositories repositories, InstantSource clock) {
        this.repositories = repositories;
        this.clock = clock;
    }

    /** Keeps those of the acts that found a network, each in a repository of the network's own. */
    Uni<Void> keepFoundings(List<KeptAct> acts) {
        Instant now = clock.instant();
        Uni<Void> all = Uni.createFrom().voidItem();
        for (KeptAct act : acts) {
            if (act.act().act() instanceof Founding founding
                    && PortableDocument.read(act.bytes(), now)
                            instanceof DocumentVerdict.Admissible(PortableDocument document)) {
                all = all.chain(() -> repositories.open(founding.network(), RepositoryKind.NETWORK))
                        .chain(() -> repositories.admit(List.of(document)))
                        .replaceWithVoid();
            }
        }
        return all;
    }

    /** A page of what names a network in public, the newest first. */
    Uni<Page> naming(Did network, Optional<VersionRank> before, int limit) {
        return repositories.naming(network, EnumSet.of(Visibility.PUBLIC), before, limit);
    }

    /** The acts among these by one of the authors. */
    List<KeptAct> acts(List<StoredDocument> documents, Set<Did> authors) {
        return documents.stream()
                .filter(document -> document.type().equals(ContentId.NETWORK_ACT) && authors.contains(document.owner()))
                .map(document -> KeptAct.read(document.bytes(), clock.instant()))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Whether somebody joins a network with it. */
    static boolean isJoin(StoredDocument document) {
        return document.type().equals(Membership.TYPE);
    }

    /** All with which accounts here joined, the newest first; no further page when there are {@link NetworkStore#MAX_MEMBERS}. */
    Uni<List<StoredDocument>> joins(Did network) {
        return joins(network, Optional.empty(), new ArrayList<>());
    }

    private Uni<List<StoredDocument>> joins(Did network, Optional<VersionRank> before, List<StoredDocument> found) {
        return naming(network, before, Repositories.MAX_PAGE).chain(page -> {
            page.items().stream().filter(NetworkDocuments::isJoin).forEach(found::add);
            return page.next().isEmpty() || found.size() >= NetworkStore.MAX_MEMBERS
                    ? Uni.createFrom().item(found)
                    : joins(network, page.next(), found);
        });
    }
}
