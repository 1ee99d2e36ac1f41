package social.godwit.activitypub.gateway;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.http.Problem;
import social.godwit.identity.document.PortableDocument;
import social.godwit.store.Transactions;
import social.godwit.store.document.Admission;
import social.godwit.store.document.Intake;
import social.godwit.store.document.Repositories;
import social.godwit.store.replication.GatewayRecords;

/**
 * Takes an owner's documents back from a backup, and the records of what gateways observed, in any order and as often as they come: as
 * if another gateway of the account had sent them. So documents are admitted each by itself, and what is older than the account is
 * here is delivered to nobody; and whoever follows does so here only once this instance has verified the follower's own request.
 */
@ApplicationScoped
public class Restoring {
    /** Documents of one account in ten minutes. */
    private static final int DOCUMENTS_MAX = 200_000;

    private final Repositories repositories;
    private final GatewayRecords records;
    private final ReplicatedDocuments effects;
    private final AccountStore accounts;
    private final AccountDevices devices;
    private final FreshProofs proofs;
    private final Transactions transactions;
    private final InstantSource clock;
    private final Allowance allowance;

    Restoring(
            Repositories repositories,
            GatewayRecords records,
            ReplicatedDocuments effects,
            AccountStore accounts,
            AccountDevices devices,
            FreshProofs proofs,
            Transactions transactions,
            InstantSource clock) {
        this.repositories = repositories;
        this.records = records;
        this.effects = effects;
        this.accounts = accounts;
        this.devices = devices;
        this.proofs = proofs;
        this.transactions = transactions;
        this.clock = clock;
        this.allowance = new Allowance(clock, DOCUMENTS_MAX, Duration.ofMinutes(10));
    }

    /** What came of a batch. */
    public sealed interface Outcome {
        /**
         * It was looked at.
         *
         * @param stored how many are new here
         * @param known how many were here before
         * @param refused how many are not taken: their bytes were removed here, the key log does not go with them, or no gateway of
         *     the account has signed the record
         * @param later how many records have to be sent again, when those before them have been verified
         */
        record Taken(int stored, int known, int refused, int later) implements Outcome {}

        /** It was not: 400, 403 or 429. */
        record Refused(Problem problem) implements Outcome {}
    }

    /**
     * Takes at most {@link Batch#DOCUMENTS_MAX} documents of {@code account}.
     *
     * @param passphrase the field {@code Godwit-Passphrase} of the request
     * @param network where it came from
     */
    public Uni<Outcome> take(Account account, List<byte[]> texts, Optional<String> passphrase, String network) {
        Optional<Problem> problem = problem(account, texts);
        return problem.isPresent()
                ? refused(problem.get())
                : Uni.createFrom()
                        .item(() -> BatchReading.of(texts, clock.instant()))
                        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                        .chain(reading -> switch (reading) {
                            case BatchReading.Refused refused -> refused(refused.problem());
                            case BatchReading.Read read ->
                                checked(account, read.documents(), new FreshProofs.Shown(passphrase, network));
                        });
    }

    /** Takes at most {@link Batch#DOCUMENTS_MAX} records of {@code account}; what they tell counts once it was verified. */
    public Uni<Outcome> takeRecords(Account account, List<byte[]> lines) {
        Optional<Problem> problem = problem(account, lines);
        return problem.isPresent()
                ? refused(problem.get())
                : records.take(account.did(), lines).map(Restoring::counted);
    }

    private static Outcome counted(List<social.godwit.store.replication.Outcome> outcomes) {
        int stored = 0;
        int known = 0;
        int refused = 0;
        int later = 0;
        for (var outcome : outcomes) {
            switch (outcome.kind()) {
                case STORED -> stored++;
                case KNOWN, GONE -> known++;
                case NOT_YET -> later++;
                case REFUSED, UNKNOWN_ACCOUNT, WANTED -> refused++;
            }
        }
        return new Outcome.Taken(stored, known, refused, later);
    }

    private Optional<Problem> problem(Account account, List<byte[]> lines) {
        if (lines.isEmpty() || lines.size() > Batch.DOCUMENTS_MAX) {
            return Optional.of(Problem.of(
                    400, "batch-size", "Bad Request", "a batch holds 1 to " + Batch.DOCUMENTS_MAX + " of them"));
        }
        return allowance
                .refusal(account.did().toString(), lines.size())
                .or(() -> account.status() == Account.Status.DELETED || !account.listed()
                        ? Optional.of(Problem.of(403, "not-a-gateway", "Forbidden", "the account is not kept here"))
                        : Optional.empty());
    }

    /** What a stolen device must not do by its outbox, it must not do by a backup either. */
    private Uni<Outcome> checked(Account account, List<PortableDocument> documents, FreshProofs.Shown shown) {
        return proofs.refusal(account, documents, shown)
                .chain(problem -> problem.map(Restoring::refused).orElseGet(() -> admit(account, documents)));
    }

    private Uni<Outcome> admit(Account account, List<PortableDocument> documents) {
        if (documents.stream()
                .anyMatch(document -> !Repositories.keeping(document).equals(account.did()))) {
            return refused(
                    Problem.of(403, "not-the-owner", "Forbidden", "a document of another account is among them"));
        }
        return transactions
                .inTransaction(() -> repositories.admit(documents).call(this::apply))
                .invoke(() -> {
                    accounts.forget(account.did());
                    devices.forget(account.did());
                })
                .map(intake -> new Outcome.Taken(
                        count(intake, Admission.Stored.class),
                        count(intake, Admission.Known.class),
                        count(intake, Admission.Refused.class),
                        0));
    }

    private Uni<Void> apply(Intake intake) {
        return Multi.createFrom()
                .iterable(intake.changes())
                .onItem()
                .transformToUniAndConcatenate(effects::counting)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static int count(Intake intake, Class<? extends Admission> kind) {
        return (int) intake.outcomes().stream().filter(kind::isInstance).count();
    }

    private static Uni<Outcome> refused(Problem problem) {
        return Uni.createFrom().item(new Outcome.Refused(problem));
    }
}
