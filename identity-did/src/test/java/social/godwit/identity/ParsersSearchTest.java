package social.godwit.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The fuzz targets in every build: mutations of their seeds for about a second each. {@code -Dfuzz.seed=N} repeats a run,
 * {@code -Dfuzz.seconds=N} makes it longer. The long search, led by coverage, is Jazzer's.
 */
class ParsersSearchTest {
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("fuzz.seconds", 1));
    /** Fewer than this within the time would be no search. */
    private static final int ROUNDS_MIN = 100;

    private static final int SIZE_MAX = 16_384;
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            "\"",
            ":",
            ",",
            "\\",
            "\\u0000",
            "\\ud800",
            "\ud83d\ude00",
            "null",
            "true",
            "-0",
            "1e308",
            "1e400",
            "9007199254740993",
            "0.1",
            "\u0000",
            "\ufeff",
            "did:key:z6Mk",
            "ap://",
            "ap+ef61://",
            "https://a.example",
            "/.well-known/apgateway/",
            "#",
            "?gateways=",
            "%2F",
            "%",
            "hl:zQm",
            "zQm",
            "z",
            "proof",
            "@context",
            "proofValue",
            "created",
            "2026-11-22T12:00:00Z",
            "keyid=\"",
            ";nonce=\"",
            "sig1=(",
            "sig1=:",
            "-----BEGIN PUBLIC KEY-----");

    static Stream<Arguments> targets() {
        var parsers = new ParsersFuzzTest();
        return Stream.of(
                target("jsonHasOneCanonicalForm", parsers::jsonHasOneCanonicalForm),
                target("namesAndKeys", parsers::namesAndKeys),
                target("documents", parsers::documents),
                target("requestsAndBoxes", parsers::requestsAndBoxes));
    }

    private static Arguments target(String name, Consumer<byte[]> target) {
        return Arguments.of(name, target);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("targets")
    void standsMutationsOfItsSeeds(String name, Consumer<byte[]> target) {
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        System.out.println("fuzz " + name + ": -Dfuzz.seed=" + seed);
        List<byte[]> seeds = seeds(name);
        long end = System.nanoTime() + TIME.toNanos();
        int rounds = 0;
        for (; rounds < ROUNDS_MIN || System.nanoTime() < end; rounds++) {
            byte[] input = mutated(seeds, new Random(seed + rounds));
            try {
                target.accept(input);
            } catch (RuntimeException | Error failure) {
                throw new AssertionError(
                        name + " fails, seed " + seed + ", round " + rounds + ", input (base64) "
                                + Base64.getEncoder().encodeToString(input),
                        failure);
            }
        }
        assertThat(rounds).isGreaterThanOrEqualTo(ROUNDS_MIN);
    }

    private static List<byte[]> seeds(String name) {
        URL folder = ParsersFuzzTest.class.getResource("ParsersFuzzTestInputs/" + name);
        assertThat(folder).as("seeds of %s", name).isNotNull();
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            List<byte[]> seeds = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                seeds.add(Files.readAllBytes(file));
            }
            assertThat(seeds).isNotEmpty();
            return seeds;
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] mutated(List<byte[]> seeds, Random random) {
        byte[] input = seeds.get(random.nextInt(seeds.size()));
        for (int times = 1 + random.nextInt(6); times > 0; times--) {
            input = switch (random.nextInt(6)) {
                case 0 -> flipped(input, random);
                case 1 -> replaced(input, random, new byte[0]);
                case 2 -> replaced(input, random, bytes(random));
                case 3 -> replaced(input, random, piece(random));
                case 4 -> replaced(input, random, part(input, random));
                default -> replaced(input, random, part(seeds.get(random.nextInt(seeds.size())), random));
            };
        }
        return input;
    }

    private static byte[] flipped(byte[] input, Random random) {
        byte[] other = input.clone();
        if (other.length > 0) {
            other[random.nextInt(other.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return other;
    }

    /** Puts {@code piece} in the place of a few bytes, or of none. */
    private static byte[] replaced(byte[] input, Random random, byte[] piece) {
        int from = random.nextInt(input.length + 1);
        int until = Math.min(input.length, from + random.nextInt(random.nextBoolean() ? 3 : 64));
        byte[] other = new byte[Math.min(SIZE_MAX, from + piece.length + input.length - until)];
        for (int i = 0; i < other.length; i++) {
            other[i] = i < from
                    ? input[i]
                    : i < from + piece.length ? piece[i - from] : input[until + i - from - piece.length];
        }
        return other;
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[1 + random.nextInt(8)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] piece(Random random) {
        return PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] part(byte[] whole, Random random) {
        int from = random.nextInt(whole.length + 1);
        return java.util.Arrays.copyOfRange(whole, from, Math.min(whole.length, from + random.nextInt(256)));
    }
}
