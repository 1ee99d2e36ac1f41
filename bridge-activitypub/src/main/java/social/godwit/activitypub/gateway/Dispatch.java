package social.godwit.activitypub.gateway;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Set;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.delivery.Deliveries;
import social.godwit.activitypub.delivery.Outgoing;
import social.godwit.activitypub.delivery.Outgoing.Signer;
import social.godwit.activitypub.effect.Recipients;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.PortableDocument;
import social.godwit.store.document.StoredDocument;
import social.godwit.store.replication.Replica;
import social.godwit.store.replication.Replicas;

/**
 * Who sends an owner's activity. The home does, whichever gateway took it; another gateway keeps in mind what it took until
 * the home has it. Gateways that do not keep repositories in step get it forwarded by the one that took it.
 */
@ApplicationScoped
class Dispatch {
    /** What is older than this when it comes was delivered long ago, or is of no use to anybody any more. */
    private static final Duration DELIVERED_WITHIN = Duration.ofDays(30);

    private final Deliveries deliveries;
    private final Replicas replicas;
    private final HibernateStandIns standIns;
    private final HeldDeliveries held;
    private final InstantSource clock;

    Dispatch(
            Deliveries deliveries,
            Replicas replicas,
            HibernateStandIns standIns,
            HeldDeliveries held,
            InstantSource clock) {
        this.deliveries = deliveries;
        this.replicas = replicas;
        this.standIns = standIns;
        this.held = held;
        this.clock = clock;
    }

    /**
     * What the owner posted here, within the caller's transaction.
     *
     * @return whether it waits here because what it brings is hidden here; the account's other gateways get it all the same
     */
    Uni<Boolean> posted(Account account, PortableDocument activity, StoredDocument stored, Recipients recipients) {
        Set<String> foreign = foreignOutboxes(account);
        return held.forget(account, activity.json())
                .chain(() -> held.hides(account, activity.json()))
                .call(hidden -> {
                    if (account.home() && !hidden) {
                        return enqueue(outgoing(account, activity, recipients, foreign, Signer.ACCOUNT));
                    }
                    Signer signer = account.home() ? Signer.ACCOUNT : Signer.INSTANCE;
                    Uni<Void> forwarded = enqueue(outgoing(account, activity, Recipients.NONE, foreign, signer));
                    if (recipients.isEmpty()) {
                        return forwarded;
                    }
                    return forwarded.chain(() -> account.home()
                            ? held.keep(account, activity.json(), stored, recipients)
                            : forTheHome(account, activity, stored, recipients, 1));
                });
    }

    private Uni<Void> enqueue(Outgoing outgoing) {
        return outgoing.reachesNobody() ? Uni.createFrom().voidItem() : deliveries.enqueue(outgoing);
    }

    /**
     * What came from another gateway, within the caller's transaction. What was said before the account came here, also by a
     * home that lost everything and was refilled, is not delivered again.
     */
    Uni<Void> replicated(Account account, PortableDocument activity, StoredDocument stored, Recipients recipients) {
        boolean recent = activity.proofTime().isAfter(account.registeredAt())
                && activity.proofTime().isAfter(clock.instant().minus(DELIVERED_WITHIN));
        if (!recent || recipients.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        if (account.home()) {
            return held.forget(account, activity.json())
                    .chain(() -> held.hides(account, activity.json()))
                    .chain(hidden -> hidden
                            ? held.keep(account, activity.json(), stored, recipients)
                            : deliveries.enqueue(outgoing(account, activity, recipients, Set.of(), Signer.ACCOUNT)));
        }
        return account.listed()
                ? forTheHome(
                        account, activity, stored, recipients, StandIns.place(account.gateways(), account.origin()))
                : Uni.createFrom().voidItem();
    }

    /** Keeps it in mind until the home has delivered it; a home that does not keep in step tells nothing of that. */
    private Uni<Void> forTheHome(
            Account account, PortableDocument activity, StoredDocument stored, Recipients recipients, int place) {
        return replicas.of(account.did())
                .chain(all -> all.stream()
                        .map(Replica::peer)
                        .filter(peer -> peer.origin().equals(account.homeOrigin()))
                        .findFirst()
                        .map(home -> standIns.keep(
                                account, stored, idOf(activity), recipients, home.key(), place, clock.instant()))
                        .orElse(Uni.createFrom().voidItem()));
    }

    private static Set<String> foreignOutboxes(Account account) {
        PortableId outbox = PortableId.of(account.did(), account.paths().outbox());
        Set<String> urls = new LinkedHashSet<>();
        for (Origin gateway : account.foreign()) {
            urls.add(outbox.at(gateway));
        }
        return urls;
    }

    private static Outgoing outgoing(
            Account account, PortableDocument activity, Recipients recipients, Set<String> inboxes, Signer signer) {
        return new Outgoing(
                account.did(),
                idOf(activity),
                new String(activity.bytes(), StandardCharsets.UTF_8),
                recipients.actors(),
                inboxes,
                recipients.followers(),
                signer);
    }

    static String idOf(PortableDocument document) {
        return document.json().string("id").orElseThrow();
    }
}
