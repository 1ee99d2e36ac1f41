package social.godwit.activitypub.gateway;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.Account.Status;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.delivery.Deliveries;
import social.godwit.activitypub.gateway.OutboxOutcome.Refused;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.vocabulary.Imported;
import social.godwit.identity.document.ContentId;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.document.Lookup;
import social.godwit.store.document.Repositories;

/**
 * What the owner says (FEP-ae97): documents with the owner's proofs, whoever brings them. Verified, judged, then kept,
 * applied and queued for delivery in one transaction. What is delivered and served are the bytes that came in.
 */
@ApplicationScoped
public class Outbox {
    /** Documents of one account in ten minutes; of those that are sent to nobody ({@link Imported}) thirty times as many. */
    private static final int DOCUMENTS_MAX = 3_000;

    private static final int SENT_COSTS = 30;

    /** More signatures than this are verified on a worker thread. */
    private static final int ON_EVENT_LOOP_MAX = 4;

    private final Instance instance;
    private final AccountStore accounts;
    private final Repositories repositories;
    private final Publishing publishing;
    private final Deliveries deliveries;
    private final AccountDevices devices;
    private final FreshProofs proofs;
    private final InstantSource clock;
    private final Allowance allowance;

    Outbox(
            Instance instance,
            AccountStore accounts,
            Repositories repositories,
            Publishing publishing,
            Deliveries deliveries,
            AccountDevices devices,
            FreshProofs proofs,
            InstantSource clock) {
        this.instance = instance;
        this.accounts = accounts;
        this.repositories = repositories;
        this.publishing = publishing;
        this.deliveries = deliveries;
        this.devices = devices;
        this.proofs = proofs;
        this.clock = clock;
        this.allowance = new Allowance(clock, DOCUMENTS_MAX * SENT_COSTS, Duration.ofMinutes(10));
    }

    /**
     * Takes {@code texts} for the outbox of {@code account}, all or nothing.
     *
     * @param passphrase the field {@code Godwit-Passphrase} of the request
     * @param network where it came from
     */
    public Uni<OutboxOutcome> post(Account account, List<byte[]> texts, Optional<String> passphrase, String network) {
        var shown = new FreshProofs.Shown(passphrase, network);
        if (account.status() == Status.DELETED) {
            return refused(Problem.of(403, "deleted", "Forbidden", "this account was deleted by its owner"));
        }
        Optional<Problem> tooMany =
                allowance.refusal(account.did().toString(), Math.clamp(texts.size(), 1, Batch.DOCUMENTS_MAX));
        if (tooMany.isPresent()) {
            return refused(tooMany.get());
        }
        return read(texts).flatMap(reading -> switch (reading) {
            case BatchReading.Refused refused -> refused(refused.problem());
            case BatchReading.Read read
            when !account.listed() && !isAllKeyLog(read.documents()) ->
                refused(Problem.of(
                        403,
                        "not-a-gateway",
                        "Forbidden",
                        "the account's gateways do not list " + account.origin()
                                + " any more: it serves what it has, and takes no more"));
            case BatchReading.Read read ->
                allowance
                        .refusal(account.did().toString(), sent(read.documents()) * (SENT_COSTS - 1))
                        .map(Outbox::refused)
                        .orElseGet(() -> judge(account, read.documents(), shown));
        });
    }

    /** Whoever made the account leave this gateway may be a thief: the recovery key is heard here all the same. */
    private static boolean isAllKeyLog(List<PortableDocument> documents) {
        return documents.stream().allMatch(document -> document.type().equals(ContentId.KEY_LOG_ENTRY));
    }

    private static int sent(List<PortableDocument> documents) {
        return (int) documents.stream()
                .filter(document -> !Enrolment.isLogOrCheckpoint(document) && !Imported.brings(document.json()))
                .count();
    }

    private Uni<BatchReading> read(List<byte[]> texts) {
        Uni<BatchReading> reading = Uni.createFrom().item(() -> BatchReading.of(texts, clock.instant()));
        return texts.size() > ON_EVENT_LOOP_MAX
                ? reading.runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                : reading;
    }

    private Uni<OutboxOutcome> judge(Account account, List<PortableDocument> documents, FreshProofs.Shown shown) {
        return actor(account)
                .map(actor -> Posting.read(account, documents, actor, instance.development()))
                .flatMap(reading -> switch (reading) {
                    case Posting.Reading.Unfit unfit -> refused(unfit.problem());
                    case Posting.Reading.Fit fit ->
                        proofs.refusal(account, fit.posting(), shown)
                                .chain(refusal -> refusal.map(Outbox::refused)
                                        .orElseGet(() -> publishing.publish(account, fit.posting())));
                })
                .invoke(outcome -> {
                    if (outcome instanceof OutboxOutcome.Accepted) {
                        accounts.forget(account.did());
                        devices.forget(account.did());
                        deliveries.wake();
                    }
                });
    }

    /** The actor document as it is: only what a suspended account may change is compared with it. */
    private Uni<Optional<JsonObject>> actor(Account account) {
        if (account.active()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return repositories
                .find(account.actor(), account.origin())
                .map(lookup -> lookup instanceof Lookup.Found found
                        ? Optional.of(found.document().json())
                        : Optional.empty());
    }

    private static Uni<OutboxOutcome> refused(Problem problem) {
        return Uni.createFrom().item(new Refused(problem));
    }
}
