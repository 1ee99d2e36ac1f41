package social.godwit.store.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.document.Audits.ClassSummary;
import social.godwit.store.negentropy.Item;
import social.godwit.store.negentropy.MemoryItems;
import social.godwit.store.negentropy.Negentropy;
import social.godwit.store.negentropy.Salt;
import social.godwit.store.negentropy.Step;
import social.godwit.store.negentropy.Tally;

/**
 * The vectors of docs/shared-store-replication.md. What the product computes is compared with a second, plain computation in
 * here; {@code -Dgodwit.vectors.write=true} writes the file anew.
 */
@DisplayName("Test vectors of reconciliation")
class ReconciliationVectorsTest {
    private static final String FILE = "/replication/reconciliation.json";
    private static final String DID = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

    @Test
    @DisplayName("are those of the file")
    void areThoseOfTheFile() throws IOException {
        byte[] vectors = Jcs.bytes(vectors());
        if (Boolean.getBoolean("godwit.vectors.write")) {
            Path file = Path.of("src/test/resources" + FILE);
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.write(file, vectors);
        }
        try (var in = Objects.requireNonNull(ReconciliationVectorsTest.class.getResourceAsStream(FILE))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8).strip())
                    .isEqualTo(new String(vectors, StandardCharsets.UTF_8));
        }
    }

    private static JsonObject vectors() {
        return JsonObject.builder()
                .put("fingerprints", List.of(fingerprint(0), fingerprint(1), fingerprint(3), fingerprint(200)))
                .put("level1", List.of(level1(ItemClass.PUBLIC, 3), level1(ItemClass.RECORDS, 200)))
                .put("salted", List.of(salted(0), salted(255)))
                .put("tree", tree())
                .build();
    }

    /** The hashes of the vectors: SHA-256 of the decimal digits of 0, 1, 2… */
    private static List<Sha256> hashes(int count) {
        List<Sha256> hashes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            hashes.add(Sha256.of(Integer.toString(i).getBytes(StandardCharsets.US_ASCII)));
        }
        return hashes;
    }

    private static JsonObject fingerprint(int count) {
        List<Sha256> hashes = hashes(count);
        Tally tally = Tally.ofHashes(hashes);
        byte[] sum = sum(hashes);
        assertThat(tally.sum()).isEqualTo(sum);
        byte[] length = count < 128
                ? new byte[] {(byte) count}
                : new byte[] {(byte) (0x80 | (count >> 7)), (byte) (count & 127)};
        byte[] digest = Sha256.of(joined(sum, length)).bytes();
        assertThat(tally.fingerprint()).isEqualTo(Arrays.copyOf(digest, 16));
        return JsonObject.builder()
                .put("count", count)
                .put("sum", hex(sum))
                .put("fingerprint", hex(tally.fingerprint()))
                .build();
    }

    private static byte[] sum(List<Sha256> hashes) {
        BigInteger sum = BigInteger.ZERO;
        for (Sha256 hash : hashes) {
            sum = sum.add(new BigInteger(1, reversed(hash.bytes()))).mod(MODULUS);
        }
        byte[] magnitude = sum.toByteArray();
        byte[] bytes = new byte[Sha256.LENGTH];
        for (int i = 0; i < bytes.length && i < magnitude.length; i++) {
            bytes[i] = magnitude[magnitude.length - 1 - i];
        }
        return bytes;
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    private static JsonObject level1(ItemClass itemClass, int count) {
        byte[] sum = sum(hashes(count));
        Item item = Sets.level1(
                new Shelf(Did.parse(DID).orElseThrow(), itemClass), new ClassSummary(count, 1_767_225_600, sum));
        byte[] head = (DID + "\0" + itemClass.wireName() + "\0").getBytes(StandardCharsets.US_ASCII);
        byte[] number = ByteBuffer.allocate(Long.BYTES).putLong(count).array();
        assertThat(item).isEqualTo(new Item(1_767_225_600, Sha256.of(joined(joined(head, number), sum))));
        return JsonObject.builder()
                .put("account", DID)
                .put("class", itemClass.wireName())
                .put("count", count)
                .put("sum", hex(sum))
                .put("newest", item.second())
                .put("id", item.hash().hex())
                .build();
    }

    private static JsonObject salted(int fill) {
        byte[] salt = new byte[Salt.LENGTH];
        Arrays.fill(salt, (byte) fill);
        Sha256 hash = hashes(1).getFirst();
        Sha256 id = new Salt(salt).id(hash);
        assertThat(id).isEqualTo(Sha256.of(joined(salt, hash.bytes())));
        return JsonObject.builder()
                .put("salt", hex(salt))
                .put("hash", hash.hex())
                .put("id", id.hex())
                .build();
    }

    /** A first message over items of which some share their second. */
    private static JsonObject tree() {
        var items = new TreeSet<Item>();
        for (Sha256 hash : hashes(200)) {
            items.add(new Item(1_767_225_600 + items.size() / 50, hash));
        }
        MemoryItems set = new MemoryItems();
        set.add(items);
        Step step = Negentropy.initiate(set, 0).await().atMost(Duration.ofSeconds(10));
        return JsonObject.builder()
                .put("count", 200)
                .put("first", 1_767_225_600)
                .put("message", hex(((Step.Next) step).message()))
                .build();
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
