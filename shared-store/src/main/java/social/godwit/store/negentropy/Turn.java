package social.godwit.store.negentropy;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.negentropy.ItemSet.Placed;
import social.godwit.store.negentropy.ItemSet.Range;

/**
 * The making of one message. Ranges are taken from what was received in windows: the set is asked three things about all ranges of
 * a window at once, then each is decided and written in order, until the frame is full.
 */
final class Turn {
    /** Items that are taken into memory at once. */
    static final int IDS_AT_ONCE = 1 << 16;

    private static final int BUCKETS = 16;
    private static final int FIRST_WINDOW = 64;
    private static final int LARGEST_WINDOW = 1024;
    /** Room in a frame for what ends a message. */
    private static final int RESERVE = 200;

    private static final byte[] FINGERPRINT_OF_NOTHING = Tally.NONE.fingerprint();

    private final ItemSet set;
    private final boolean initiator;
    private final int frameLimit;
    private final Reader reader;
    private final Deque<Reader.Received> postponed = new ArrayDeque<>();
    private final Writer out = new Writer();
    private final List<Sha256> have = new ArrayList<>();
    private final List<Sha256> need = new ArrayList<>();
    private int window = FIRST_WINDOW;
    private @Nullable Fault fault;

    /** Up to where ranges have been decided, and what lies before. */
    private Bound decided = Bound.START;

    private Tally beforeDecided = Tally.NONE;
    /** What lies before the bound up to which the message speaks; ranges after it that need no words are skipped. */
    private Tally beforeWritten = Tally.NONE;

    private boolean skipping;
    /** The message ends here: what lies before the part that only a fingerprint is sent for. */
    private @Nullable Tally rest;

    private Turn(ItemSet set, boolean initiator, int frameLimit, byte[] message) {
        this.set = set;
        this.initiator = initiator;
        this.frameLimit = frameLimit;
        this.reader = new Reader(message);
    }

    static Turn opening(ItemSet set, int frameLimit) {
        Turn turn = new Turn(set, true, frameLimit, new byte[1]);
        turn.postponed.add(new Reader.Fingerprint(Bound.END, new byte[0]));
        return turn;
    }

    static Turn answering(ItemSet set, byte[] message, int frameLimit) {
        return new Turn(set, false, frameLimit, message);
    }

    static Turn concluding(ItemSet set, byte[] answer, int frameLimit) {
        return new Turn(set, true, frameLimit, answer);
    }

    Uni<Step> run() {
        return Multi.createBy()
                .repeating()
                .uni(this::window)
                .whilst(more -> more)
                .collect()
                .last()
                .chain(this::finish);
    }

    private Uni<Step> finish() {
        if (fault != null) {
            return Uni.createFrom().item(new Step.Broken(fault));
        }
        Tally before = rest;
        return before == null
                ? Uni.createFrom().item(this::step)
                : set.before(List.of(Bound.END)).map(total -> {
                    out.fingerprint(Bound.END, total.getFirst().minus(before));
                    return step();
                });
    }

    private Step step() {
        return initiator && out.isEmpty() ? new Step.Done(have, need) : new Step.Next(out.toBytes(), have, need);
    }

    /** Whether there is more. */
    private Uni<Boolean> window() {
        List<Reader.Received> ranges = new ArrayList<>();
        try {
            Optional<Reader.Received> next = next();
            while (next.isPresent()) {
                ranges.add(next.get());
                next = ranges.size() < window ? next() : Optional.empty();
            }
        } catch (Reader.Malformed e) {
            fault = e.fault;
            return Uni.createFrom().item(false);
        }
        if (ranges.isEmpty()) {
            return Uni.createFrom().item(false);
        }
        window = Math.min(2 * window, LARGEST_WINDOW);
        return set.before(ranges.stream().map(Reader.Received::to).toList()).chain(tallies -> {
            Plan plan = plan(ranges, tallies);
            return set.at(plan.places)
                    .chain(placed -> set.in(plan.lists, plan.items).invoke(items -> write(plan, placed, items)))
                    .map(done -> rest == null);
        });
    }

    private Optional<Reader.Received> next() throws Reader.Malformed {
        return postponed.isEmpty() ? reader.next() : Optional.of(postponed.removeFirst());
    }

    private enum Verdict {
        /** Nothing to say. */
        QUIET,
        /** Our items are so few that their ids are sent. */
        LIST,
        /** Fingerprints of 16 parts are sent. */
        SPLIT,
        /** The other side's ids are compared with ours. */
        COMPARE,
        /** The other side has sent its ids and is sent ours. */
        ANSWER
    }

    private record Work(Reader.Received received, Tally before, Tally after, Verdict verdict) {
        long count() {
            return after.count() - before.count();
        }
    }

    /** What a window's ranges call for, and what the set has to be asked for it. */
    private static final class Plan {
        final List<Work> works = new ArrayList<>();
        final List<Long> places = new ArrayList<>();
        final List<Range> lists = new ArrayList<>();
        int items;
    }

    private Plan plan(List<Reader.Received> ranges, List<Tally> tallies) {
        Plan plan = new Plan();
        Bound from = decided;
        Tally before = beforeDecided;
        for (int i = 0; i < ranges.size(); i++) {
            Reader.Received received = ranges.get(i);
            Tally after = tallies.get(i);
            Work work = new Work(received, before, after, judge(received, after.minus(before)));
            long wanted = wanted(work);
            boolean room = plan.items == 0 || plan.items + wanted <= IDS_AT_ONCE;
            if (!room) {
                postpone(ranges.subList(i, ranges.size()));
                break;
            }
            plan.works.add(work);
            if (work.verdict == Verdict.SPLIT) {
                places(work, plan.places);
            } else if (wanted > 0) {
                plan.lists.add(new Range(from, received.to()));
                plan.items += (int) wanted;
            }
            from = received.to();
            before = after;
            if (work.verdict == Verdict.ANSWER && wanted < work.count()) {
                // It fills the frame.
                postpone(ranges.subList(i + 1, ranges.size()));
                break;
            }
        }
        return plan;
    }

    private void postpone(List<Reader.Received> ranges) {
        for (Reader.Received range : ranges.reversed()) {
            postponed.addFirst(range);
        }
    }

    private Verdict judge(Reader.Received received, Tally ours) {
        return switch (received) {
            case Reader.Skipped skipped -> Verdict.QUIET;
            case Reader.Fingerprint theirs
            when Arrays.equals(theirs.fingerprint(), ours.fingerprint()) -> Verdict.QUIET;
            case Reader.Fingerprint theirs -> ours.count() < 2 * BUCKETS ? Verdict.LIST : Verdict.SPLIT;
            case Reader.Ids ids when !initiator -> Verdict.ANSWER;
            // The reference compares however many there are.
            case Reader.Ids ids -> ours.count() > IDS_AT_ONCE ? Verdict.SPLIT : Verdict.COMPARE;
        };
    }

    /** How many items are asked for. An answer that is cut off needs the first item that it leaves out as well. */
    private long wanted(Work work) {
        return switch (work.verdict) {
            case QUIET, SPLIT -> 0;
            case LIST, COMPARE -> work.count();
            case ANSWER ->
                Math.min(
                        work.count(),
                        frameLimit == 0 ? IDS_AT_ONCE : Math.min(IDS_AT_ONCE, frameLimit / Sha256.LENGTH + 1));
        };
    }

    /** Before and after each place where a range is split into parts whose sizes differ by one at most. */
    private static void places(Work work, List<Long> places) {
        for (int part = 1; part < BUCKETS; part++) {
            long first = work.before.count() + first(work.count(), part);
            places.add(first - 1);
            places.add(first);
        }
    }

    private static long first(long count, int part) {
        return count / BUCKETS * part + Math.min(part, count % BUCKETS);
    }

    private void write(Plan plan, List<Placed> placed, List<List<Item>> lists) {
        int split = 0;
        int list = 0;
        for (Work work : plan.works) {
            if (rest != null) {
                return;
            }
            boolean listed = wanted(work) > 0;
            List<Item> items = listed ? lists.get(list) : List.of();
            list += listed ? 1 : 0;
            switch (work.verdict) {
                case QUIET -> skipping = true;
                case LIST, SPLIT -> {
                    Writer draft = draft();
                    if (work.verdict == Verdict.LIST) {
                        draft.ids(work.received.to(), items);
                    } else {
                        split(draft, work, placed.subList(split, split + 2 * (BUCKETS - 1)));
                        split += 2 * (BUCKETS - 1);
                    }
                    say(draft, work);
                }
                case COMPARE -> compare(work, (Reader.Ids) work.received, items);
                case ANSWER -> answer(work, items);
            }
            decided = work.received.to();
            beforeDecided = work.after;
        }
    }

    /** A part of the message that begins with skipping what needs no words. */
    private Writer draft() {
        Writer draft = out.draft();
        if (skipping) {
            draft.skip(decided);
        }
        return draft;
    }

    private static void split(Writer draft, Work work, List<Placed> placed) {
        Tally before = work.before;
        for (int i = 0; i < placed.size(); i += 2) {
            Placed first = placed.get(i + 1);
            draft.fingerprint(
                    Bound.between(placed.get(i).item(), first.item()),
                    first.before().minus(before));
            before = first.before();
        }
        draft.fingerprint(work.received.to(), work.after.minus(before));
    }

    private void say(Writer draft, Work work) {
        if (!exceeds(out.size() + draft.size())) {
            append(draft, work.after);
            return;
        }
        // The reference sends the fingerprint of what follows this range, for this range as well, which can only be
        // taken for equal when the other side has nothing here. Then the fingerprint is of this range too.
        boolean theyHaveSome = work.received instanceof Reader.Fingerprint theirs
                && !Arrays.equals(theirs.fingerprint(), FINGERPRINT_OF_NOTHING);
        rest = theyHaveSome ? work.after : beforeWritten;
    }

    private void append(Writer draft, Tally before) {
        out.append(draft);
        skipping = false;
        beforeWritten = before;
    }

    private void compare(Work work, Reader.Ids list, List<Item> ours) {
        Set<Sha256> theirs = reader.ids(list);
        for (Item item : ours) {
            if (!theirs.remove(item.hash())) {
                have.add(item.hash());
            }
        }
        need.addAll(sorted(theirs));
        skipping = true;
        if (have.size() > IDS_AT_ONCE && work.received.to().compareTo(Bound.END) < 0) {
            // Enough for one message; the rest comes with the next.
            Writer draft = out.draft();
            draft.skip(work.received.to());
            append(draft, work.after);
            rest = work.after;
        }
    }

    private static Collection<Sha256> sorted(Set<Sha256> hashes) {
        return hashes.stream().sorted().toList();
    }

    private void answer(Work work, List<Item> ours) {
        int most = ours.size() < work.count() ? ours.size() - 1 : ours.size();
        int sent = 0;
        while (sent < most && !exceeds(out.size() + sent * Sha256.LENGTH)) {
            sent++;
        }
        List<Item> listed = ours.subList(0, sent);
        boolean cut = sent < work.count();
        Tally before = cut ? work.before.plus(Tally.of(listed)) : work.after;
        Writer draft = draft();
        draft.ids(cut ? Bound.of(ours.get(sent)) : work.received.to(), listed);
        append(draft, before);
        if (cut || exceeds(out.size())) {
            rest = before;
        }
    }

    private boolean exceeds(int size) {
        return frameLimit != 0 && size > frameLimit - RESERVE;
    }
}
