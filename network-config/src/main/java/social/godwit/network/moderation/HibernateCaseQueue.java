package social.godwit.network.moderation;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import social.godwit.network.moderation.CaseStore.Place;
import social.godwit.network.moderation.CaseStore.Queue;
import social.godwit.store.Database;

/** A page of the queue. Only the conditions that were asked for are in the statement, so that the queue's index serves it. */
final class HibernateCaseQueue {
    private final StringBuilder sql = new StringBuilder("select * from case_file where true");
    private final List<Object> values = new ArrayList<>();

    private HibernateCaseQueue() {}

    /** At most {@code limit} cases beyond {@code from}: the longest waiting first, or the newest. */
    static Uni<List<CaseFile>> read(
            Mutiny.StatelessSession session, Queue queue, Optional<Place> from, boolean newest, int limit) {
        HibernateCaseQueue statement = new HibernateCaseQueue();
        statement.where(queue);
        statement.page(from, newest, limit);
        return Database.query(session, statement.sql.toString(), statement.values.toArray())
                .map(rows -> rows.stream().map(HibernateCaseRows::file).toList());
    }

    private void where(Queue queue) {
        queue.status().ifPresent(status -> and("status = " + value(status.name())));
        queue.category().ifPresent(category -> and("category = " + value(category.word())));
        queue.assignee().ifPresent(assignee -> and("assignee = " + value(assignee)));
        queue.kind().ifPresent(kind -> and("kind = " + value(kind.word())));
        queue.text().ifPresent(text -> and("position(" + value(text) + " in subject) > 0"));
        queue.before().ifPresent(before -> and("waiting_since < " + value(before)));
        queue.reporter().ifPresent(reporter -> {
            and("subject in (select subject from case_report where source = " + value(reporter.source()) + ")");
            and(
                    "exists (select 1 from case_entry e where e.subject = case_file.subject and e.type = 'reported' and e.by = "
                            + value(reporter.id()) + ")");
        });
    }

    private void page(Optional<Place> from, boolean newest, int limit) {
        String direction = newest ? " desc" : "";
        from.ifPresent(place -> and("(waiting_since, subject) " + (newest ? "<" : ">") + " ("
                + value(place.waitingSince()) + ", " + value(place.subject().toString()) + ")"));
        sql.append(" order by waiting_since")
                .append(direction)
                .append(", subject")
                .append(direction);
        sql.append(" limit ").append(value(limit));
    }

    private void and(String condition) {
        sql.append(" and ").append(condition);
    }

    /** The place in the statement where this value stands. */
    private String value(Object value) {
        values.add(value);
        return "$" + values.size();
    }
}
