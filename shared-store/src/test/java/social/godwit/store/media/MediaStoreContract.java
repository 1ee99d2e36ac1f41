package social.godwit.store.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.testing.TestClock;
import social.godwit.store.testing.TestDids;

/** What every {@link MediaStore} does. */
interface MediaStoreContract {
    Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

    MediaStore store();

    TestClock clock();

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(30));
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private byte[] readAll(Blob blob) {
        var all = new ByteArrayOutputStream();
        store().read(blob)
                .collect()
                .asList()
                .await()
                .atMost(Duration.ofSeconds(30))
                .forEach(all::writeBytes);
        return all.toByteArray();
    }

    @Test
    default void givesBackTheBytesOfABlobOfOnePart() {
        byte[] bytes = bytes(1_000);
        Blob blob = await(store().put(TestDids.did(1), bytes, "image/webp"));
        assertThat(blob).isEqualTo(new Blob(Sha256.of(bytes), "image/webp", 1_000, clock().instant()));
        assertThat(readAll(blob)).isEqualTo(bytes);
        assertThat(await(store().find(blob.hash()))).contains(blob);
    }

    @Test
    default void givesBackTheBytesOfABlobOfManyParts() {
        byte[] bytes = bytes(20 * MediaStore.PART_BYTES + 17);
        Blob blob = await(store().put(TestDids.did(1), bytes, "video/mp4"));
        assertThat(blob.parts()).isEqualTo(21);
        assertThat(readAll(blob)).isEqualTo(bytes);
        assertThat(await(store().part(blob.hash(), 20)).orElseThrow()).hasSize(17);
        assertThat(await(store().part(blob.hash(), 21))).isEmpty();
        assertThat(await(store().part(blob.hash(), -1))).isEmpty();
    }

    @Test
    default void storesEqualBytesOnceAndKeepsTheirFirstType() {
        byte[] bytes = bytes(2_000);
        await(store().put(TestDids.did(1), bytes, "image/png"));
        Blob again = await(store().put(TestDids.did(2), bytes, "text/html"));
        assertThat(again.type()).isEqualTo("image/png");
        assertThat(await(store().keeps(TestDids.did(1), again.hash()))).isTrue();
        assertThat(await(store().keeps(TestDids.did(2), again.hash()))).isTrue();
        assertThat(await(store().keeps(TestDids.did(3), again.hash()))).isFalse();
    }

    @Test
    default void refusesNoBytesAndTooMany() {
        assertThatThrownBy(() -> store().put(TestDids.did(1), new byte[0], "image/png"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store().put(TestDids.did(1), new byte[MediaStore.MAX_BYTES + 1], "image/png"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void findsNothingUnderAnotherHash() {
        Sha256 unknown = Sha256.of(bytes(3));
        assertThat(await(store().find(unknown))).isEmpty();
        assertThat(await(store().part(unknown, 0))).isEmpty();
        assertThat(await(store().release(TestDids.did(1), unknown))).isFalse();
    }

    @Test
    default void removesWhatNobodyKeepsAndNothingElse() {
        Did first = TestDids.did(11);
        Did second = TestDids.did(12);
        Blob kept = await(store().put(first, bytes(3_001), "image/png"));
        Blob shared = await(store().put(first, bytes(3_002), "image/png"));
        await(store().put(second, bytes(3_002), "image/png"));
        Blob unused = await(store().put(first, bytes(3_003), "image/png"));
        assertThat(await(store().release(first, shared.hash()))).isTrue();
        assertThat(await(store().release(first, unused.hash()))).isTrue();
        assertThat(await(store().release(first, unused.hash()))).isFalse();

        assertThat(await(store().removeUnused(clock().instant(), 100))).isZero();
        assertThat(await(store().removeUnused(LATER, 100))).isEqualTo(1);
        assertThat(await(store().find(unused.hash()))).isEmpty();
        assertThat(readAll(unused)).isEmpty();
        assertThat(await(store().find(shared.hash()))).isPresent();
        assertThat(await(store().find(kept.hash()))).isPresent();
    }

    @Test
    default void tellsWhoKeepsWhatPageByPageAndLetsAllOfOneGo() {
        Did one = TestDids.did(11);
        Did other = TestDids.did(12);
        Sha256 shared = await(store().put(one, bytes(700), "image/webp")).hash();
        await(store().put(other, bytes(700), "image/webp"));
        Sha256 own = await(store().put(other, bytes(701), "image/webp")).hash();

        List<Did> both = Stream.of(one, other)
                .sorted(Comparator.comparing(Did::toString))
                .toList();
        assertThat(await(store().keepers(shared, Optional.empty(), 10))).isEqualTo(both);
        assertThat(await(store().keepers(shared, Optional.of(both.getFirst()), 10)))
                .containsExactly(both.getLast());
        assertThat(await(store().keepers(own, Optional.empty(), 10))).containsExactly(other);
        List<Did> all = await(store().keepers(Optional.empty(), 1_000));
        assertThat(all).containsAll(both).doesNotHaveDuplicates();
        assertThat(await(store().keepers(Optional.of(all.getFirst()), 1))).isEqualTo(all.subList(1, 2));

        assertThat(await(store().releaseAll(other))).isEqualTo(2);
        assertThat(await(store().keepers(shared, Optional.empty(), 10))).containsExactly(one);
        assertThat(await(store().keepers(own, Optional.empty(), 10))).isEmpty();
        assertThat(await(store().releaseAll(other))).isZero();
    }

    @Test
    default void countsTheBytesThatAnAccountKeeps() {
        Did account = TestDids.did(21);
        assertThat(await(store().used(account))).isZero();
        await(store().put(account, bytes(4_001), "image/png"));
        await(store().put(account, bytes(4_001), "image/png"));
        Blob second = await(store().put(account, bytes(4_002), "image/png"));
        assertThat(await(store().used(account))).isEqualTo(8_003);
        await(store().release(account, second.hash()));
        assertThat(await(store().used(account))).isEqualTo(4_001);
    }

    @Test
    default void storesAgainWhatWasRemoved() {
        byte[] bytes = bytes(5_000);
        Blob blob = await(store().put(TestDids.did(31), bytes, "image/png"));
        await(store().release(TestDids.did(31), blob.hash()));
        await(store().removeUnused(LATER, 100));
        assertThat(readAll(await(store().put(TestDids.did(32), bytes, "image/png"))))
                .isEqualTo(bytes);
    }
}
