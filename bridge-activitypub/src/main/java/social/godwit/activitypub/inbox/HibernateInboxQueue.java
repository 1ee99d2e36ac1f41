package social.godwit.activitypub.inbox;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.Database;
import social.godwit.store.Timers;

/**
 * Group commit: while one transaction is on its way to the disk, arrivals gather for the next, so that the cost of a
 * commit is shared by all who came meanwhile. One transaction at a time per process. Under load, which is when several
 * came for one transaction, the next waits a moment more: many tiny transactions would eat the processor.
 */
@Singleton
final class HibernateInboxQueue implements InboxQueue {
    private static final int BATCH_MAX = 256;
    private static final int BATCH_CHARACTERS_MAX = 4_000_000;
    private static final int WAITING_MAX = 4_000;
    private static final long WAITING_CHARACTERS_MAX = 16_000_000;
    private static final Duration GATHERING = Duration.ofMillis(8);

    private final Database database;
    private final InstantSource clock;
    private final RecentArrivals recent;
    private final QueueSignal signal;
    private final Timers timers;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private long waitingCharacters;
    private boolean committing;

    @Inject
    HibernateInboxQueue(
            Database database, InstantSource clock, RecentArrivals recent, QueueSignal signal, Timers timers) {
        this.database = database;
        this.clock = clock;
        this.recent = recent;
        this.signal = signal;
        this.timers = timers;
    }

    /** One caller and its arrival. */
    private record Waiting(Arrival arrival, String id, String digest, UniEmitter<? super Outcome> caller) {}

    @Override
    public Uni<Outcome> accept(Arrival arrival) {
        Uni<Outcome> outcome = Uni.createFrom().emitter(caller -> join(arrival, caller));
        Context context = Vertx.currentContext();
        return context == null ? outcome : outcome.emitOn(command -> context.runOnContext(ignored -> command.run()));
    }

    private void join(Arrival arrival, UniEmitter<? super Outcome> caller) {
        String digest =
                Sha256.of(arrival.body().getBytes(StandardCharsets.UTF_8)).hex();
        var one = new Waiting(arrival, rememberedId(arrival), digest, caller);
        synchronized (this) {
            if (waiting.size() >= WAITING_MAX || waitingCharacters > WAITING_CHARACTERS_MAX) {
                caller.complete(Outcome.OVERLOADED);
                return;
            }
            waiting.add(one);
            waitingCharacters += arrival.body().length();
        }
        commitNext();
    }

    /**
     * The id under which duplicates are known. What a portable actor's home says without the owner's proof must not stand
     * in the way of the same id with proof.
     */
    private static String rememberedId(Arrival arrival) {
        String id = Ids.compared(arrival.activity().string("id").orElse(""));
        return arrival.proof() == Arrival.Proof.HTTP && Ids.isPortable(id) ? "unproven " + id : id;
    }

    private void commitNext() {
        List<Waiting> batch;
        synchronized (this) {
            if (committing || waiting.isEmpty()) {
                return;
            }
            committing = true;
            batch = nextBatch();
        }
        database.inTransaction(session -> keep(session, batch))
                .subscribe()
                .with(outcomes -> finished(batch, outcomes), failure -> failed(batch, failure));
    }

    private List<Waiting> nextBatch() {
        List<Waiting> batch = new ArrayList<>();
        int characters = 0;
        while (!waiting.isEmpty() && batch.size() < BATCH_MAX && characters < BATCH_CHARACTERS_MAX) {
            Waiting one = waiting.remove();
            characters += one.arrival().body().length();
            waitingCharacters -= one.arrival().body().length();
            batch.add(one);
        }
        return batch;
    }

    private void finished(List<Waiting> batch, Kept kept) {
        kept.places().forEach((place, arrival) -> recent.put(place, arrival, kept.at()));
        goOn(batch.size());
        if (!kept.places().isEmpty()) {
            signal.raise();
        }
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).caller().complete(kept.outcomes().get(i));
        }
    }

    private void failed(List<Waiting> batch, Throwable failure) {
        goOn(batch.size());
        batch.forEach(one -> one.caller().fail(failure));
    }

    private void goOn(int last) {
        boolean gather;
        synchronized (this) {
            gather = last > 1 && waiting.size() < BATCH_MAX;
        }
        if (gather) {
            timers.after(GATHERING).subscribe().with(passed -> release());
        } else {
            release();
        }
    }

    private void release() {
        synchronized (this) {
            committing = false;
        }
        commitNext();
    }

    /** What one transaction kept: an outcome per caller, and where the new ones stand. */
    private record Kept(List<Outcome> outcomes, Map<Place, Arrival> places, Instant at) {}

    private Uni<Kept> keep(Mutiny.StatelessSession session, List<Waiting> batch) {
        Map<String, Waiting> firsts = new LinkedHashMap<>();
        batch.forEach(one -> firsts.putIfAbsent(one.id(), one));
        List<Waiting> offered = List.copyOf(firsts.values());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return insert(session, offered, now).chain(rows -> {
            Map<String, Place> places = new HashMap<>();
            rows.forEach(
                    row -> places.put(row.getString("id"), new Place(row.getShort("shard"), row.getLong("position"))));
            boolean allNew = places.size() == batch.size();
            return allNew
                    ? Uni.createFrom().item(judged(batch, places, Map.of(), now))
                    : known(session, batch, firsts, places, now);
        });
    }

    /** One statement: numbers from locked rows, activities, queue, and the items of the inboxes that were posted to. */
    private static Uni<List<Row>> insert(Mutiny.StatelessSession session, List<Waiting> offered, Instant now) {
        int size = offered.size();
        Short[] shards = new Short[size];
        String[] ids = new String[size];
        String[] actors = new String[size];
        String[] spellings = new String[size];
        String[] proofs = new String[size];
        @Nullable String[] recipients = new String[size];
        @Nullable String[] followers = new String[size];
        String[] digests = new String[size];
        String[] bodies = new String[size];
        @Nullable String[] evidences = new String[size];
        for (int i = 0; i < size; i++) {
            Waiting one = offered.get(i);
            Arrival arrival = one.arrival();
            actors[i] = Ids.compared(arrival.actor());
            shards[i] = (short) Place.shardOf(actors[i]);
            ids[i] = one.id();
            spellings[i] = arrival.actor();
            proofs[i] = arrival.proof().name();
            recipients[i] = arrival.recipient().map(Object::toString).orElse(null);
            followers[i] = arrival.followers().orElse(null);
            digests[i] = one.digest();
            bodies[i] = arrival.body();
            evidences[i] = arrival.evidence().map(Evidence::text).orElse(null);
        }
        return Database.query(
                session,
                """
                with offered as (
                    select * from unnest($1::smallint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
                            $7::text[], $8::text[], $9::text[], $11::text[]) with ordinality
                        as o (shard, id, actor, spelling, proof, recipient, followers, digest, body, evidence, n)),
                counted as (select shard, count(*) as many from offered group by shard),
                locked as (
                    select s.shard, c.many from inbox_shard s join counted c on c.shard = s.shard
                    order by s.shard for update of s),
                taken as (
                    update inbox_shard s set next_position = s.next_position + l.many from locked l
                    where l.shard = s.shard returning s.shard, s.next_position - l.many as first),
                kept as (
                    insert into inbox_activity (shard, position, id, actor, spelling, proof, recipient, followers,
                            digest, body, received_at, evidence)
                    select o.shard, t.first + row_number() over (partition by o.shard order by o.n) - 1, o.id, o.actor,
                            o.spelling, o.proof, o.recipient, o.followers, o.digest, o.body, $10, o.evidence
                    from offered o join taken t on t.shard = o.shard
                    on conflict (id) do nothing
                    returning shard, position, id, actor, recipient),
                queued as (
                    insert into inbox_queue (shard, position, actor) select shard, position, actor from kept),
                items as (
                    insert into inbox_item (account, received_at, shard, position)
                    select recipient, $10, shard, position from kept where recipient is not null)
                select shard, position, id from kept
                """,
                shards,
                ids,
                actors,
                spellings,
                proofs,
                recipients,
                followers,
                digests,
                bodies,
                now,
                evidences);
    }

    /** For those that were known: by whom, and whether word for word. They still belong into the inbox posted to. */
    private static Uni<Kept> known(
            Mutiny.StatelessSession session,
            List<Waiting> batch,
            Map<String, Waiting> firsts,
            Map<String, Place> places,
            Instant now) {
        String[] ids = firsts.keySet().toArray(String[]::new);
        return Database.query(
                        session,
                        "select id, actor, digest, shard, position, received_at from inbox_activity where id = any($1)",
                        (Object) ids)
                .chain(rows -> {
                    Map<String, Row> known = new HashMap<>();
                    rows.forEach(row -> known.put(row.getString("id"), row));
                    Kept kept = judged(batch, places, known, now);
                    return listAgain(session, batch, known).replaceWith(kept);
                });
    }

    private static Kept judged(List<Waiting> batch, Map<String, Place> places, Map<String, Row> known, Instant now) {
        Map<Place, Arrival> arrivals = new LinkedHashMap<>();
        List<Outcome> outcomes = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Waiting one : batch) {
            Place place = places.get(one.id());
            boolean first = seen.add(one.id());
            if (place != null && first) {
                arrivals.put(place, one.arrival());
                outcomes.add(Outcome.QUEUED);
            } else {
                Row row = known.get(one.id());
                boolean same = row != null
                        && row.getString("digest").equals(one.digest())
                        && row.getString("actor")
                                .equals(Ids.compared(one.arrival().actor()));
                outcomes.add(same ? Outcome.DUPLICATE : Outcome.CONFLICT);
            }
        }
        return new Kept(outcomes, arrivals, now);
    }

    private static Uni<Void> listAgain(Mutiny.StatelessSession session, List<Waiting> batch, Map<String, Row> known) {
        List<String> accounts = new ArrayList<>();
        List<Instant> times = new ArrayList<>();
        List<Short> shards = new ArrayList<>();
        List<Long> positions = new ArrayList<>();
        for (Waiting one : batch) {
            Row row = known.get(one.id());
            if (row != null
                    && one.arrival().recipient().isPresent()
                    && row.getString("digest").equals(one.digest())) {
                accounts.add(one.arrival().recipient().get().toString());
                times.add(Database.instant(row, "received_at"));
                shards.add(row.getShort("shard"));
                positions.add(row.getLong("position"));
            }
        }
        if (accounts.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Database.execute(
                        session,
                        """
                        insert into inbox_item (account, received_at, shard, position)
                        select * from unnest($1::text[], $2::timestamptz[], $3::smallint[], $4::bigint[])
                        on conflict do nothing
                        """,
                        accounts.toArray(String[]::new),
                        times.toArray(Instant[]::new),
                        shards.toArray(Short[]::new),
                        positions.toArray(Long[]::new))
                .replaceWithVoid();
    }
}
