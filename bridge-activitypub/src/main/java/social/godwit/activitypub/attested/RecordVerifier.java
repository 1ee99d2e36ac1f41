package social.godwit.activitypub.attested;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.inbox.Admission;
import social.godwit.activitypub.inbox.AttestedAdmission;
import social.godwit.store.record.GatewayRecord;
import social.godwit.store.record.RecordKind;
import social.godwit.store.record.RecordStore;
import social.godwit.store.record.Standing;
import social.godwit.store.record.StoredRecord;
import social.godwit.store.replication.Replica;
import social.godwit.store.replication.Replicas;

/**
 * Verifies what other gateways attest, and lets it in: the stranger's request is judged as if it had come in here when it
 * came there, with a key that this instance fetched itself, and goes into the inbox queue, which knows an activity that it
 * has had. What cannot be verified is shown nowhere.
 */
@Singleton
public final class RecordVerifier {
    /** How many are claimed at a time. */
    static final int BATCH = 64;

    /** How many are verified side by side. */
    private static final int AT_ONCE = 8;

    /** When nobody answers, it is tried again for so long. */
    private static final Duration PATIENCE = Duration.ofDays(3);

    /** How long the account's documents are waited for. */
    private static final Duration DOCUMENTS_AWAITED = Duration.ofHours(1);

    private static final List<Duration> PAUSES =
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(6));

    private static final Logger LOG = Logger.getLogger(RecordVerifier.class);

    private final RecordStore records;
    private final Replicas replicas;
    private final AccountStore accounts;
    private final AttestedAdmission inbox;
    private final InstantSource clock;

    @Inject
    RecordVerifier(
            RecordStore records,
            Replicas replicas,
            AccountStore accounts,
            AttestedAdmission inbox,
            InstantSource clock) {
        this.records = records;
        this.replicas = replicas;
        this.accounts = accounts;
        this.inbox = inbox;
        this.clock = clock;
    }

    /** Works until nothing is left that can be verified now. */
    public Uni<Void> drain() {
        return records.claim(BATCH)
                .chain(claimed -> Multi.createFrom()
                        .iterable(claimed)
                        .onItem()
                        .transformToUni(this::verify)
                        .merge(AT_ONCE)
                        .collect()
                        .last()
                        .chain(last -> claimed.size() < BATCH ? Uni.createFrom().voidItem() : drain()));
    }

    private Uni<Void> verify(StoredRecord stored) {
        GatewayRecord record = stored.record();
        return replicas.of(record.account())
                .chain(shared -> isEmptyYet(shared) && waits(stored)
                        ? Uni.createFrom().voidItem()
                        : accounts.find(record.account())
                                .chain(account -> account.filter(Account::active)
                                        .map(owner -> verify(stored, owner))
                                        .orElseGet(() -> putOff(stored))))
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.warnf(failure, "a record of %s could not be verified now", record.gateway());
                    return putOff(stored);
                });
    }

    /**
     * Whether the account's documents are still on their way: what a stranger says of one that is not here would have no
     * effect. The claim runs out, and then it is looked at again.
     */
    private static boolean isEmptyYet(List<Replica> shared) {
        return shared.stream().anyMatch(replica -> replica.pull().isPresent())
                && shared.stream()
                        .noneMatch(replica ->
                                replica.pull().filter(Replica.Pull::done).isPresent());
    }

    /** Who follows can be said without any document; and a gateway that never gives its documents holds nothing up for long. */
    private boolean waits(StoredRecord stored) {
        return stored.record().kind() != RecordKind.FOLLOWER
                && stored.storedAt().plus(DOCUMENTS_AWAITED).isAfter(clock.instant());
    }

    private Uni<Void> verify(StoredRecord stored, Account account) {
        GatewayRecord record = stored.record();
        return records.about(record.account(), record.kind(), record.subject(), RecordStore.PAGE_MAX)
                .chain(others -> isOld(stored, others)
                        ? records.verified(record.account(), stored.hash()).replaceWithVoid()
                        : switch (AttestedRequest.read(record, account, others)) {
                            case AttestedRequest.Reading.Unfit(String reason) -> unverified(stored, reason);
                            case AttestedRequest.Reading.Fit fit ->
                                inbox.admitAgain(
                                                fit.request(),
                                                fit.ownInbox() ? Optional.of(account) : Optional.empty(),
                                                record.received())
                                        .chain(admission -> settle(stored, admission));
                        });
    }

    /** Whether the stranger has said something newer that is verified: then the old word has no effect any more. */
    private static boolean isOld(StoredRecord stored, List<StoredRecord> others) {
        return others.stream()
                .anyMatch(other -> other.standing() == Standing.VERIFIED
                        && other.record().rank().isAfter(stored.record().rank()));
    }

    private Uni<Void> settle(StoredRecord stored, Admission admission) {
        return switch (admission) {
            case Admission.Accepted ignored ->
                records.verified(stored.record().account(), stored.hash()).replaceWithVoid();
            case Admission.Ignored(String reason) -> unverified(stored, reason);
            case Admission.Refused(int status, String title, String detail) ->
                stored.attempts() < PAUSES.size() ? putOff(stored) : unverified(stored, title + ": " + detail);
            case Admission.Unavailable(String detail) ->
                stored.storedAt().plus(PATIENCE).isAfter(clock.instant()) ? putOff(stored) : unverified(stored, detail);
        };
    }

    private Uni<Void> putOff(StoredRecord stored) {
        Instant until = clock.instant().plus(PAUSES.get(Math.min(stored.attempts(), PAUSES.size() - 1)));
        return records.putOff(stored.record().account(), stored.hash(), until);
    }

    private Uni<Void> unverified(StoredRecord stored, String reason) {
        LOG.infof(
                "what %s attests for %s cannot be verified: %s",
                stored.record().gateway(), stored.record().account(), reason);
        return records.unverified(stored.record().account(), stored.hash());
    }
}
