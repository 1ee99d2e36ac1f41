package social.godwit.activitypub.remote;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.http.RemoteUris;
import social.godwit.activitypub.remote.DocumentFetcher.Body;
import social.godwit.activitypub.remote.DocumentFetcher.Fetched;
import social.godwit.activitypub.vocabulary.Types;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;

/**
 * Documents on whose word to rely. An ordinary one stands on its origin's: its id must be the very URL that answered, or
 * become so by one more fetch within that origin (FEP-fe34). A portable one stands on its proof, wherever it lay.
 */
@Singleton
final class SignedRemoteDocuments implements RemoteDocuments {
    /** Gateways that are asked for one document, one after the other. */
    private static final int GATEWAYS_MAX = 4;

    private final DocumentFetcher fetcher;
    private final InstantSource clock;

    SignedRemoteDocuments(DocumentFetcher fetcher, InstantSource clock) {
        this.fetcher = fetcher;
        this.clock = clock;
    }

    @Override
    public Uni<DocumentLookup> get(String id) {
        return get(id, List.of());
    }

    @Override
    public Uni<DocumentLookup> get(String id, List<String> gateways) {
        if (PortableId.claims(id)) {
            return PortableId.parse(id)
                    .map(portable -> ask(portable.withoutFragment(), places(portable, id, gateways), 0))
                    .orElseGet(() -> none("a portable id that cannot be read"));
        }
        return RemoteUris.parse(id)
                .map(RemoteUris::withoutFragment)
                .map(uri -> fetcher.fetch(uri).chain(fetched -> ordinary(fetched, true)))
                .orElseGet(() -> none("no http(s) URL"));
    }

    @Override
    public Uni<DocumentLookup> collection(String url, RemoteActor owner) {
        Optional<URI> uri = RemoteUris.parse(url);
        if (uri.isEmpty() || !isAtHome(uri.get(), owner)) {
            return none("not a collection on its owner's host");
        }
        return fetcher.fetch(uri.get()).map(fetched -> switch (fetched) {
            case Body body when isAtHome(body.document().source(), owner) -> new DocumentLookup.Found(body.document());
            case Body body -> new DocumentLookup.NotFound("redirected to another host");
            default -> missing(fetched);
        });
    }

    private static boolean isAtHome(URI uri, RemoteActor owner) {
        String origin = RemoteUris.origin(uri);
        return owner.isPortable() ? owner.gateways().contains(origin) : RemoteUris.sameOrigin(owner.id(), origin);
    }

    private Uni<DocumentLookup> ordinary(Fetched fetched, boolean mayAskAgain) {
        if (!(fetched instanceof Body(RemoteDocument document))) {
            return item(missing(fetched));
        }
        if (PortableId.claims(document.id())) {
            return item(PortableId.parse(document.id())
                    .map(portable -> portable(fetched, portable))
                    .orElseGet(() -> new DocumentLookup.NotFound("a portable id that cannot be read")));
        }
        Optional<URI> id = RemoteUris.parse(document.id());
        if (id.isEmpty() || !RemoteUris.origin(id.get()).equals(RemoteUris.origin(document.source()))) {
            return none("its id is on another host than the one that answered");
        }
        if (id.get().equals(document.source())) {
            return item(
                    Types.of(document.json()).equals("Tombstone")
                            ? new DocumentLookup.Gone()
                            : new DocumentLookup.Found(document));
        }
        return mayAskAgain
                ? fetcher.fetch(id.get()).chain(again -> ordinary(again, false))
                : none("its id is not the URL that answered");
    }

    private static Set<URI> places(PortableId portable, String id, List<String> gateways) {
        Set<String> origins = new LinkedHashSet<>();
        PortableId.gatewayOf(id).ifPresent(gateway -> origins.add(gateway.toString()));
        PortableId.hintsOf(id).forEach(hint -> origins.add(hint.toString()));
        origins.addAll(gateways);
        Set<URI> places = new LinkedHashSet<>();
        for (String origin : origins) {
            if (places.size() < GATEWAYS_MAX) {
                Origin.parse(origin)
                        .map(portable.withoutFragment()::at)
                        .flatMap(RemoteUris::parse)
                        .ifPresent(places::add);
            }
        }
        return places;
    }

    private Uni<DocumentLookup> ask(PortableId wanted, Set<URI> places, int from) {
        List<URI> all = List.copyOf(places);
        if (from == all.size()) {
            return none("no gateway is known that would have it");
        }
        return fetcher.fetch(all.get(from))
                .map(fetched -> portable(fetched, wanted))
                .chain(lookup -> switch (lookup) {
                    case DocumentLookup.Found found -> item(found);
                    case DocumentLookup.Gone gone -> item(gone);
                    default -> from + 1 == all.size() ? item(lookup) : ask(wanted, places, from + 1);
                });
    }

    /** A portable document is believed for its proof; without one, a gateway's 410 says only that it has left. */
    private DocumentLookup portable(Fetched fetched, PortableId wanted) {
        Optional<RemoteDocument> document = switch (fetched) {
            case Body body -> Optional.of(body.document());
            case DocumentFetcher.Gone gone -> gone.tombstone();
            default -> Optional.empty();
        };
        if (document.isEmpty()) {
            return fetched instanceof DocumentFetcher.Gone
                    ? new DocumentLookup.NotFound("answered 410 without the owner's Tombstone")
                    : missing(fetched);
        }
        return switch (PortableDocument.read(document.get().bytes(), clock.instant())) {
            case DocumentVerdict.Admissible(PortableDocument proven)
            when proven.id().canonical().equals(wanted.canonical()) ->
                proven.type().equals("Tombstone")
                        ? new DocumentLookup.Gone()
                        : new DocumentLookup.Found(document.get());
            case DocumentVerdict.Admissible other -> new DocumentLookup.NotFound("another portable document");
            case DocumentVerdict.NotYet notYet -> new DocumentLookup.Unavailable("signed in the future");
            case DocumentVerdict.Inadmissible no -> new DocumentLookup.NotFound("its proof: " + no.detail());
        };
    }

    private static DocumentLookup missing(Fetched fetched) {
        return switch (fetched) {
            case Body body -> new DocumentLookup.NotFound("another document");
            case DocumentFetcher.Gone gone -> new DocumentLookup.Gone();
            case DocumentFetcher.Nothing nothing -> new DocumentLookup.NotFound(nothing.detail());
            case DocumentFetcher.Later later -> new DocumentLookup.Unavailable(later.detail());
        };
    }

    private static Uni<DocumentLookup> none(String detail) {
        return item(new DocumentLookup.NotFound(detail));
    }

    private static Uni<DocumentLookup> item(DocumentLookup lookup) {
        return Uni.createFrom().item(lookup);
    }
}
