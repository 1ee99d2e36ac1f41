package social.godwit.identity.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import social.godwit.identity.Vectors;
import social.godwit.identity.json.JsonReading.Malformed;
import social.godwit.identity.json.JsonReading.Read;

class StrictJsonTest {
    private static JsonReading read(String json) {
        return StrictJson.read(json.getBytes(StandardCharsets.UTF_8), JsonLimits.DOCUMENT);
    }

    @Test
    void readsEveryKindOfValue() {
        assertThat(Vectors.object(" { 'a' : [ 1 , -2.5e3 , true , false , null , 'x' , { } , [ ] ] } \n"))
                .hasToString("{\"a\":[1,-2500,true,false,null,\"x\",{},[]]}");
    }

    @Test
    void remembersWhereObjectsWere() {
        byte[] text = "  {\"a\": {\"b\":1 } }".getBytes(StandardCharsets.UTF_8);
        JsonObject outer = Vectors.object(text);
        JsonObject inner = outer.object("a").orElseThrow();

        assertThat(new String(Arrays.copyOfRange(text, inner.start(), inner.end()), StandardCharsets.UTF_8))
                .isEqualTo("{\"b\":1 }");
        assertThat(outer.start()).isEqualTo(2);
        assertThat(outer.end()).isEqualTo(text.length);
    }

    @Test
    void unescapesStrings() {
        assertThat(Vectors.object("{\"\\u0061\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u20ac\\uD83D\\ude00é\"}")
                        .string("a"))
                .contains("\"\\/\b\f\n\r\t€😀é");
    }

    /** Row 28: a signature over one reading must not vouch for another. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":1}",
                "{\"a\":1,\"\\u0061\":2}",
                "{\"x\":{\"a\":1,\"b\":2,\"a\":3}}",
                "{\"é\":1,\"\\u00e9\":2}"
            })
    @DisplayName("row 28: refuses duplicate keys, also by escapes")
    void refusesDuplicateKeys(String json) {
        assertThat(read(json)).isEqualTo(new Malformed("duplicate key", json.startsWith("{\"x\"") ? 5 : 0));
    }

    @Test
    @DisplayName("row 28: refuses a duplicate among many keys")
    void refusesDuplicateAmongMany() {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < 500; i++) {
            json.append("\"k").append(i).append("\":0,");
        }

        assertThat(read(json + "\"k250\":1}")).isInstanceOf(Malformed.class);
        assertThat(read(json + "\"k500\":1}")).isInstanceOf(Read.class);
    }

    /** Row 29. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\\ud800\"",
                "\"\\udc00\"",
                "\"\\ud800\\ud800\"",
                "\"\\ud800x\"",
                "\"\\ud800\\n\"",
                "\"\\ude00\\ud83d\"",
                "\"\\u0000\"",
                "\"a\u0000b\"",
                "\"a\nb\"",
                "\"\u001f\""
            })
    @DisplayName("row 29: refuses lone surrogates, NUL and raw control characters")
    void refusesBadCharacters(String json) {
        assertThat(read(json)).isInstanceOf(Malformed.class);
    }

    /** Row 29: the bytes between two quotes. */
    @ParameterizedTest
    @CsvSource({
        "c080, overlong NUL",
        "c1bf, overlong",
        "e08080, overlong",
        "e09fbf, overlong",
        "f0808080, overlong",
        "f08fbfbf, overlong",
        "eda080, encoded surrogate",
        "edbfbf, encoded surrogate",
        "f4908080, beyond Unicode",
        "f5808080, beyond Unicode",
        "ff, no lead byte",
        "80, lone continuation",
        "c3, cut short",
        "e282, cut short",
        "f09f98, cut short",
        "c328, bad continuation"
    })
    @DisplayName("row 29: refuses invalid UTF-8")
    void refusesInvalidUtf8(String hex, String what) {
        for (String before : new String[] {"22", "2261", "225c6e", "22c3a9"}) {
            byte[] json = HexFormat.of().parseHex(before + hex + "22");
            assertThat(StrictJson.read(json, JsonLimits.DOCUMENT)).as(what).isInstanceOf(Malformed.class);
            byte[] key = HexFormat.of().parseHex("7b" + before + hex + "223a317d");
            assertThat(StrictJson.read(key, JsonLimits.DOCUMENT)).as(what).isInstanceOf(Malformed.class);
        }
    }

    @Test
    @DisplayName("row 29: refuses a byte order mark")
    void refusesByteOrderMark() {
        assertThat(read("\uFEFF{}")).isEqualTo(new Malformed("byte order mark", 0));
        assertThat(StrictJson.read("{}".getBytes(StandardCharsets.UTF_16), JsonLimits.DOCUMENT))
                .isInstanceOf(Malformed.class);
    }

    /** Row 30. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "9007199254740992",
                "-9007199254740992",
                "99999999999999999999999999999999999999",
                "9.007199254740992e15",
                "1e17",
                "1e400",
                "-1e400",
                "1e999999999",
                "1e99999999999999999999",
                "1e-400",
                "0.00000000000000000000000000000000000000000000000000000000000000000001"
            })
    @DisplayName("row 30: refuses numbers outside I-JSON")
    void refusesNumbersOutsideIJson(String number) {
        assertThat(read(number)).isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @CsvSource({
        "9007199254740991, 9007199254740991",
        "-9007199254740991, -9007199254740991",
        "-0, 0",
        "0.0, 0",
        "-0e10, 0",
        "0e-999, 0",
        "1E30, 1e+30",
        "4.50, 4.5",
        "2e-3, 0.002",
        "1e0, 1"
    })
    void readsNumbersThatADoubleHolds(String number, String canonical) {
        assertThat(read(number))
                .isInstanceOfSatisfying(
                        Read.class, read -> assertThat(read.value()).hasToString(canonical));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "01",
                "-",
                "-01",
                "+1",
                ".5",
                "1.",
                "1.e1",
                "1e",
                "1e+",
                "0x10",
                "NaN",
                "Infinity",
                "tru",
                "True",
                "nul",
                "{",
                "[",
                "{]",
                "[}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "[1,]",
                "[,1]",
                "{,}",
                "{a:1}",
                "{'a':1}",
                "\"",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"\\",
                "1 2",
                "{}{}",
                "{} x",
                "[1 2]",
                "{\"a\" 1}",
                "// c\n1",
                "[1]\u0000",
                "\u00a01"
            })
    void refusesWhatIsNotJson(String json) {
        assertThat(read(json)).isInstanceOf(Malformed.class);
    }

    /** Row 27: no input may exhaust the stack or the time. */
    @Test
    @DisplayName("row 27: refuses depth over the limit")
    void refusesDepth() {
        assertThat(read("[".repeat(32) + "]".repeat(32))).isInstanceOf(Read.class);
        assertThat(read("[".repeat(33) + "]".repeat(33))).isEqualTo(new Malformed("nested deeper than 32", 32));
        assertThat(read("[".repeat(200_000))).isInstanceOf(Malformed.class);
        assertThat(read("{\"a\":".repeat(100_000))).isInstanceOf(Malformed.class);
    }

    @Test
    @DisplayName("row 27: refuses size, members and values over the limit")
    void refusesSize() {
        assertThat(read("\"" + "x".repeat(1 << 20) + "\""))
                .isEqualTo(new Malformed("longer than 1048576 bytes", 1 << 20));
        assertThat(read("[" + "0,".repeat(40_000) + "0]")).isInstanceOf(Malformed.class);
        StringBuilder members = new StringBuilder("{");
        for (int i = 0; i <= 1_024; i++) {
            members.append("\"").append(i).append("\":0,");
        }
        assertThat(read(members + "\"x\":0}")).isInstanceOf(Malformed.class);
        assertThat(read("1" + "0".repeat(1_000_000))).isInstanceOf(Malformed.class);
        assertThat(read("0." + "0".repeat(1_000_000))).isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Actor", "ID", "Object", "TO", "attributedto", "Proof", "@Context", "INBOX"})
    void refusesKeysThatDifferFromCoreTermsByCaseOnly(String key) {
        String json = "{\"" + key + "\":1}";

        assertThat(read(json)).isInstanceOf(Malformed.class);
        assertThat(StrictJson.read(json.getBytes(StandardCharsets.UTF_8), JsonLimits.PLAIN))
                .isInstanceOf(Read.class);
    }

    @Test
    @DisplayName("row 33: a single value, an array and nothing are lists alike")
    void listsAreLenient() {
        JsonObject object = Vectors.object("{'one':'a','many':['a',{'id':'b'},3],'none':null,'empty':[]}");

        assertThat(object.ids("one")).containsExactly("a");
        assertThat(object.ids("many")).containsExactly("a", "b");
        assertThat(object.list("none")).isEmpty();
        assertThat(object.list("missing")).isEmpty();
        assertThat(object.id("one")).contains("a");
        assertThat(object.id("many")).isEmpty();
    }
}
