package social.godwit.activitypub.gateway;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.account.ActorKeys;
import social.godwit.activitypub.collection.ObjectCollectionStore;
import social.godwit.activitypub.effect.OwnerEffects;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.Transactions;
import social.godwit.store.document.Publication;
import social.godwit.store.document.Repositories;
import social.godwit.store.document.StoredDocument;

/**
 * The one transaction behind an outbox: documents are kept, their effects applied, deliveries queued, receipts signed. Of
 * documents that were here before nothing is done again, so a client that got no answer simply sends its batch again.
 */
@ApplicationScoped
class Publishing {
    private static final String HELD = "This server shows and sends this to nobody until a moderator has looked at it."
            + " Your other servers are not bound by that.";

    private final AccountStore accounts;
    private final NewestActor newestActor;
    private final Repositories repositories;
    private final OwnerEffects effects;
    private final Dispatch dispatch;
    private final Receipts receipts;
    private final ObjectCollectionStore collections;
    private final Transactions transactions;
    private final InstantSource clock;

    Publishing(
            AccountStore accounts,
            NewestActor newestActor,
            Repositories repositories,
            OwnerEffects effects,
            Dispatch dispatch,
            Receipts receipts,
            ObjectCollectionStore collections,
            Transactions transactions,
            InstantSource clock) {
        this.accounts = accounts;
        this.newestActor = newestActor;
        this.repositories = repositories;
        this.effects = effects;
        this.dispatch = dispatch;
        this.receipts = receipts;
        this.collections = collections;
        this.transactions = transactions;
        this.clock = clock;
    }

    Uni<OutboxOutcome> publish(Account account, Posting posting) {
        return Rollback.undoing(
                transactions.inTransaction(() -> refuseUsedIds(posting)
                        .chain(() -> repositories.publish(account.did(), posting.documents()))
                        .map(Publishing::fresh)
                        .chain(fresh -> refuseUnlisted(account, posting)
                                .chain(() -> refreshAccount(account, posting))
                                .chain(now -> applyAll(now, posting, fresh)))
                        .chain(held -> receipts.give(account.did(), account.origin(), posting.documents())
                                .map(given -> accepted(account, posting, given, held)))),
                OutboxOutcome.Refused::new);
    }

    private static Map<Sha256, StoredDocument> fresh(Publication publication) {
        if (!(publication instanceof Publication.Published published)) {
            throw new Rollback(OutboxProblems.of(publication));
        }
        Map<Sha256, StoredDocument> fresh = new HashMap<>();
        published.fresh().forEach(document -> fresh.put(document.hash(), document));
        return fresh;
    }

    /** An activity's id, and that of an object which is created, names one document for ever. */
    private Uni<Void> refuseUsedIds(Posting posting) {
        Map<PortableId, PortableDocument> claimed = new LinkedHashMap<>();
        for (PortableDocument activity : posting.activities()) {
            PortableDocument other = claimed.putIfAbsent(activity.id(), activity);
            Rollback.unless(other == null || other.hash().equals(activity.hash()), OutboxProblems.used(activity.id()));
            if (activity.type().equals("Create")) {
                activity.json()
                        .id("object")
                        .flatMap(PortableId::parse)
                        .flatMap(activity::embedded)
                        .ifPresent(object -> claimed.putIfAbsent(object.id(), object));
            }
        }
        if (claimed.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return repositories.newest(claimed.keySet()).flatMap(known -> {
            Uni<Void> checks = Uni.createFrom().voidItem();
            for (PortableId id : known.keySet()) {
                PortableDocument document = claimed.get(id);
                if (document != null) {
                    checks = checks.chain(() -> repositories
                            .find(document.owner(), document.hash())
                            .invoke(same -> Rollback.unless(same.isPresent(), OutboxProblems.used(id)))
                            .replaceWithVoid());
                }
            }
            return checks;
        });
    }

    /** From the first device on, what no checkpoint lists would be kept and shown to nobody. */
    private Uni<Void> refuseUnlisted(Account account, Posting posting) {
        List<Sha256> hashes =
                posting.activities().stream().map(PortableDocument::hash).toList();
        if (hashes.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return repositories
                .listed(account.did(), hashes)
                .invoke(listed -> Rollback.unless(
                        listed.containsAll(hashes), OutboxProblems.unlisted(hashes.size() - listed.size())))
                .replaceWithVoid();
    }

    /** The account as the actor document that counts now wants it: a new home sends what has made it the home. */
    private Uni<Account> refreshAccount(Account account, Posting posting) {
        Uni<Account> refreshed = posting.profile().isEmpty()
                ? Uni.createFrom().item(account)
                : newestActor
                        .follow(account)
                        .invoke(Publishing::refuseNameless)
                        .invoke(() -> accounts.forget(account.did()))
                        .chain(() -> accounts.find(account.did()))
                        .map(now -> now.orElse(account));
        return posting.deletesActor() ? refreshed.call(() -> accounts.markDeleted(account.did())) : refreshed;
    }

    /** A home has a handle: where the name was taken when the account came here, the owner first chooses another. */
    private static void refuseNameless(Optional<NewestActor.Followed> followed) {
        followed.ifPresent(now -> Rollback.unless(now.named() || !now.home(), Registrations.TAKEN));
    }

    /** Whether any of it is held here. */
    private Uni<Boolean> applyAll(Account account, Posting posting, Map<Sha256, StoredDocument> fresh) {
        Uni<Boolean> applied = Uni.createFrom().item(false);
        for (PortableDocument activity : posting.activities()) {
            if (fresh.containsKey(activity.hash())) {
                applied = applied.chain(before -> collections
                        .keep(account, activity)
                        .chain(() -> effects.apply(account, activity, clock.instant()))
                        .chain(recipients -> dispatch.posted(account, activity, fresh.get(activity.hash()), recipients))
                        .map(held -> before || held));
            }
        }
        return applied;
    }

    private static OutboxOutcome accepted(Account account, Posting posting, List<JsonObject> receipts, boolean held) {
        List<OutboxOutcome.Document> documents = posting.documents().stream()
                .map(document -> new OutboxOutcome.Document(Dispatch.idOf(document), document.hash()))
                .toList();
        return new OutboxOutcome.Accepted(documents, receipts, warnings(account, posting, held));
    }

    private static List<String> warnings(Account account, Posting posting, boolean held) {
        List<String> warnings = new ArrayList<>();
        if (held) {
            warnings.add(HELD);
        }
        posting.profile().ifPresent(profile -> {
            JsonObject actor = profile.document().json();
            warnings.addAll(profile.facts().warnings());
            if (profile.facts().homeIs(account.origin())) {
                if (ActorKeys.listedId(actor, account.key().publicKey()).isEmpty()) {
                    warnings.add("the actor does not list the RSA key of its first gateway:"
                            + " nothing can be delivered to servers that know no proofs");
                }
                if (ActorKeys.listsOtherRsaKey(actor, account.key().publicKey())) {
                    warnings.add("the actor lists an RSA key other than that of its first gateway: whoever holds it can"
                            + " speak, delete and move for the account at servers that know no proofs");
                }
            }
        });
        return warnings;
    }
}
