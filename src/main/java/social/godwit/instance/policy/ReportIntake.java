package social.godwit.instance.policy;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import social.godwit.activitypub.interaction.ReportStore;
import social.godwit.activitypub.note.Note;
import social.godwit.activitypub.note.NoteStore;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.network.desk.Desk;
import social.godwit.network.desk.DeskText;
import social.godwit.network.desk.DeskTexts;
import social.godwit.network.moderation.CaseRules;
import social.godwit.network.moderation.CaseStore;
import social.godwit.network.moderation.Decision;
import social.godwit.network.moderation.Report;
import social.godwit.network.moderation.Report.Evidence;
import social.godwit.network.moderation.Subject;
import social.godwit.store.InTurn;
import social.godwit.store.Timers;
import social.godwit.store.Transactions;

/**
 * Brings every Flag that the bridge has taken, of strangers and of owners here, to the case of whom it is about, with the posts
 * as they are now. A Flag leaves the bridge's queue in the transaction that files it: it is filed once.
 */
@ApplicationScoped
public class ReportIntake {
    private static final Logger LOG = Logger.getLogger(ReportIntake.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(400);
    private static final int BATCH = 20;
    private static final int COPY_MAX = 64 * 1024;
    private static final int COPIES_MAX = 1 << 19;

    private final Transactions transactions;
    private final ReportStore flags;
    private final NoteStore notes;
    private final CaseStore cases;
    private final NetworkFederationPolicy policy;
    private final FilterIntake filters;
    private final Desk desk;
    private final DeskTexts texts;
    private final InstantSource clock;

    ReportIntake(
            Transactions transactions,
            ReportStore flags,
            NoteStore notes,
            CaseStore cases,
            NetworkFederationPolicy policy,
            FilterIntake filters,
            Desk desk,
            DeskTexts texts,
            InstantSource clock) {
        this.filters = filters;
        this.desk = desk;
        this.texts = texts;
        this.policy = policy;
        this.transactions = transactions;
        this.flags = flags;
        this.notes = notes;
        this.cases = cases;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event, Timers timers) {
        timers.every(PAUSE, "bringing reports to their cases", this::step);
        timers.every(
                Duration.ofHours(6),
                "forgetting old cases",
                () -> cases.forget(clock.instant().minus(FORGOTTEN_AFTER)).replaceWithVoid());
    }

    private Uni<Void> step() {
        return transactions
                .inTransaction(() -> flags.oldest(BATCH)
                        .chain(waiting -> InTurn.map(waiting, flag -> file(flag).call(() -> flags.remove(flag.id()))))
                        .map(found -> found.stream().flatMap(List::stream).toList())
                        .chain(desk::decideTogether))
                .chain(desk::settle);
    }

    /** Files a report; what a filter found may have to be decided as well. */
    private Uni<List<Decision>> file(ReportStore.Report flag) {
        if (flag.reporter().equals(FilterIntake.REPORTER)) {
            return filters.file(flag);
        }
        if (policy.rejectsReports(Ids.host(flag.reporter()))) {
            return Uni.createFrom().item(List.of());
        }
        return notes.reported(flag.objects())
                .chain(posts -> InTurn.each(
                                reports(flag, posts),
                                report -> cases.file(report)
                                        .invoke(filing -> LOG.debugf("report %s: %s", report.id(), filing))
                                        .call(() -> routed(report)))
                        .replaceWith(List.of()));
    }

    /** A case that nobody has goes to whom its category is routed. */
    private Uni<Void> routed(Report report) {
        return texts.all("", DeskText.Kind.ROUTES)
                .chain(routes -> cases.find(report.subject()).chain(file -> {
                    Optional<String> to = file.filter(one -> one.assignee().isEmpty())
                            .flatMap(one -> routes.stream()
                                    .filter(route ->
                                            route.name().equals(one.category().word()))
                                    .findFirst())
                            .map(DeskText::body);
                    return to.isEmpty()
                            ? Uni.createFrom().voidItem()
                            : desk.turn(
                                            report.subject(),
                                            Optional.empty(),
                                            "routing",
                                            now -> CaseRules.assign(now, to, "routing", clock.instant()))
                                    .replaceWithVoid();
                }));
    }

    /** One report per account that the Flag is about: those it names, and the authors of the posts that it names. */
    static List<Report> reports(ReportStore.Report flag, Map<String, Note> posts) {
        Map<String, List<Evidence>> byAccount = new LinkedHashMap<>();
        int copied = 0;
        for (String object : flag.objects()) {
            String id = Ids.compared(object);
            Note post = posts.get(id);
            if (post == null) {
                byAccount.computeIfAbsent(id, ignored -> new ArrayList<>());
                continue;
            }
            boolean fits = post.document().length() <= COPY_MAX
                    && copied + post.document().length() <= COPIES_MAX;
            copied += fits ? post.document().length() : 0;
            byAccount
                    .computeIfAbsent(post.author(), ignored -> new ArrayList<>())
                    .add(new Evidence(id, fits ? Optional.of(post.document()) : Optional.empty()));
        }
        // Ids that are neither a known post nor anybody's beside a known author are posts that this instance never had.
        if (byAccount.values().stream().anyMatch(evidence -> !evidence.isEmpty())) {
            byAccount.values().removeIf(List::isEmpty);
        }
        List<Report> reports = new ArrayList<>();
        byAccount.forEach((account, evidence) -> reports.add(new Report(
                flag.id() + (reports.isEmpty() ? "" : "#" + reports.size()),
                Subject.account(account),
                flag.reporter(),
                Ids.origin(flag.reporter()),
                Report.Category.OTHER,
                Optional.empty(),
                clipped(flag.content()),
                evidence,
                flag.at())));
        return reports.stream().limit(Report.EVIDENCE_MAX).toList();
    }

    private static String clipped(String text) {
        return text.length() > Report.COMMENT_MAX ? text.substring(0, Report.COMMENT_MAX) : text;
    }
}
