package social.godwit.activitypub.poll;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
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
                .chain(this::standing)
                .map(found -> Optional.ofNullable(found.get(question)));
    }

    @Override
    public Uni<Map<String, PollResults>> counted(Collection<String> ids) {
        return query("select * from poll where question = any($1) and local", (Object) ids.toArray(String[]::new))
                .chain(this::standing);
    }

    private Uni<Map<String, PollResults>> standing(List<Row> polls) {
        String[] own = polls.stream()
                .filter(poll -> poll.getBoolean("local"))
                .map(poll -> poll.getString("question"))
                .toArray(String[]::new);
        Uni<Map<String, Map<String, Long>>> votes =
                own.length == 0 ? Uni.createFrom().item(Map.of()) : votes(own);
        return votes.map(counted -> {
            Map<String, PollResults> standing = new HashMap<>();
            for (Row poll : polls) {
                String question = poll.getString("question");
                standing.put(question, results(poll, counted.getOrDefault(question, Map.of())));
            }
            return standing;
        });
    }

    private Uni<Map<String, Map<String, Long>>> votes(String[] questions) {
        return query("""
                        select question, option, count(*) as many from vote where question = any($1)
                        group by question, option
                        union all select question, '', count(distinct actor) from vote where question = any($1)
                        group by question
                        """, (Object) questions).map(rows -> {
            Map<String, Map<String, Long>> counted = new HashMap<>();
            rows.forEach(row -> counted.computeIfAbsent(row.getString("question"), absent -> new HashMap<>())
                    .put(row.getString("option"), row.getLong("many")));
            return counted;
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
