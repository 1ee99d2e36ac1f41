package social.godwit.store.replication;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.receipt.Receipt;
import social.godwit.store.InTurn;
import social.godwit.store.Transactions;
import social.godwit.store.document.Admission;
import social.godwit.store.document.Intake;
import social.godwit.store.document.Repositories;
import social.godwit.store.stream.StreamCursor;

/**
 * Takes records from peers: verified, then stored and applied in one transaction for all accounts that share a partition of the
 * stream, for who writes to a partition keeps others from it until its transaction ends.
 */
final class Taking {
    /** Transactions at once for a request. */
    private static final int SIDE_BY_SIDE = 4;

    private final Repositories repositories;
    private final GatewayRecords records;
    private final Replicas replicas;
    private final Transactions transactions;
    private final Effects effects;
    private final Verifier verifier;
    private final Arrivals arrivals;
    private final InstantSource clock;

    Taking(Replication.Surroundings with, Arrivals arrivals) {
        this.repositories = with.repositories();
        this.records = with.records();
        this.replicas = with.replicas();
        this.transactions = with.transactions();
        this.effects = with.effects();
        this.verifier = with.verifier();
        this.arrivals = arrivals;
        this.clock = with.clock();
    }

    /**
     * What came of a peer's frames.
     *
     * @param outcomes one per frame, in order
     * @param invalid how many were no documents at all
     * @param hashes of the documents that could be read, by account, that are stored here now
     * @param byHash what became of the documents and records that could be read
     */
    record Taken(List<Outcome> outcomes, int invalid, Map<Did, List<Sha256>> hashes, Map<Sha256, Outcome> byHash) {
        /** A receipt per account. */
        List<JsonObject> receipts(Self self, Instant now) {
            List<JsonObject> receipts = new ArrayList<>();
            hashes.forEach((account, some) -> receipts.add(
                    new Receipt(self.origin(), self.did(), account, now.truncatedTo(ChronoUnit.SECONDS), some)
                            .sign(self.key())));
            return receipts;
        }
    }

    /** Takes frames of the kinds 1, 2 and 6; others are refused. */
    Uni<Taken> take(Did from, List<Frame> frames) {
        List<byte[]> documents = new ArrayList<>();
        for (Frame frame : frames) {
            if (frame instanceof Frame.Document document) {
                documents.add(document.bytes());
            }
        }
        var taken = new Taken(new ArrayList<>(), 0, new LinkedHashMap<>(), new HashMap<>());
        return documents(from, documents, taken)
                .chain(judged -> answer(from, frames, judged, taken)
                        .map(done -> new Taken(
                                taken.outcomes,
                                (int) judged.stream()
                                        .filter(outcome -> outcome.equals(INVALID))
                                        .count(),
                                taken.hashes,
                                taken.byHash)));
    }

    private static final Set<Visibility> EVERYTHING = EnumSet.allOf(Visibility.class);
    private static final Uni<Outcome> MISPLACED = Uni.createFrom().item(Outcome.refused("frame"));
    private static final Outcome INVALID = Outcome.refused("invalid");

    private Uni<List<Outcome>> documents(Did from, List<byte[]> documents, Taken taken) {
        if (documents.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return verifier.read(documents, clock.instant())
                .invoke(verdicts -> verdicts.forEach(verdict -> came(from, verdict)))
                .chain(verdicts -> admit(from, verdicts).map(admissions -> {
                    List<Outcome> outcomes = new ArrayList<>();
                    for (DocumentVerdict verdict : verdicts) {
                        outcomes.add(
                                switch (verdict) {
                                    case DocumentVerdict.Admissible(PortableDocument document) ->
                                        note(
                                                document,
                                                Objects.requireNonNull(admissions.get(partition(document)))
                                                        .next(),
                                                taken);
                                    case DocumentVerdict.NotYet notYet -> Outcome.of(Outcome.Kind.NOT_YET);
                                    case DocumentVerdict.Inadmissible bad -> INVALID;
                                });
                    }
                    return outcomes;
                }));
    }

    /** Noted before it is stored: who pushes sees it as soon as it is, and is not to send it back. */
    private void came(Did from, DocumentVerdict verdict) {
        if (verdict instanceof DocumentVerdict.Admissible(PortableDocument document)) {
            arrivals.note(document.hash(), from);
        }
    }

    private static int partition(PortableDocument document) {
        return StreamCursor.partition(Repositories.keeping(document));
    }

    /** What came of those that are admissible, by partition, in their order. */
    private Uni<Map<Integer, Iterator<Admission>>> admit(Did from, List<DocumentVerdict> verdicts) {
        Map<Integer, List<PortableDocument>> admissible = new TreeMap<>();
        for (DocumentVerdict verdict : verdicts) {
            if (verdict instanceof DocumentVerdict.Admissible(PortableDocument document)) {
                admissible
                        .computeIfAbsent(partition(document), absent -> new ArrayList<>())
                        .add(document);
            }
        }
        Map<Integer, Iterator<Admission>> admissions = new ConcurrentHashMap<>();
        return Multi.createFrom()
                .iterable(admissible.entrySet())
                .onItem()
                .transformToUni(some -> transactions
                        .inTransaction(() -> repositories
                                .admit(some.getValue())
                                .call(this::apply)
                                .call(intake -> brought(from, intake)))
                        .invoke(intake ->
                                admissions.put(some.getKey(), intake.outcomes().iterator())))
                .collectFailures()
                .merge(SIDE_BY_SIDE)
                .onItem()
                .ignoreAsUni()
                .replaceWith(admissions);
    }

    private Uni<Void> apply(Intake intake) {
        return InTurn.each(intake.changes(), effects::counting);
    }

    private Uni<Void> brought(Did from, Intake intake) {
        Map<Did, Replicas.Brought> numbers = new HashMap<>();
        intake.changes()
                .forEach(change ->
                        numbers.put(change.owner(), new Replicas.Brought(change.before(), change.lastNumber())));
        return numbers.isEmpty() ? Uni.createFrom().voidItem() : replicas.brought(from, numbers);
    }

    private Outcome note(PortableDocument document, Admission admission, Taken taken) {
        Outcome outcome = switch (admission) {
            case Admission.Stored stored -> Outcome.of(Outcome.Kind.STORED);
            case Admission.Known known -> Outcome.of(Outcome.Kind.KNOWN);
            case Admission.Refused(Sha256 hash, Admission.Refusal reason) -> outcome(reason);
        };
        taken.byHash.put(document.hash(), outcome);
        if (!(admission instanceof Admission.Refused)) {
            List<Sha256> hashes =
                    taken.hashes.computeIfAbsent(Repositories.keeping(document), absent -> new ArrayList<>());
            if (!hashes.contains(document.hash())) {
                hashes.add(document.hash());
            }
        }
        return outcome;
    }

    private static Outcome outcome(Admission.Refusal reason) {
        return switch (reason) {
            case NO_REPOSITORY -> Outcome.of(Outcome.Kind.UNKNOWN_ACCOUNT);
            case PURGED, ERASED -> Outcome.of(Outcome.Kind.GONE);
            case MALFORMED -> Outcome.refused("malformed");
            case KEY_LOG -> Outcome.refused("key-log");
        };
    }

    private Uni<Void> answer(Did from, List<Frame> frames, List<Outcome> judged, Taken taken) {
        var documents = judged.iterator();
        return offered(from, frames)
                .chain(offered -> InTurn.map(frames, frame -> switch (frame) {
                    case Frame.Document document -> Uni.createFrom().item(documents::next);
                    case Frame.GatewayRecord record -> record(from, record.bytes(), taken);
                    case Frame.Offer offer -> Uni.createFrom().item(offered.get(offer));
                    case Frame.Gone gone -> MISPLACED;
                    case Frame.Absent absent -> MISPLACED;
                    case Frame.Items items -> MISPLACED;
                }))
                .invoke(taken.outcomes::addAll)
                .replaceWithVoid();
    }

    private Uni<Outcome> record(Did from, byte[] record, Taken taken) {
        Optional<Did> account = records.account(record);
        if (account.isEmpty()) {
            return Uni.createFrom().item(INVALID);
        }
        return replicas.find(from, account.get())
                .chain(replica -> replica.isEmpty()
                        ? Uni.createFrom().item(Outcome.of(Outcome.Kind.UNKNOWN_ACCOUNT))
                        : record(account.get(), record))
                .invoke(outcome -> taken.byHash.put(Sha256.of(record), outcome));
    }

    /** What is here was verified. */
    private Uni<Outcome> record(Did account, byte[] record) {
        return records.find(account, List.of(Sha256.of(record)))
                .chain(here -> here.isEmpty()
                        ? records.take(account, List.of(record)).map(List::getFirst)
                        : Uni.createFrom().item(Outcome.of(Outcome.Kind.KNOWN)));
    }

    /** What is to be said to offers; all are looked up in one transaction. */
    private Uni<Map<Frame.Offer, Outcome>> offered(Did from, List<Frame> frames) {
        Map<Did, Set<Sha256>> offers = new LinkedHashMap<>();
        for (Frame frame : frames) {
            if (frame instanceof Frame.Offer offer) {
                offers.computeIfAbsent(offer.account(), absent -> new LinkedHashSet<>())
                        .add(offer.hash());
            }
        }
        Map<Frame.Offer, Outcome> outcomes = new HashMap<>();
        return offers.isEmpty()
                ? Uni.createFrom().item(outcomes)
                : transactions.inTransaction(() -> InTurn.each(
                                offers.entrySet(), entry -> offered(from, entry.getKey(), entry.getValue(), outcomes))
                        .replaceWith(outcomes));
    }

    private Uni<Void> offered(Did from, Did account, Set<Sha256> hashes, Map<Frame.Offer, Outcome> outcomes) {
        return repositories
                .kind(account)
                .chain(kind -> repositories.sizes(account, hashes, EVERYTHING).invoke(sizes -> {
                    for (Sha256 hash : hashes) {
                        Integer here = sizes.get(hash);
                        if (here != null) {
                            arrivals.note(hash, from);
                        }
                        outcomes.put(new Frame.Offer(account, hash), Outcome.of(offered(kind.isPresent(), here)));
                    }
                }))
                .replaceWithVoid();
    }

    private static Outcome.Kind offered(boolean kept, @Nullable Integer size) {
        if (size == null) {
            return kept ? Outcome.Kind.WANTED : Outcome.Kind.UNKNOWN_ACCOUNT;
        }
        return size > 0 ? Outcome.Kind.KNOWN : Outcome.Kind.GONE;
    }
}
