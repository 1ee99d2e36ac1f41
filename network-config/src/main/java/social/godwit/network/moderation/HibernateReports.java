package social.godwit.network.moderation;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import social.godwit.network.moderation.CaseStore.Filing;
import social.godwit.store.Database;

/** Reports on their way into cases: which are known, and which are too many. */
final class HibernateReports {
    private HibernateReports() {}

    /** Files a report in its case, unless it is known already or there are too many. */
    static Uni<Filing> file(Mutiny.StatelessSession session, Report report) {
        // The case is locked first, so that the same report coming twice at once is seen to be the same.
        return HibernateCaseTurn.locked(session, report.subject(), report.at())
                .chain(() -> known(session, report))
                .chain(known -> known ? Uni.createFrom().item(Filing.KNOWN) : fresh(session, report))
                .call(() -> HibernateCaseTurn.discarded(session, report.subject()));
    }

    private static Uni<Filing> fresh(Mutiny.StatelessSession session, Report report) {
        return crowded(session, report)
                .chain(crowded -> crowded
                        ? Uni.createFrom().item(Filing.TOO_MANY)
                        : HibernateCaseTurn.take(
                                        session,
                                        report.subject(),
                                        Optional.empty(),
                                        report.reporter(),
                                        report.at(),
                                        now -> CaseRules.report(now, report))
                                .chain(turn -> turn instanceof Turn.Done
                                        ? remember(session, report)
                                        : Uni.createFrom().item(Filing.TOO_MANY)));
    }

    private static Uni<Boolean> known(Mutiny.StatelessSession session, Report report) {
        return Database.query(
                        session,
                        "select 1 from case_report where id = $1"
                                + " union all select 1 from case_report where subject = $2 and fingerprint = $3 and open",
                        report.id(),
                        report.subject().toString(),
                        report.fingerprint().bytes())
                .map(rows -> !rows.isEmpty());
    }

    private static Uni<Boolean> crowded(Mutiny.StatelessSession session, Report report) {
        return Database.query(
                        session,
                        "select count(*) as sent from case_report where source = $1 and at > $2",
                        report.source(),
                        report.at().minus(Duration.ofHours(1)))
                .map(rows -> rows.getFirst().getLong("sent") >= CaseStore.REPORTS_PER_HOUR);
    }

    private static Uni<Filing> remember(Mutiny.StatelessSession session, Report report) {
        return Database.execute(
                        session,
                        "insert into case_report (id, subject, source, fingerprint, open, at)"
                                + " values ($1, $2, $3, $4, true, $5)",
                        report.id(),
                        report.subject().toString(),
                        report.source(),
                        report.fingerprint().bytes(),
                        report.at())
                .replaceWith(Filing.FILED);
    }
}
