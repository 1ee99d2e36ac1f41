package social.godwit.activitypub.gateway;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.collection.ObjectCollectionStore;
import social.godwit.activitypub.effect.OwnerEffects;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.DocumentVerdict.Admissible;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.document.Visibility;
import social.godwit.store.document.DocumentKind;
import social.godwit.store.document.Lookup;
import social.godwit.store.document.Repositories;
import social.godwit.store.document.RepositoryChange;
import social.godwit.store.document.Selection;
import social.godwit.store.document.StoredDocument;
import social.godwit.store.document.VersionRank;
import social.godwit.store.replication.Effects;

/**
 * What follows from documents that came from another gateway of the account: the same as if the owner had posted them here.
 * They come in any order, so what a later one has taken back, replaced or deleted already is passed over. Only the home
 * delivers them.
 */
@ApplicationScoped
public class ReplicatedDocuments implements Effects {
    private static final Selection REVERSALS =
            Selection.activities(EnumSet.allOf(Visibility.class)).ofTypes("Undo", "Remove", "Add");

    /** Reversals that are looked through; who posts more of them after something, and loses the order, sees it again. */
    private static final int REVERSALS_MAX = Repositories.MAX_PAGE;

    private final AccountStore accounts;
    private final NewestActor newestActor;
    private final Repositories repositories;
    private final ObjectCollectionStore collections;
    private final OwnerEffects effects;
    private final Dispatch dispatch;
    private final ReturningAccounts returning;
    private final InstantSource clock;

    ReplicatedDocuments(
            AccountStore accounts,
            NewestActor newestActor,
            Repositories repositories,
            ObjectCollectionStore collections,
            OwnerEffects effects,
            Dispatch dispatch,
            ReturningAccounts returning,
            InstantSource clock) {
        this.accounts = accounts;
        this.newestActor = newestActor;
        this.repositories = repositories;
        this.collections = collections;
        this.effects = effects;
        this.dispatch = dispatch;
        this.returning = returning;
        this.clock = clock;
    }

    @Override
    public Uni<Void> counting(RepositoryChange change) {
        return accounts.find(change.owner())
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : follow(found.get(), change).chain(account -> applyAll(account, change)));
    }

    @Override
    public Uni<Boolean> returned(Did account, List<PortableDocument> documents) {
        return returning.takeUp(account, documents, this);
    }

    /** The account as the actor document that counts now wants it. */
    private Uni<Account> follow(Account account, RepositoryChange change) {
        if (change.actor().isEmpty()) {
            return Uni.createFrom().item(account);
        }
        return newestActor
                .follow(account)
                .invoke(() -> accounts.forget(account.did()))
                .chain(() -> accounts.find(account.did()))
                .map(now -> now.orElse(account));
    }

    private Uni<Void> applyAll(Account account, RepositoryChange change) {
        List<StoredDocument> activities = change.counting().stream()
                .filter(document -> document.kind() == DocumentKind.ACTIVITY)
                .sorted(Comparator.comparing(StoredDocument::rank))
                .toList();
        if (activities.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return reversalsAfter(account, activities.getFirst().rank())
                .chain(reversals -> Multi.createFrom()
                        .iterable(activities)
                        .onItem()
                        .transformToUniAndConcatenate(document -> applyOne(account, document, reversals))
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    /** What takes something back, is here, and is newer than {@code oldest}. */
    private Uni<List<StoredDocument>> reversalsAfter(Account account, VersionRank oldest) {
        return repositories
                .page(account.did(), REVERSALS, Optional.empty(), REVERSALS_MAX)
                .map(page -> page.items().stream()
                        .takeWhile(document -> document.rank().compareTo(oldest) > 0)
                        .toList());
    }

    private Uni<Void> applyOne(Account account, StoredDocument stored, List<StoredDocument> reversals) {
        if (!(PortableDocument.read(stored.bytes(), clock.instant()) instanceof Admissible(PortableDocument activity))
                || reversals.stream().anyMatch(later -> reverses(later, stored, activity))) {
            return Uni.createFrom().voidItem();
        }
        return isSurpassed(activity)
                .chain(surpassed -> surpassed
                        ? Uni.createFrom().voidItem()
                        : collections
                                .keep(account, activity)
                                .chain(() -> effects.apply(account, activity, dated(activity)))
                                .chain(recipients -> dispatch.replicated(account, activity, stored, recipients))
                                .chain(() -> deletes(account, activity)
                                        ? accounts.markDeleted(account.did())
                                        : Uni.createFrom().voidItem()));
    }

    /** At every gateway the same time, whenever it came; none in the future. */
    private Instant dated(PortableDocument activity) {
        Instant now = clock.instant();
        return activity.proofTime().isBefore(now) ? activity.proofTime() : now;
    }

    private static boolean reverses(StoredDocument later, StoredDocument stored, PortableDocument activity) {
        if (later.rank().compareTo(stored.rank()) <= 0) {
            return false;
        }
        return switch (later.type()) {
            case "Undo" ->
                later.json()
                        .id("object")
                        .flatMap(PortableId::parse)
                        .filter(activity.id()::equals)
                        .isPresent();
            case "Add", "Remove" ->
                (activity.type().equals("Add") || activity.type().equals("Remove"))
                        && same(later, activity, "object")
                        && same(later, activity, "target");
            default -> false;
        };
    }

    private static boolean same(StoredDocument later, PortableDocument activity, String member) {
        return compared(later.json().id(member)).equals(compared(activity.json().id(member)));
    }

    private static Optional<String> compared(Optional<String> id) {
        return id.map(one -> PortableId.parse(one).map(PortableId::canonical).orElse(one));
    }

    /** Whether what a Create or an Update brings has been replaced or deleted already. */
    private Uni<Boolean> isSurpassed(PortableDocument activity) {
        boolean brings = activity.type().equals("Create") || activity.type().equals("Update");
        Optional<PortableDocument> object = activity.json()
                .id("object")
                .filter(id -> brings)
                .flatMap(PortableId::parse)
                .flatMap(activity::embedded);
        return object.isEmpty()
                ? Uni.createFrom().item(false)
                : repositories.find(object.get().id()).map(lookup -> switch (lookup) {
                    case Lookup.Found found ->
                        !found.document().hash().equals(object.get().hash());
                    case Lookup.Deleted deleted -> true;
                    case Lookup.Missing missing -> false;
                });
    }

    private static boolean deletes(Account account, PortableDocument activity) {
        return activity.type().equals("Delete")
                && activity.json()
                        .id("object")
                        .flatMap(PortableId::parse)
                        .filter(account.actor()::equals)
                        .isPresent();
    }
}
