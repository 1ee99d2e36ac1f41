package social.godwit.activitypub.gateway;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.delivery.Deliveries;
import social.godwit.activitypub.delivery.Outgoing;
import social.godwit.activitypub.delivery.Outgoing.Signer;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.store.Transactions;

/**
 * Passes on what came into an account's inbox to those of its gateways that do not keep in step by themselves (FEP-ef61): the
 * same bytes to the same inbox, each activity once, so that no two gateways send it back and forth.
 */
@ApplicationScoped
public class InboxForwarding {
    private final HibernateStandIns forwarded;
    private final Deliveries deliveries;
    private final Transactions transactions;
    private final InstantSource clock;

    InboxForwarding(
            HibernateStandIns forwarded, Deliveries deliveries, Transactions transactions, InstantSource clock) {
        this.forwarded = forwarded;
        this.deliveries = deliveries;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Passes on what the inbox has admitted. */
    public Uni<Void> forward(Account account, byte[] body) {
        Optional<String> id = account.foreign().isEmpty() || !account.listed() ? Optional.empty() : activityId(body);
        return id.isEmpty()
                ? Uni.createFrom().voidItem()
                : transactions.inTransaction(() -> forwarded
                        .forwards(account.did(), id.get(), clock.instant())
                        .chain(first -> first
                                ? deliveries.enqueue(outgoing(account, id.get(), body))
                                : Uni.createFrom().voidItem()));
    }

    private static Outgoing outgoing(Account account, String id, byte[] body) {
        PortableId inbox = PortableId.of(account.did(), account.paths().inbox());
        Set<String> inboxes = new LinkedHashSet<>();
        for (Origin gateway : account.foreign()) {
            inboxes.add(inbox.at(gateway));
        }
        return new Outgoing(
                account.did(), id, new String(body, StandardCharsets.UTF_8), Set.of(), inboxes, false, Signer.INSTANCE);
    }

    private static Optional<String> activityId(byte[] body) {
        return StrictJson.read(body, JsonLimits.DOCUMENT) instanceof JsonReading.Read(JsonObject activity)
                ? activity.string("id")
                : Optional.empty();
    }
}
