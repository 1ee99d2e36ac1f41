package social.godwit.activitypub.stream.web;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import social.godwit.activitypub.stream.PublicEvents;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.stream.PublicStream;
import social.godwit.store.stream.PublicStream.Reading.Events;
import social.godwit.store.stream.StreamCursor;

/**
 * Those who follow the public stream here. Whoever has come equally far is served by one reading, so that the cost is in the
 * events and hardly in the number of followers.
 */
@ApplicationScoped
public class OpenStreams {
    /** Followers at once. */
    static final int MAX = 256;

    /** Followers at once from one network. */
    static final int MAX_FROM_ONE = 8;

    /** A line at least so often. */
    static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /** Who takes nothing for so long is cut off. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A stream ends after this time, and the follower goes on with a new one. */
    static final Duration LONGEST = Duration.ofHours(1);

    /** Readings in a round; who is not served in this one is in the next. */
    private static final int READINGS = 32;

    private final PublicStream stream;
    private final PublicEvents events;
    private final InstantSource clock;
    private final List<Follower> followers = new ArrayList<>();

    OpenStreams(PublicStream stream, PublicEvents events, InstantSource clock) {
        this.stream = stream;
        this.events = events;
        this.clock = clock;
    }

    /** The writing end of one follower. */
    interface Sink {
        /** Where it comes from. */
        String network();

        /** Whether it has not taken yet what was written. */
        boolean full();

        /** Whether it has gone. */
        boolean closed();

        /** Writes. */
        void write(String text);

        /** Ends the stream. */
        void end();
    }

    private static final class Follower {
        final Sink sink;
        final Instant since;
        StreamCursor cursor;
        Instant written;

        Follower(Sink sink, StreamCursor cursor, Instant now) {
            this.sink = sink;
            this.cursor = cursor;
            this.since = now;
            this.written = now;
        }
    }

    /** Takes a follower in, who reads on from the cursor; false when there are too many. */
    synchronized boolean add(Sink sink, StreamCursor cursor) {
        followers.removeIf(follower -> follower.sink.closed());
        long same = followers.stream()
                .filter(follower -> follower.sink.network().equals(sink.network()))
                .count();
        if (followers.size() >= MAX || same >= MAX_FROM_ONE) {
            return false;
        }
        followers.add(new Follower(sink, cursor, clock.instant()));
        sink.write(PublicEvents.text(cursor.toString(), "start", JsonObject.empty()));
        return true;
    }

    /** How many follow. */
    public synchronized int count() {
        followers.removeIf(follower -> follower.sink.closed());
        return followers.size();
    }

    /** Serves everyone who has not come to the end, as far as they take it; called again and again. */
    public Uni<Void> serve() {
        if (tidy() == 0) {
            return Uni.createFrom().voidItem();
        }
        return stream.newest().chain(newest -> round(newest, READINGS));
    }

    private synchronized int tidy() {
        Instant now = clock.instant();
        for (Follower follower : followers) {
            boolean stuck = follower.sink.full() && !now.isBefore(follower.written.plus(PATIENCE));
            if (stuck || !now.isBefore(follower.since.plus(LONGEST))) {
                follower.sink.end();
            } else if (!follower.sink.full() && !now.isBefore(follower.written.plus(HEARTBEAT))) {
                write(follower, ": here\n\n");
            }
        }
        followers.removeIf(follower -> follower.sink.closed());
        return followers.size();
    }

    private Uni<Void> round(StreamCursor newest, int readings) {
        Map<StreamCursor, List<Follower>> behind = behind(newest);
        if (behind.isEmpty() || readings == 0) {
            return Uni.createFrom().voidItem();
        }
        Uni<Void> all = Uni.createFrom().voidItem();
        int left = readings;
        for (var entry : behind.entrySet()) {
            if (left == 0) {
                break;
            }
            left--;
            all = all.chain(() -> advance(entry.getKey(), entry.getValue()));
        }
        int rest = left;
        return all.chain(() -> round(newest, rest));
    }

    /** By where they are, those first that were served least recently. */
    private synchronized Map<StreamCursor, List<Follower>> behind(StreamCursor newest) {
        Map<StreamCursor, List<Follower>> behind = new LinkedHashMap<>();
        followers.stream()
                .filter(follower -> !follower.sink.closed() && !follower.sink.full())
                .filter(follower -> !follower.cursor.reaches(newest))
                .sorted(java.util.Comparator.comparing(follower -> follower.written))
                .forEach(follower -> behind.computeIfAbsent(follower.cursor, absent -> new ArrayList<>())
                        .add(follower));
        return behind;
    }

    private Uni<Void> advance(StreamCursor from, List<Follower> some) {
        return stream.after(from).chain(reading -> switch (reading) {
            case Events read ->
                events.text(read.events())
                        .invoke(text -> advance(some, text, read.next()))
                        .replaceWithVoid();
            case PublicStream.Reading.Unknown forgotten -> {
                some.forEach(follower -> follower.sink.end());
                yield Uni.createFrom().voidItem();
            }
        });
    }

    private synchronized void advance(List<Follower> some, String text, StreamCursor next) {
        for (Follower follower : some) {
            follower.cursor = next;
            if (!text.isEmpty()) {
                write(follower, text);
            }
        }
    }

    private void write(Follower follower, String text) {
        follower.written = clock.instant();
        follower.sink.write(text);
    }
}
