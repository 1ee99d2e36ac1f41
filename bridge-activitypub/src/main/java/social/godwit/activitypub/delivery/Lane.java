package social.godwit.activitypub.delivery;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Works off one claim: the entries of one host in order, one after the other, the inboxes of an entry side by side. Ends
 * when they are done or when the host fails. Nothing here waits for another host.
 */
final class Lane {
    private static final int INBOXES_AT_ONCE = 4;

    private final Claim claim;
    private final Sender sender;
    private final Backoff backoff;
    private final InstantSource clock;
    private final Consumer<Settled> settled;

    private final Set<String> putOff = new HashSet<>();
    private volatile boolean answering;
    private volatile boolean heard;
    private volatile boolean down;
    private volatile Optional<Duration> asked = Optional.empty();
    private volatile Optional<Instant> lastSuccess = Optional.empty();
    private volatile Optional<String> problem = Optional.empty();
    private volatile Optional<String> refusal = Optional.empty();
    private final AtomicInteger refused = new AtomicInteger();

    /** {@code settled} takes each outcome at once, so that it can be recorded while the lane goes on. */
    Lane(Claim claim, Sender sender, Backoff backoff, InstantSource clock, Consumer<Settled> settled) {
        this.claim = claim;
        this.sender = sender;
        this.backoff = backoff;
        this.clock = clock;
        this.settled = settled;
        this.answering = claim.failures() == 0 && claim.proven();
    }

    /** Runs to the end, and says how the host stands then. */
    Uni<Release> run() {
        return from(0).map(end -> release());
    }

    private Uni<Void> from(int index) {
        int next = index;
        while (next < claim.entries().size()
                && putOff.contains(claim.entries().get(next).body().account())) {
            next++;
        }
        if (next == claim.entries().size() || down || asked.isPresent()) {
            return Uni.createFrom().voidItem();
        }
        Entry entry = claim.entries().get(next);
        int following = next + 1;
        return deliver(entry).invoke(replies -> settle(entry, replies)).chain(() -> from(following));
    }

    /** The replies by inbox; inboxes that were not tried have none. A host that may be down is asked once, not four times. */
    private Uni<Map<String, Reply>> deliver(Entry entry) {
        Map<String, Reply> replies = new ConcurrentHashMap<>();
        List<String> inboxes = entry.inboxes();
        if (answering && inboxes.size() > 1) {
            return deliver(entry, inboxes, replies);
        }
        return send(entry, inboxes.getFirst(), replies)
                .chain(() -> deliver(entry, inboxes.subList(1, inboxes.size()), replies));
    }

    private Uni<Map<String, Reply>> deliver(Entry entry, List<String> inboxes, Map<String, Reply> replies) {
        return inboxes.isEmpty()
                ? Uni.createFrom().item(replies)
                : Multi.createFrom()
                        .iterable(inboxes)
                        .onItem()
                        .transformToUni(inbox -> send(entry, inbox, replies))
                        .merge(INBOXES_AT_ONCE)
                        .collect()
                        .last()
                        .replaceWith(replies);
    }

    private Uni<Void> send(Entry entry, String inbox, Map<String, Reply> replies) {
        if (down || asked.isPresent()) {
            return Uni.createFrom().voidItem();
        }
        return sender.send(entry.body(), inbox)
                .invoke(reply -> {
                    replies.put(inbox, reply);
                    note(reply);
                })
                .replaceWithVoid();
    }

    private synchronized void note(Reply reply) {
        heard |= !(reply instanceof Reply.Spared || reply instanceof Reply.Later);
        switch (reply) {
            case Reply.Spared spared -> {}
            case Reply.Later later -> {}
            case Reply.Delivered delivered -> {
                answering = true;
                lastSuccess = Optional.of(clock.instant());
            }
            case Reply.Refused no -> {
                answering = true;
                refused.incrementAndGet();
                refusal = Optional.of(no.reason());
            }
            case Reply.PutOff later -> {
                answering = true;
                problem = Optional.of(later.reason());
            }
            case Reply.Busy busy -> {
                answering = true;
                asked = Optional.of(busy.delay());
                problem = Optional.of(busy.reason());
            }
            case Reply.Down silent -> {
                down = true;
                problem = Optional.of(silent.reason());
            }
        }
    }

    private void settle(Entry entry, Map<String, Reply> replies) {
        List<String> remaining = entry.inboxes().stream()
                .filter(inbox -> !isFinal(replies.get(inbox)))
                .toList();
        Optional<Duration> others = replies.values().stream()
                .flatMap(reply -> reply instanceof Reply.Later(Duration delay) ? Stream.of(delay) : Stream.empty())
                .max(Comparator.naturalOrder());
        boolean later = replies.values().stream().anyMatch(Reply.PutOff.class::isInstance);
        if (remaining.isEmpty()) {
            settled.accept(new Settled(
                    entry.host(), claim.token(), entry.number(), remaining, entry.attempts(), Optional.empty()));
        } else if (others.isPresent() && !down && asked.isEmpty()) {
            hold(entry, remaining, entry.attempts(), others.get());
        } else if (later && !down && asked.isEmpty()) {
            putOff(entry, remaining);
        } else if (remaining.size() < entry.inboxes().size()) {
            settled.accept(new Settled(
                    entry.host(), claim.token(), entry.number(), remaining, entry.attempts(), Optional.empty()));
        }
    }

    private void putOff(Entry entry, List<String> remaining) {
        int attempts = entry.attempts() + 1;
        if (attempts >= Backoff.PUT_OFF_MAX) {
            refused.addAndGet(remaining.size());
            refusal = problem.map(last -> "given up after " + attempts + " attempts: " + last);
            settled.accept(
                    new Settled(entry.host(), claim.token(), entry.number(), List.of(), attempts, Optional.empty()));
            return;
        }
        hold(entry, remaining, attempts, backoff.ofEntry(attempts));
    }

    private void hold(Entry entry, List<String> remaining, int attempts, Duration pause) {
        putOff.add(entry.body().account());
        Instant until = clock.instant().plus(pause);
        settled.accept(
                new Settled(entry.host(), claim.token(), entry.number(), remaining, attempts, Optional.of(until)));
    }

    private static boolean isFinal(@Nullable Reply reply) {
        return reply instanceof Reply.Delivered || reply instanceof Reply.Refused || reply instanceof Reply.Spared;
    }

    private Release release() {
        Instant now = clock.instant();
        if (down) {
            boolean fresh = lastSuccess.isPresent() || claim.failures() == 0;
            int failures = fresh ? 1 : claim.failures() + 1;
            Instant since = fresh ? now : claim.failingSince().orElse(now);
            return released(Optional.of(now.plus(backoff.ofHost(failures))), failures, Optional.of(since));
        }
        // A host that was not asked anything stands as it did.
        return heard
                ? released(asked.map(now::plus), 0, Optional.empty())
                : released(Optional.empty(), claim.failures(), claim.failingSince());
    }

    private Release released(Optional<Instant> retryAt, int failures, Optional<Instant> failingSince) {
        return new Release(
                claim.host(),
                claim.token(),
                retryAt,
                failures,
                failingSince,
                lastSuccess,
                problem,
                refused.get(),
                refusal);
    }
}
