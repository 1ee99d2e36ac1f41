package social.godwit.activitypub.poll;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import social.godwit.activitypub.note.VisibleNotes;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.did.Did;
import social.godwit.store.Database;

@Singleton
final class HibernatePollStore implements PollStore {
    private final Database database;
    private final InstantSource clock;

    @Inject
    HibernatePollStore(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Uni<Optional<PollResults>> results(String id, Optional<Did> viewer) {
        String question = Ids.compared(id);
        return query(
                        "select p.* from poll p join note n on n.id = p.question where p.question = $2 and "
                                + VisibleNotes.CONDITION,
                        viewer.map(Did::toString).orElse(null),
                        question)
                .chain(rows -> rows.isEmpty()
                        ? Uni.createFrom().item(Optional.<PollResults>empty())
                        : counted(rows.getFirst()).map(Optional::of));
    }

    private Uni<PollResults> counted(Row poll) {
        if (!poll.getBoolean("local")) {
            return Uni.createFrom().item(results(poll, Map.of()));
        }
        return query("""
                        select option, count(*) as many, 0 as total from vote where question = $1 group by option
                        union all select null, 0, count(distinct actor) from vote where question = $1
                        """, poll.getString("question")).map(rows -> {
            Map<String, Long> counted = new HashMap<>();
            rows.forEach(row -> counted.put(
                    Optional.ofNullable(row.getString("option")).orElse(""),
                    Math.max(row.getLong("many"), row.getLong("total"))));
            return results(poll, counted);
        });
    }

    /** {@code counted}: votes per option, and under the empty name how many voted. */
    private PollResults results(Row poll, Map<String, Long> counted) {
        boolean local = poll.getBoolean("local");
        String[] names = poll.getArrayOfStrings("options");
        Long[] tallies = poll.getArrayOfLongs("tallies");
        List<PollResults.Option> options = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            long votes = local ? counted.getOrDefault(names[i], 0L) : i < tallies.length ? tallies[i] : 0;
            options.add(new PollResults.Option(names[i], votes));
        }
        Optional<Instant> closes =
                Optional.ofNullable(poll.getOffsetDateTime("closes_at")).map(OffsetDateTime::toInstant);
        long voters = local ? counted.getOrDefault("", 0L) : poll.getLong("voters");
        boolean closed = closes.filter(end -> !end.isAfter(clock.instant())).isPresent();
        return new PollResults(options, poll.getBoolean("multiple"), closes, closed, voters);
    }

    @Override
    public Uni<List<String>> ownVotes(String id, Did account) {
        return query(
                        "select option from vote where question = $1 and actor like 'ap://' || $2 || '/%' order by option",
                        Ids.compared(id), account.toString())
                .map(rows -> rows.stream().map(row -> row.getString("option")).toList());
    }

    private Uni<List<Row>> query(String sql, @Nullable Object... parameters) {
        return database.inTransaction(session -> Database.query(session, sql, parameters));
    }
}
