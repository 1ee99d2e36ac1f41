package social.godwit.activitypub.inbox;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.reactive.mutiny.Mutiny;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.store.Database;

@Singleton
final class HibernateQueueClaims implements QueueClaims {
    private static final int REASON_MAX = 2_000;

    private final Database database;
    private final InstantSource clock;
    private final RecentArrivals recent;

    @Inject
    HibernateQueueClaims(Database database, InstantSource clock, RecentArrivals recent) {
        this.database = database;
        this.clock = clock;
        this.recent = recent;
    }

    @Override
    public Uni<List<Queued>> claim(int rotation, int limit, Set<String> passedOver) {
        return database.inTransaction(session -> Database.query(session, """
                        select shard from inbox_lane order by mod(shard + $1::integer, 8) limit 4
                        for update skip locked
                        """, rotation)
                .chain(lanes -> lanes.isEmpty()
                        ? Uni.createFrom().item(List.<Row>of())
                        : failing(session).chain(failing -> {
                            failing.addAll(passedOver);
                            return next(session, lanes, limit, failing);
                        }))
                .chain(rows -> withArrivals(session, rows)));
    }

    /** Actors with an activity that waits for another attempt; what came after it has to wait, too. */
    private Uni<Set<String>> failing(Mutiny.StatelessSession session) {
        return Database.query(
                        session,
                        "select distinct actor from inbox_queue where attempts > 0 and not_before > $1",
                        clock.instant())
                .map(rows -> {
                    Set<String> actors = new HashSet<>();
                    rows.forEach(row -> actors.add(row.getString("actor")));
                    return actors;
                });
    }

    private static Uni<List<Row>> next(
            Mutiny.StatelessSession session, List<Row> lanes, int limit, Set<String> passedOver) {
        Short[] shards = lanes.stream().map(row -> row.getShort("shard")).toArray(Short[]::new);
        return Database.query(
                session, """
                select q.shard, q.position, q.attempts
                from unnest($1::smallint[]) s (shard)
                cross join lateral (
                    select * from inbox_queue q where q.shard = s.shard and q.actor <> all ($2::text[])
                    order by q.position limit $3) q
                order by q.shard, q.position
                """, shards, passedOver.toArray(String[]::new), (long) limit / shards.length + 1);
    }

    @Override
    public Uni<List<Queued>> claimOne(Place place) {
        return database.inTransaction(session -> Database.query(session, """
                        select q.shard, q.position, q.attempts from inbox_lane l
                        join inbox_queue q on q.shard = l.shard
                        where l.shard = $1::smallint and q.position = $2
                        for update of l skip locked
                        """, (short) place.shard(), place.position())
                .chain(rows -> withArrivals(session, rows)));
    }

    private Uni<List<Queued>> withArrivals(Mutiny.StatelessSession session, List<Row> rows) {
        List<Queued> queued = new ArrayList<>(rows.size());
        List<Row> missing = new ArrayList<>();
        Map<Place, Queued> all = new HashMap<>();
        for (Row row : rows) {
            Place place = place(row);
            Optional<RecentArrivals.Recent> known = recent.get(place);
            if (known.isPresent()) {
                all.put(
                        place,
                        new Queued(
                                place,
                                row.getShort("attempts"),
                                known.get().arrival(),
                                known.get().at()));
            } else {
                missing.add(row);
            }
        }
        return load(session, missing).map(loaded -> {
            all.putAll(loaded);
            rows.forEach(row -> Optional.ofNullable(all.get(place(row))).ifPresent(queued::add));
            return queued;
        });
    }

    private static Uni<Map<Place, Queued>> load(Mutiny.StatelessSession session, List<Row> missing) {
        if (missing.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        Map<Place, Integer> attempts = new HashMap<>();
        missing.forEach(row -> attempts.put(place(row), row.getShort("attempts").intValue()));
        return Database.query(
                        session,
                        """
                        select a.* from inbox_activity a
                        join unnest($1::smallint[], $2::bigint[]) k (shard, position)
                            on k.shard = a.shard and k.position = a.position
                        """,
                        missing.stream().map(row -> row.getShort("shard")).toArray(Short[]::new),
                        missing.stream().map(row -> row.getLong("position")).toArray(Long[]::new))
                .map(rows -> {
                    Map<Place, Queued> loaded = new HashMap<>();
                    rows.forEach(row -> loaded.put(
                            place(row),
                            new Queued(
                                    place(row),
                                    attempts.getOrDefault(place(row), 0),
                                    arrival(row),
                                    Database.instant(row, "received_at"))));
                    return loaded;
                });
    }

    private static Place place(Row row) {
        return new Place(row.getShort("shard"), row.getLong("position"));
    }

    private static Arrival arrival(Row row) {
        String body = row.getString("body");
        // It was read with the same limits when it was admitted.
        if (!(StrictJson.read(body.getBytes(StandardCharsets.UTF_8), JsonLimits.DOCUMENT)
                instanceof JsonReading.Read(JsonObject json))) {
            throw new IllegalStateException("kept activity cannot be read: " + row.getString("id"));
        }
        return new Arrival(
                json,
                body,
                row.getString("spelling"),
                Arrival.Proof.valueOf(row.getString("proof")),
                Optional.ofNullable(row.getString("recipient")).flatMap(Did::parse),
                Optional.ofNullable(row.getString("followers")),
                Optional.ofNullable(row.getString("evidence")).map(Evidence::parse));
    }

    @Override
    public Uni<Void> done(Collection<Place> places) {
        if (places.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return database.inTransaction(session -> Database.execute(
                        session,
                        """
                        delete from inbox_queue q using unnest($1::smallint[], $2::bigint[]) k (shard, position)
                        where q.shard = k.shard and q.position = k.position
                        """,
                        places.stream().map(place -> (short) place.shard()).toArray(Short[]::new),
                        places.stream().map(Place::position).toArray(Long[]::new)))
                .replaceWithVoid();
    }

    @Override
    public void forget(Collection<Place> places) {
        places.forEach(recent::remove);
    }

    @Override
    public Uni<Void> failed(Queued queued, String reason, Duration pause) {
        Place place = queued.place();
        if (queued.attempts() + 1 < ATTEMPTS_MAX) {
            return database.inTransaction(session -> Database.execute(
                            session,
                            """
                            update inbox_queue set attempts = attempts + 1, not_before = $3
                            where shard = $1::smallint and position = $2
                            """,
                            (short) place.shard(),
                            place.position(),
                            clock.instant().plus(pause)))
                    .replaceWithVoid();
        }
        String text = reason.length() > REASON_MAX ? reason.substring(0, REASON_MAX) : reason;
        return database.inTransaction(session ->
                        Database.execute(session, """
                        with parked as (
                            delete from inbox_queue where shard = $1::smallint and position = $2
                            returning shard, position)
                        insert into inbox_parked (shard, position, reason, parked_at)
                        select shard, position, $3, $4 from parked
                        """, (short) place.shard(), place.position(), text, clock.instant()))
                .replaceWithVoid();
    }
}
