package social.godwit.instance.policy;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.activitypub.note.NoteStore;
import social.godwit.activitypub.remote.GuardedClient;
import social.godwit.activitypub.remote.RemoteOutcome;
import social.godwit.activitypub.remote.RemoteRequest;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.network.desk.Desk;
import social.godwit.network.label.Labeler;
import social.godwit.network.label.LabelerStore;
import social.godwit.network.label.SignedLabel;
import social.godwit.network.moderation.CaseStore;
import social.godwit.network.moderation.Decision;
import social.godwit.network.moderation.Measure;
import social.godwit.network.moderation.Report;
import social.godwit.network.moderation.RuleReference;
import social.godwit.network.moderation.Subject;
import social.godwit.network.moderation.Turn;
import social.godwit.store.InTurn;
import social.godwit.store.Timers;

/**
 * Takes labels that other instances sign. A labeler that is trusted with it labels here as a decision of a machine, in the case of
 * whom it is about; of others a moderator gets a report. What a labeler withdraws is taken back.
 */
@ApplicationScoped
public class Labelers {
    private static final Duration LOOK = Duration.ofSeconds(15);
    private static final int AT_ONCE = 2;
    private static final int PAGE_BYTES = 8 << 20;
    private static final JsonLimits LIMITS = new JsonLimits(PAGE_BYTES, 40, 1_000_000, 4_096, false);

    private final LabelerStore store;
    private final CaseStore cases;
    private final NoteStore notes;
    private final Desk desk;
    private final GuardedClient client;
    private final Randomness randomness;
    private final InstantSource clock;

    Labelers(
            LabelerStore store,
            CaseStore cases,
            NoteStore notes,
            Desk desk,
            GuardedClient client,
            Randomness randomness,
            InstantSource clock) {
        this.store = store;
        this.cases = cases;
        this.notes = notes;
        this.desk = desk;
        this.client = client;
        this.randomness = randomness;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event, Timers timers) {
        timers.every(
                LOOK,
                "asking labelers for labels",
                () -> store.due(clock.instant(), AT_ONCE).chain(due -> InTurn.each(due, this::ask)));
    }

    /** All labelers. */
    public Uni<List<Labeler>> all() {
        return store.all();
    }

    /** Heeds a labeler; false when there are too many. */
    public Uni<Boolean> heed(Labeler labeler) {
        return store.put(labeler);
    }

    /** Heeds a labeler no longer; what it did stays until it is taken back. Whether it was heeded. */
    public Uni<Boolean> leave(Did labeler) {
        return store.remove(labeler);
    }

    /** Where an instance shows what it signed after a number. */
    private static URI page(Labeler labeler) {
        return URI.create(labeler.origin() + "/moderation/v1/documents?after=" + labeler.position());
    }

    private Uni<Void> ask(Labeler labeler) {
        return client.send(RemoteRequest.get(page(labeler), "application/json").bodySizeMax(PAGE_BYTES))
                .chain(outcome -> outcome instanceof RemoteOutcome.Response answer
                                && answer.isSuccess()
                                && StrictJson.read(answer.body(), LIMITS) instanceof JsonReading.Read(JsonObject page)
                        ? take(labeler, page)
                        : Uni.createFrom().item(labeler.failed("it could not be had: " + outcome, clock.instant())))
                .onFailure()
                .recoverWithItem(failure -> labeler.failed(String.valueOf(failure.getMessage()), clock.instant()))
                .chain(store::put)
                .replaceWithVoid();
    }

    private Uni<Labeler> take(Labeler labeler, JsonObject page) {
        Instant now = clock.instant();
        List<SignedLabel> labels = new ArrayList<>();
        for (Json item : page.list("documents")) {
            if (PortableDocument.read(Jcs.bytes(item), now)
                    instanceof DocumentVerdict.Admissible(PortableDocument document)) {
                SignedLabel.read(document)
                        .filter(label -> label.labeler().equals(labeler.did()))
                        .ifPresent(labels::add);
            }
        }
        long last = page.get("next") instanceof JsonNumber number
                ? Math.max(labeler.position(), number.integer().orElse(0L))
                : labeler.position();
        boolean more = last > labeler.position();
        return store.taken(labeler.did(), labels.stream().map(SignedLabel::id).toList())
                .chain(taken -> store.count(labeler.did()).chain(count -> all(labeler, labels, taken, count)))
                .replaceWith(labeler.read(last, more, now));
    }

    private Uni<Void> all(Labeler labeler, List<SignedLabel> labels, Map<String, String> taken, long count) {
        long room = Labeler.LABELS_MAX - count;
        Uni<Void> all = Uni.createFrom().voidItem();
        for (SignedLabel label : labels) {
            Optional<String> decision = Optional.ofNullable(taken.get(label.id()));
            boolean stands = label.stands(clock.instant());
            if (stands && decision.isEmpty() && room > 0) {
                room--;
                all = all.chain(() -> fresh(labeler, label));
            } else if (!stands && decision.isPresent()) {
                all = all.chain(() -> withdrawn(label, decision.get()));
            } else if (stands && decision.isPresent()) {
                all = all.chain(() -> store.take(label, compared(label.target()), decision.get()));
            }
        }
        return all;
    }

    private Uni<Void> fresh(Labeler labeler, SignedLabel label) {
        return subject(compared(label.target())).chain(subject -> switch (labeler.trust()) {
            case SUGGEST ->
                cases.file(suggestion(label, subject)).chain(() -> store.take(label, compared(label.target()), ""));
            case APPLY -> {
                Decision decision = decision(label, subject);
                yield desk.decide(decision)
                        .chain(turn -> turn instanceof Turn.Done
                                ? store.take(label, compared(label.target()), decision.id())
                                : Uni.createFrom().voidItem());
            }
        });
    }

    private Uni<Void> withdrawn(SignedLabel label, String decision) {
        Uni<Void> dropped = store.drop(label.labeler(), label.id());
        return decision.isEmpty()
                ? dropped
                : cases.decision(decision)
                        .chain(found -> found.filter(one -> one.reversed().isEmpty())
                                .<Uni<?>>map(one -> desk.reverse(one, "The labeler withdrew it.", by(label)))
                                .orElseGet(() -> Uni.createFrom().voidItem()))
                        .chain(() -> dropped);
    }

    /** Whose case it belongs to: of a post that is known here, its author's. */
    private Uni<Subject> subject(Subject target) {
        return target.kind() != Subject.Kind.POST
                ? Uni.createFrom().item(target)
                : notes.reported(List.of(target.id()))
                        .map(posts -> posts.values().stream()
                                .findFirst()
                                .map(post -> Subject.account(post.author()))
                                .orElse(target));
    }

    private static String by(SignedLabel label) {
        return Decision.LABELER + label.labeler();
    }

    private static String explained(SignedLabel label) {
        return label.labeler() + " labels " + label.target().id() + " \"" + label.label() + "\".";
    }

    private static Report suggestion(SignedLabel label, Subject subject) {
        return new Report(
                label.id(),
                subject,
                by(label),
                label.labeler().toString(),
                Report.Category.OTHER,
                Optional.empty(),
                explained(label),
                label.target().kind() == Subject.Kind.POST
                        ? List.of(new Report.Evidence(label.target().id(), Optional.empty()))
                        : List.of(),
                label.published());
    }

    private Decision decision(SignedLabel label, Subject subject) {
        Instant now = clock.instant();
        return new Decision(
                HexFormat.of().formatHex(randomness.bytes(16)),
                subject,
                compared(label.target()),
                Measure.LABEL,
                label.label(),
                RuleReference.house("labels-of-others"),
                explained(label),
                true,
                by(label),
                now,
                label.until().filter(now::isBefore),
                Optional.empty(),
                Optional.empty());
    }

    private static Subject compared(Subject target) {
        return target.kind() == Subject.Kind.DOMAIN ? target : new Subject(target.kind(), Ids.compared(target.id()));
    }
}
