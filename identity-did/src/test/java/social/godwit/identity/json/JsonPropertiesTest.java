package social.godwit.identity.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import social.godwit.identity.json.JsonReading.Read;

class JsonPropertiesTest {
    @Property(tries = 500)
    void whatIsWrittenReadsBackEqualAndWritesTheSameBytes(@ForAll("values") Json value) {
        byte[] bytes = Jcs.bytes(value);

        assertThat(StrictJson.read(bytes, JsonLimits.PLAIN)).isInstanceOfSatisfying(Read.class, read -> {
            assertThat(read.value()).isEqualTo(value);
            assertThat(Jcs.bytes(read.value())).isEqualTo(bytes);
        });
    }

    @Property(tries = 500)
    void orderOfMembersDoesNotMatter(@ForAll("objects") JsonObject object) {
        List<String> keys = new ArrayList<>(object.keys());
        JsonObject.Builder reversed = JsonObject.builder();
        for (String key : keys.reversed()) {
            reversed.put(key, object.members().get(key));
        }

        assertThat(Jcs.bytes(reversed.build())).isEqualTo(Jcs.bytes(object));
        assertThat(reversed.build()).isEqualTo(object);
    }

    @Property(tries = 1_000)
    void readerNeverThrows(@ForAll byte[] bytes) {
        assertThat(StrictJson.read(bytes, JsonLimits.DOCUMENT)).isNotNull();
    }

    @Property(tries = 2_000)
    void doublesReadBackExactly(@ForAll long bits) {
        double value = Double.longBitsToDouble(bits);
        if (Double.isFinite(value)) {
            assertThat(Double.parseDouble(EcmaScriptNumber.text(value))).isEqualTo(value + 0.0);
        }
    }

    @Provide
    Arbitrary<Json> values() {
        return nested(nested(scalars()));
    }

    @Provide
    Arbitrary<JsonObject> objects() {
        return objects(values());
    }

    private static Arbitrary<Json> nested(Arbitrary<Json> inner) {
        return Arbitraries.oneOf(
                scalars(),
                objects(inner).map(object -> object),
                inner.list().ofMaxSize(4).map(JsonArray::new));
    }

    private static Arbitrary<JsonObject> objects(Arbitrary<Json> inner) {
        return Arbitraries.maps(text(), inner).ofMaxSize(5).map(map -> {
            JsonObject.Builder builder = JsonObject.builder();
            map.forEach(builder::put);
            return builder.build();
        });
    }

    private static Arbitrary<Json> scalars() {
        return Arbitraries.oneOf(
                text().map(JsonString::new),
                Arbitraries.longs()
                        .between(-JsonNumber.MAX_INTEGER, JsonNumber.MAX_INTEGER)
                        .map(JsonNumber::of),
                Arbitraries.doubles().between(-1e15, 1e15).map(JsonNumber::of),
                Arbitraries.of(true, false).map(JsonBoolean::new),
                Arbitraries.just(JsonNull.NULL));
    }

    /** Scalar values of Unicode but for NUL. */
    private static Arbitrary<String> text() {
        return Arbitraries.integers()
                .between(1, 0x10FFFF)
                .filter(point -> point < 0xD800 || point > 0xDFFF)
                .list()
                .ofMaxSize(12)
                .map(points -> {
                    StringBuilder text = new StringBuilder();
                    points.forEach(text::appendCodePoint);
                    return text.toString();
                });
    }
}
