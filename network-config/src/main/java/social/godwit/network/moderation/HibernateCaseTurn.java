package social.godwit.network.moderation;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import social.godwit.network.moderation.CaseRules.Situation;
import social.godwit.store.Database;

/** One turn in a case: its row is locked, a rule decides, and what it says is written. */
final class HibernateCaseTurn {
    private HibernateCaseTurn() {}

    /** Loads the case and the decision that is named, lets {@code rule} decide, and writes what it says. */
    static Uni<Turn> take(
            Mutiny.StatelessSession session,
            Subject subject,
            Optional<String> decision,
            String by,
            Instant at,
            Function<Situation, Turn> rule) {
        return locked(session, subject, at)
                .chain(file -> named(session, subject, decision, file))
                .map(rule)
                .call(turn -> turn instanceof Turn.Done done
                        ? write(session, done, by, at)
                        : Uni.createFrom().voidItem())
                .call(turn -> discarded(session, subject));
    }

    /** A case that a refused turn would have opened does not stay. */
    static Uni<Integer> discarded(Mutiny.StatelessSession session, Subject subject) {
        return Database.execute(
                session, "delete from case_file where subject = $1 and entries = 0", subject.toString());
    }

    /** The case of a subject, which nobody else can do anything in before the transaction ends. */
    static Uni<CaseFile> locked(Mutiny.StatelessSession session, Subject subject, Instant now) {
        return opened(session, List.of(subject), now)
                .chain(() -> Database.query(
                        session, "select * from case_file where subject = $1 for update", subject.toString()))
                .map(rows -> HibernateCaseRows.file(rows.getFirst()));
    }

    /** Locks the cases of {@code subjects}, in one order. */
    static Uni<Void> reserved(Mutiny.StatelessSession session, Collection<Subject> subjects, Instant now) {
        String[] names = subjects.stream().map(Subject::toString).toArray(String[]::new);
        return opened(session, subjects, now)
                .chain(() -> Database.query(
                        session,
                        "select subject from case_file where subject = any ($1::text[]) order by subject for update",
                        (Object) names))
                .replaceWithVoid();
    }

    /** Where there is no case yet, there is an empty one. */
    private static Uni<Integer> opened(Mutiny.StatelessSession session, Collection<Subject> subjects, Instant now) {
        List<CaseFile> fresh =
                subjects.stream().map(subject -> CaseFile.fresh(subject, now)).toList();
        Function<Function<CaseFile, String>, String[]> column =
                value -> fresh.stream().map(value).toArray(String[]::new);
        return Database.execute(
                session,
                """
                insert into case_file (subject, kind, status, category, open_reports, waiting_since, changed_at, entries)
                select subject, kind, status, category, 0, $5, $5, 0
                from unnest($1::text[], $2::text[], $3::text[], $4::text[]) s (subject, kind, status, category)
                order by subject
                on conflict (subject) do nothing""",
                column.apply(file -> file.subject().toString()),
                column.apply(file -> file.subject().kind().word()),
                column.apply(file -> file.status().name()),
                column.apply(file -> file.category().word()),
                now);
    }

    private static Uni<Situation> named(
            Mutiny.StatelessSession session, Subject subject, Optional<String> decision, CaseFile file) {
        if (decision.isEmpty()) {
            return Uni.createFrom().item(new Situation(file, Optional.empty(), Optional.empty()));
        }
        return Database.query(
                        session,
                        "select body, appealed_at, granted from case_decision where id = $1 and subject = $2",
                        decision.get(),
                        subject.toString())
                .map(rows -> rows.isEmpty()
                        ? new Situation(file, Optional.empty(), Optional.empty())
                        : new Situation(
                                file,
                                Optional.of(HibernateCaseRows.decision(rows.getFirst())),
                                HibernateCaseRows.appeal(rows.getFirst())));
    }

    private static Uni<Void> write(Mutiny.StatelessSession session, Turn.Done done, String by, Instant at) {
        CaseFile file = done.file();
        Uni<?> written = Database.execute(
                session,
                "update case_file set status = $2, open_reports = $3, category = $4, waiting_since = $5, changed_at = $6,"
                        + " assignee = $7, claimed_by = $8, claimed_until = $9, entries = $10 where subject = $1",
                file.subject().toString(),
                file.status().name(),
                file.openReports(),
                file.category().word(),
                file.waitingSince(),
                file.changedAt(),
                file.assignee().orElse(null),
                file.claim().map(CaseFile.Claim::by).orElse(null),
                file.claim().map(CaseFile.Claim::until).orElse(null),
                file.entries());
        int number = file.entries() - done.events().size();
        for (Event event : done.events()) {
            int next = ++number;
            written = written.chain(() -> entry(session, file.subject(), next, by, at, event));
        }
        if (done.decision().isPresent()) {
            Decision decision = done.decision().get();
            written = written.chain(() -> write(session, decision));
        }
        return written.replaceWithVoid();
    }

    private static Uni<Void> entry(
            Mutiny.StatelessSession session, Subject subject, int number, String by, Instant at, Event event) {
        Uni<Integer> inserted = Database.execute(
                session,
                "insert into case_entry (subject, number, at, by, type, details) values ($1, $2, $3, $4, $5, $6)",
                subject.toString(),
                number,
                at,
                by,
                event.type(),
                event.details().toString());
        return switch (event) {
            case Event.Resolved() ->
                inserted.chain(() -> Database.execute(
                                session,
                                "update case_report set open = false where subject = $1 and open",
                                subject.toString()))
                        .replaceWithVoid();
            case Event.Appealed(Decision decision, String text) ->
                inserted.chain(() -> Database.execute(
                                session, "update case_decision set appealed_at = $2 where id = $1", decision.id(), at))
                        .replaceWithVoid();
            case Event.AppealAnswered(Decision decision, boolean granted, String text) ->
                inserted.chain(() -> Database.execute(
                                session, "update case_decision set granted = $2 where id = $1", decision.id(), granted))
                        .replaceWithVoid();
            default -> inserted.replaceWithVoid();
        };
    }

    private static Uni<Integer> write(Mutiny.StatelessSession session, Decision decision) {
        return Database.execute(
                session,
                "insert into case_decision (id, subject, target, measure, at, until, bulk, reversed_at, body)"
                        + " values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
                        + " on conflict (id) do update set reversed_at = excluded.reversed_at, body = excluded.body",
                decision.id(),
                decision.subject().toString(),
                decision.target().toString(),
                decision.measure().word(),
                decision.at(),
                decision.until().orElse(null),
                decision.bulk().orElse(null),
                decision.reversed().map(Decision.Reversal::at).orElse(null),
                DecisionForm.write(decision).toString());
    }
}
