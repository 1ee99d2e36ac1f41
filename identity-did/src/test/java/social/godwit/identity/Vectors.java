package social.godwit.identity;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;

/** Test data: inputs whose right answers others have published. */
public final class Vectors {
    private Vectors() {}

    /** Bytes of a file under {@code src/test/resources/vectors}. */
    public static byte[] bytes(String name) {
        try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no vector " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Text of a file, without white space around it. */
    public static String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8).strip();
    }

    /** A file of the shared vectors, from {@code GODWIT_VECTORS}; the test is skipped where it is absent. */
    public static byte[] shared(String name) {
        String folder = Optional.ofNullable(System.getenv("GODWIT_VECTORS")).orElse("../../shared/vectors");
        Path file = Path.of(folder).resolve(name);
        Assumptions.assumeTrue(
                Files.isRegularFile(file), "skipped: no " + file + "; set GODWIT_VECTORS to the folder of vectors");
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Parses JSON that must be good. */
    public static JsonObject object(byte[] json) {
        return (JsonObject) json(json, JsonLimits.DOCUMENT);
    }

    /** Parses JSON that must be good; quotes may be written as apostrophes. */
    public static JsonObject object(String json) {
        return object(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    /** Parses JSON that must be good, within these limits. */
    public static Json json(byte[] json, JsonLimits limits) {
        return switch (StrictJson.read(json, limits)) {
            case JsonReading.Read read -> read.value();
            case JsonReading.Malformed malformed ->
                throw new AssertionError(malformed.reason() + " at " + malformed.offset());
        };
    }
}
