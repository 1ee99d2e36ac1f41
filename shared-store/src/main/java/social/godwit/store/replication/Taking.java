package social.godwit.store.replication;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.receipt.Receipt;
import social.godwit.store.Transactions;
import social.godwit.store.document.Admission;
import social.godwit.store.document.Held;
import social.godwit.store.document.Intake;
import social.godwit.store.document.Repositories;

/** Takes records from peers: verified, stored and applied in one transaction. */
final class Taking {
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

    private static final Uni<Outcome> MISPLACED = Uni.createFrom().item(Outcome.refused("frame"));
    private static final Outcome INVALID = Outcome.refused("invalid");

    private Uni<List<Outcome>> documents(Did from, List<byte[]> documents, Taken taken) {
        if (documents.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return verifier.read(documents, clock.instant())
                .chain(verdicts -> admit(verdicts).map(admissions -> {
                    List<Outcome> outcomes = new ArrayList<>();
                    for (DocumentVerdict verdict : verdicts) {
                        outcomes.add(
                                switch (verdict) {
                                    case DocumentVerdict.Admissible(PortableDocument document) ->
                                        note(from, document, admissions.next(), taken);
                                    case DocumentVerdict.NotYet notYet -> Outcome.of(Outcome.Kind.NOT_YET);
                                    case DocumentVerdict.Inadmissible bad -> INVALID;
                                });
                    }
                    return outcomes;
                }));
    }

    private Uni<Iterator<Admission>> admit(List<DocumentVerdict> verdicts) {
        List<PortableDocument> admissible = new ArrayList<>();
        for (DocumentVerdict verdict : verdicts) {
            if (verdict instanceof DocumentVerdict.Admissible(PortableDocument document)) {
                admissible.add(document);
            }
        }
        if (admissible.isEmpty()) {
            return Uni.createFrom().item(List.<Admission>of().iterator());
        }
        return transactions
                .inTransaction(() -> repositories.admit(admissible).call(this::apply))
                .map(intake -> intake.outcomes().iterator());
    }

    private Uni<Void> apply(Intake intake) {
        return InTurn.each(intake.changes(), effects::counting);
    }

    private Outcome note(Did from, PortableDocument document, Admission admission, Taken taken) {
        Outcome outcome = switch (admission) {
            case Admission.Stored stored -> Outcome.of(Outcome.Kind.STORED);
            case Admission.Known known -> Outcome.of(Outcome.Kind.KNOWN);
            case Admission.Refused(Sha256 hash, Admission.Refusal reason) -> outcome(reason);
        };
        taken.byHash.put(document.hash(), outcome);
        if (!(admission instanceof Admission.Refused)) {
            arrivals.note(document.hash(), from);
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
            case PURGED -> Outcome.of(Outcome.Kind.GONE);
            case MALFORMED -> Outcome.refused("malformed");
            case KEY_LOG -> Outcome.refused("key-log");
        };
    }

    private Uni<Void> answer(Did from, List<Frame> frames, List<Outcome> judged, Taken taken) {
        var documents = judged.iterator();
        return InTurn.map(frames, frame -> switch (frame) {
                    case Frame.Document document -> Uni.createFrom().item(documents::next);
                    case Frame.GatewayRecord record -> record(from, record.bytes(), taken);
                    case Frame.Offer offer -> offered(from, offer);
                    case Frame.Gone gone -> MISPLACED;
                    case Frame.Absent absent -> MISPLACED;
                    case Frame.Items items -> MISPLACED;
                })
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

    private Uni<Outcome> offered(Did from, Frame.Offer offer) {
        return repositories.held(offer.account(), List.of(offer.hash())).chain(held -> {
            Held here = held.get(offer.hash());
            if (here == null) {
                return repositories
                        .kind(offer.account())
                        .map(kind -> Outcome.of(kind.isPresent() ? Outcome.Kind.WANTED : Outcome.Kind.UNKNOWN_ACCOUNT));
            }
            arrivals.note(offer.hash(), from);
            return Uni.createFrom()
                    .item(Outcome.of(here instanceof Held.Here ? Outcome.Kind.KNOWN : Outcome.Kind.GONE));
        });
    }
}
