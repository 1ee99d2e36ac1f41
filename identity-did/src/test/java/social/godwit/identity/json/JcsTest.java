package social.godwit.identity.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import social.godwit.identity.Vectors;

class JcsTest {
    private static final JsonLimits LIMITS = new JsonLimits(1 << 20, 32, 10_000, 1_000, false);

    @ParameterizedTest
    @ValueSource(strings = {"arrays", "french", "structures", "unicode", "values", "weird"})
    void writesTheOutputsOfRfc8785(String name) {
        Json input = Vectors.json(Vectors.bytes("jcs/input/" + name + ".json"), LIMITS);

        assertThat(Jcs.bytes(input)).isEqualTo(Vectors.bytes("jcs/output/" + name + ".json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"arrays", "french", "structures", "unicode", "values", "weird"})
    void canonicalFormIsAFixedPoint(String name) {
        byte[] output = Vectors.bytes("jcs/output/" + name + ".json");

        assertThat(Jcs.bytes(Vectors.json(output, LIMITS))).isEqualTo(output);
    }

    @Test
    void sortsKeysByCodeUnitsNotByCodePoints() {
        // U+1F600 is written with surrogates D83D DE00, which sort before U+FB33.
        JsonObject object = JsonObject.builder()
                .put("\uFB33", 1)
                .put("\uD83D\uDE00", 2)
                .put("a", 3)
                .build();

        assertThat(object).hasToString("{\"a\":3,\"\uD83D\uDE00\":2,\"\uFB33\":1}");
    }

    @Test
    void writesObjectsThatWereBuiltLikeThoseThatWereRead() {
        JsonObject built = JsonObject.builder()
                .put("z", List.of("a", 1, true, JsonNull.NULL))
                .put("quote", "\"\\\b\f\n\r\t\u0001\u007f/")
                .put("euro", "€ é 😀")
                .build();
        byte[] bytes = Jcs.bytes(built);

        assertThat(new String(bytes, StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"euro\":\"€ é 😀\",\"quote\":\"\\\"\\\\\\b\\f\\n\\r\\t\\u0001\u007f/\",\"z\":[\"a\",1,true,null]}");
        assertThat(Vectors.json(bytes, LIMITS)).isEqualTo(built);
    }

    @Test
    void keepsOrderWhenMembersAreTakenOut() {
        JsonObject object = Vectors.object("{'b':1,'d':2,'a':3,'c':4}");

        assertThat(object.without("a", "d")).hasToString("{\"b\":1,\"c\":4}");
        assertThat(object.without("x")).isSameAs(object);
        assertThat(object.with("aa", new JsonString("x")))
                .hasToString("{\"a\":3,\"aa\":\"x\",\"b\":1,\"c\":4,\"d\":2}");
    }

    @Test
    void refusesToWriteALoneSurrogate() {
        assertThatThrownBy(() -> Jcs.bytes(new JsonString("a\uD800"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Jcs.bytes(new JsonString("\uDC00\uD800"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void findsMembersOfLargeObjects() {
        JsonObject.Builder builder = JsonObject.builder();
        for (int i = 99; i >= 0; i--) {
            builder.put("key" + i, i);
        }
        JsonObject large = (JsonObject) Vectors.json(Jcs.bytes(builder.build()), LIMITS);

        for (int i = 0; i < 100; i++) {
            assertThat(large.get("key" + i)).isEqualTo(JsonNumber.of(i));
        }
        assertThat(large.get("key100")).isNull();
        assertThat(large).isEqualTo(builder.build()).hasSameHashCodeAs(builder.build());
    }
}
