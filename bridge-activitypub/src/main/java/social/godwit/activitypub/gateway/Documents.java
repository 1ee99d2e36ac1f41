package social.godwit.activitypub.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.ActorPaths.Role;
import social.godwit.activitypub.collection.Collections;
import social.godwit.activitypub.collection.ObjectCollections;
import social.godwit.activitypub.collection.PageRequest;
import social.godwit.activitypub.collection.ReadRules;
import social.godwit.activitypub.collection.Viewer;
import social.godwit.activitypub.gateway.DocumentAnswer.Body;
import social.godwit.activitypub.gateway.DocumentAnswer.Gone;
import social.godwit.activitypub.gateway.DocumentAnswer.Listed;
import social.godwit.activitypub.gateway.DocumentAnswer.NotFound;
import social.godwit.activitypub.gateway.DocumentAnswer.Shown;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.document.DocumentKind;
import social.godwit.store.document.Lookup;
import social.godwit.store.document.Repositories;
import social.godwit.store.document.StoredDocument;

/**
 * A reader's question: canonical id, then who may see it, then the stored bytes, verbatim (FEP-ef61 "Dereferencing").
 * Public documents in demand are kept in memory for a moment, for all replicas alike no longer than that.
 */
@ApplicationScoped
public class Documents {
    private static final int REMEMBERED_MAX = 2_000;
    private static final Duration REMEMBERED_FOR = Duration.ofSeconds(3);

    private final Repositories repositories;
    private final Collections collections;
    private final ObjectCollections objectCollections;
    private final ReadRules rules;
    private final Cache<Key, Shown> hot;

    private record Key(PortableId id, Origin asked) {}

    Documents(
            Repositories repositories,
            Collections collections,
            ObjectCollections objectCollections,
            ReadRules rules,
            InstantSource clock) {
        this.repositories = repositories;
        this.collections = collections;
        this.objectCollections = objectCollections;
        this.rules = rules;
        this.hot = Caffeine.newBuilder()
                .maximumSize(REMEMBERED_MAX)
                .expireAfterWrite(REMEMBERED_FOR)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }

    /** What is remembered of this account is read anew: called when it has published something. */
    public void forget(Did did) {
        hot.asMap().keySet().removeIf(key -> key.id().did().equals(did));
    }

    /**
     * What {@code viewer} is shown at {@code page.path()} of {@code account}. The viewer is asked for only when the answer
     * depends on it; then it is also when there is nothing, so that time tells nothing either.
     */
    public Uni<DocumentAnswer> find(Account account, PageRequest page, Supplier<Uni<Viewer>> viewer) {
        PortableId id = PortableId.of(account.did(), page.path());
        Role role = account.paths().roleOf(page.path());
        if (role != Role.ACTOR && role != Role.DOCUMENT) {
            return viewer.get()
                    .flatMap(who -> collections.find(account, role, page, who))
                    .map(Documents::listed);
        }
        Key key = new Key(id, page.asked());
        Shown known = account.active() ? hot.getIfPresent(key) : null;
        if (known != null) {
            return Uni.createFrom().item(known);
        }
        return repositories.find(id, page.asked()).flatMap(lookup -> switch (lookup) {
            case Lookup.Found found
            when isPublic(account, found.document()) -> {
                Shown shown = shown(account, found.document());
                hot.put(key, shown);
                yield Uni.createFrom().item((DocumentAnswer) shown);
            }
            case Lookup.Found found -> viewer.get().flatMap(who -> found(account, found.document(), who));
            case Lookup.Deleted deleted -> viewer.get().flatMap(who -> deleted(account, deleted, who));
            case Lookup.Missing missing ->
                viewer.get()
                        .flatMap(who -> objectCollections.find(account, page, who))
                        .map(Documents::listed);
        });
    }

    private boolean isPublic(Account account, StoredDocument document) {
        return account.active() && document.visibility() == Visibility.PUBLIC && !rules.hidden(document);
    }

    private Uni<DocumentAnswer> found(Account account, StoredDocument document, Viewer viewer) {
        return rules.mayRead(account, document, viewer).map(may -> may ? shown(account, document) : new NotFound());
    }

    private Uni<DocumentAnswer> deleted(Account account, Lookup.Deleted deleted, Viewer viewer) {
        return rules.couldRead(account, deleted.visibility(), viewer)
                .map(could -> could
                        ? new Gone(deleted.tombstone().map(Documents::body), deleted.visibility() == Visibility.PUBLIC)
                        : new NotFound());
    }

    private Shown shown(Account account, StoredDocument document) {
        boolean shared = isPublic(account, document);
        boolean readable = document.kind() == DocumentKind.ACTOR || document.kind() == DocumentKind.OBJECT;
        return new Shown(body(document), shared, shared && readable ? page(account, document) : Optional.empty());
    }

    /** A page elsewhere would let any owner send readers of this host wherever it likes. */
    private static Optional<String> page(Account account, StoredDocument document) {
        return document.json()
                .string("url")
                .filter(url -> url.startsWith(account.origin() + "/"))
                .filter(url -> url.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\'));
    }

    private static Body body(StoredDocument document) {
        return new Body(document.bytes(), document.hash());
    }

    private static DocumentAnswer listed(Optional<byte[]> collection) {
        return collection.isEmpty()
                ? new NotFound()
                : new Listed(new Body(collection.get(), Sha256.of(collection.get())));
    }
}
