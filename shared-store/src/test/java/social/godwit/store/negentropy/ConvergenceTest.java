package social.godwit.store.negentropy;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.store.negentropy.Conversation.await;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.encoding.Sha256;

class ConvergenceTest {
    private static final int[] SECONDS = {1, 60, 30_000_000};
    private static final int[] FRAMES = {0, 4_096, 5_000, 60_000};

    @Property(tries = 300)
    @Label("whatever two sets hold, the side that asks learns exactly what each lacks, in frames that fit")
    void convergesOnTheExactDifference(
            @ForAll long seed,
            @ForAll @IntRange(max = 3_000) int shared,
            @ForAll @IntRange(max = 600) int mine,
            @ForAll @IntRange(max = 600) int theirs) {
        Random random = new Random(seed);
        int seconds = SECONDS[random.nextInt(SECONDS.length)];
        int frame = FRAMES[random.nextInt(FRAMES.length)];
        List<Item> both = Items.random(random, shared, seconds);
        List<Item> own = Items.random(random, mine, random.nextBoolean() ? seconds : 1);
        List<Item> other = Items.random(random, theirs, random.nextBoolean() ? seconds : 1);
        Function<List<Item>, ItemSet> kind = random.nextBoolean() ? SealedItems::of : ConvergenceTest::tree;
        ItemSet asking = kind.apply(joined(both, own));
        Step first = Conversation.await(
                random.nextBoolean() ? Negentropy.initiate(asking, frame) : Negentropy.expectEqual(asking));
        Conversation found = Conversation.between(asking, kind.apply(joined(both, other)), frame, 200, first);
        assertThat(found.have).isEqualTo(hashes(own));
        assertThat(found.need).isEqualTo(hashes(other));
        if (frame > 0) {
            assertThat(found.longest).isLessThanOrEqualTo(frame);
        }
    }

    @Test
    @DisplayName("of equal sets, expected to be so, 21 bytes tell; where one item differs it costs one round more")
    void expectedToBeEqual() {
        List<Item> items = Items.random(new Random(3), 10_000, 30_000_000);
        ItemSet set = SealedItems.of(items);
        Conversation equal = Conversation.between(set, set, 0, 1, await(Negentropy.expectEqual(set)));
        assertThat(equal.sent + equal.received).isEqualTo(21);
        ItemSet less = SealedItems.of(items.subList(0, 9_999));
        Conversation usual = Conversation.between(less, set, 0, 10);
        Conversation expecting = Conversation.between(less, set, 0, 10, await(Negentropy.expectEqual(less)));
        assertThat(expecting.need).hasSize(1).isEqualTo(usual.need);
        assertThat(expecting.rounds).isLessThanOrEqualTo(usual.rounds + 1);
    }

    @Test
    @DisplayName("a frame that fills up over a range in which the other side has nothing hides nothing")
    void fullFrameAtTheEnd() {
        // The reference would end its answer with the fingerprint of nothing, which the side that asks takes for equal.
        Random random = new Random(1);
        List<Item> asked = new ArrayList<>();
        for (int second = 1; second <= 100; second++) {
            asked.addAll(inSecond(random, second, 100));
        }
        ItemSet set = SealedItems.of(asked);
        for (int listed = 100; listed < 130; listed++) {
            Writer question = new Writer();
            // An id list that the answer goes through, then the fingerprint of nothing over all that follows.
            question.ids(Bound.of(asked.get(listed)), List.of());
            question.fingerprint(Bound.END, Tally.NONE);
            byte[] answer = ((Step.Next) await(Negentropy.respond(set, question.toBytes(), 4_096))).message();
            Step step = await(Negentropy.reconcile(SealedItems.of(List.of()), answer, 4_096));
            assertThat(step).as("after %s listed", listed).isInstanceOf(Step.Next.class);
        }
    }

    @Test
    @DisplayName("a side that holds far more than the other lists and compares in parts")
    void unequal() {
        List<Item> many = Items.random(new Random(2), 200_000, 30_000_000);
        List<Item> few = many.subList(0, 10);
        Conversation asking = Conversation.between(SealedItems.of(many), SealedItems.of(few), 0, 20);
        assertThat(asking.have).hasSize(199_990);
        assertThat(asking.need).isEmpty();
        Conversation asked = Conversation.between(SealedItems.of(few), SealedItems.of(many), 0, 20);
        assertThat(asked.have).isEmpty();
        assertThat(asked.need).hasSize(199_990);
    }

    private static List<Item> inSecond(Random random, long second, int count) {
        return Items.random(random, count, 1).stream()
                .map(item -> new Item(second, item.hash()))
                .sorted()
                .toList();
    }

    private static ItemSet tree(List<Item> items) {
        MemoryItems tree = new MemoryItems();
        tree.add(items);
        return tree;
    }

    private static List<Item> joined(List<Item> one, List<Item> other) {
        List<Item> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }

    private static Set<Sha256> hashes(List<Item> items) {
        Set<Sha256> hashes = new HashSet<>();
        items.forEach(item -> hashes.add(item.hash()));
        return hashes;
    }
}
