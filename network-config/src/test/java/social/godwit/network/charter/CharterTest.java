package social.godwit.network.charter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;

@DisplayName("A charter is read whole or not at all")
class CharterTest {
    static JsonObject vector(String name) {
        try (InputStream in = CharterTest.class.getResourceAsStream("/vectors/" + name)) {
            if (in == null) {
                throw new AssertionError("no vector " + name);
            }
            return (JsonObject) json(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Json json(String text) {
        return switch (StrictJson.read(text.getBytes(StandardCharsets.UTF_8), JsonLimits.DOCUMENT)) {
            case JsonReading.Read read -> read.value();
            case JsonReading.Malformed bad -> throw new AssertionError(bad.reason() + " in " + text);
        };
    }

    @Test
    @DisplayName("every part of the golden vector, and its hash")
    void golden() {
        assertThat(Charter.read(vector("charter.json"))).isInstanceOfSatisfying(CharterReading.Read.class, read -> {
            Charter charter = read.charter();
            assertThat(charter.hash().multibase()).isEqualTo("zQmQSXA8jfHqiQ7hXWXg5LV7S8Bg2oARoadGH397bKfaG2Y");
            assertThat(charter.version()).isEqualTo(3);
            assertThat(charter.title()).isEqualTo("Shorebirds");
            assertThat(charter.name().in(List.of("de-AT"))).isEqualTo("Watvögel");
            assertThat(charter.name().in(List.of("fr"))).isEqualTo("Watvögel");
            assertThat(charter.rule("be-kind").orElseThrow().severity()).isEqualTo(Rule.Severity.MAJOR);
            assertThat(charter.moderation().filters())
                    .extracting(Moderation.Filter::kind)
                    .containsExactly(Moderation.Filter.Kind.MENTIONS, Moderation.Filter.Kind.LINK);
            assertThat(charter.rankings().getLast().parameters()).containsEntry("halfLifeHours", 12.5);
            assertThat(charter.governance().decision("constitution").majority()).isEqualTo(67);
            assertThat(charter.governance().succession()).isPresent();
            assertThat(charter.economy()).isPresent();
        });
    }

    @ParameterizedTest(name = "without {0}")
    @ValueSource(
            strings = {
                "type",
                "network",
                "version",
                "previous",
                "effective",
                "name",
                "summary",
                "languages",
                "scope",
                "rules",
                "labels",
                "moderation",
                "rankings",
                "verification",
                "joining",
                "governance",
                "data",
                "exit"
            })
    void missing(String member) {
        assertThat(Charter.read(vector("charter.json").without(member)))
                .isInstanceOfSatisfying(
                        CharterReading.Malformed.class,
                        bad -> assertThat(bad.where()).isEqualTo("/" + member));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @DisplayName("what is unknown, out of form, over a limit or contradicts itself is refused, and where")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            surprise                          | 1                                       | /surprise
            type                              | "Charter"                               | /type
            version                           | 0                                       | /version
            version                           | 1.5                                     | /version
            version                           | "3"                                     | /version
            version                           | 1                                       | /previous
            effective                         | "2026-11-26"                            | /effective
            effective                         | "2026-11-26T02:00:00+01:00"             | /effective
            effective                         | "2026-11-26T02:00:00.5Z"                | /effective
            network                           | "did:web:example.org"                   | /network
            previous                          | "zQm"                                   | /previous
            name                              | "Shorebirds"                            | /name
            name                              | {}                                      | /name
            name                              | {"de": "Watvögel"}                      | /name
            name                              | {"en": ""}                              | /name/en
            name                              | {"en": "a\\u202eb"}                     | /name/en
            name                              | {"en": "a\\u0007b"}                     | /name/en
            name                              | {"English!": "a"}                       | /name
            languages                         | []                                      | /languages
            languages                         | ["en", "en"]                            | /languages/1
            languages                         | ["English"]                             | /languages
            rules/0/id                        | "Be Kind"                               | /rules/0/id
            rules/0/id                        | "no-spam"                               | /rules
            rules/0/since                     | 4                                       | /rules
            rules/0/severity                  | "GRAVE"                                 | /rules/0/severity
            rules/0/mood                      | "bad"                                   | /rules/0/mood
            labels/0/effect                   | "delete"                                | /labels/0/effect
            moderation/filters/0/rule         | "no-such-rule"                          | /moderation/filters
            moderation/sources/0/list         | "http://example.org/list.csv"           | /moderation/sources/0/list
            moderation/actions                | ["label", "label"]                      | /moderation/actions/1
            moderation/actions                | ["delete-account"]                      | /moderation/actions/0
            moderation/appeal/windowDays      | 1                                       | /moderation/appeal/windowDays
            rankings/0/algorithm              | "by-money"                              | /rankings
            rankings/0/preset                 | false                                   | /rankings
            rankings/1/preset                 | true                                    | /rankings
            rankings/1/parameters/x           | "y"                                     | /rankings/1/parameters/x
            verification/need                 | "everything"                            | /verification/need
            joining/door                      | "closed"                                | /joining/door
            governance/threshold              | 4                                       | /governance/threshold
            governance/threshold              | 0                                       | /governance/threshold
            governance/stewards               | []                                      | /governance/stewards
            governance/witnessThreshold       | 0                                       | /governance/witnessThreshold
            governance/decisions/0/majority   | 49                                      | /governance/decisions/0/majority
            governance/decisions/1/id         | "ordinary"                              | /governance/decisions
            governance/amendments/0/decision  | "coup"                                  | /governance/amendments
            governance/amendments/0/path      | "rules"                                 | /governance/amendments/0/path
            governance/amendments/0/path      | "/exit"                                 | /governance/amendments
            governance/emergency/maxHours     | 1000                                    | /governance/emergency/maxHours
            governance/emergency/powers       | ["rule-for-ever"]                       | /governance/emergency/powers/0
            governance/succession/threshold   | 3                                       | /governance/succession/threshold
            governance/succession/silentDays  | 1                                       | /governance/succession/silentDays
            data/training                     | "yes"                                   | /data/training
            economy/support                   | ["javascript:alert(1)"]                 | /economy/support
            exit/export                       | false                                   | /exit/export
            """)
    void malformed(String path, String value, String where) {
        JsonObject changed = set(vector("charter.json"), path, json(value.replace("\\\\", "\\")));
        assertThat(Charter.read(changed))
                .isInstanceOfSatisfying(
                        CharterReading.Malformed.class,
                        bad -> assertThat(bad.where()).as(bad.reason()).isEqualTo(where));
    }

    @Test
    @DisplayName("every change needs a rule of its own: a charter without one is refused")
    void noDefaultClause() {
        JsonObject charter = vector("charter.json");
        JsonArray clauses =
                (JsonArray) charter.object("governance").orElseThrow().get("amendments");
        JsonObject changed = set(
                charter,
                "governance/amendments",
                new JsonArray(clauses.items().stream()
                        .filter(clause -> ((JsonObject) clause).has("path"))
                        .toList()));
        assertThat(Charter.read(changed)).isInstanceOf(CharterReading.Malformed.class);
    }

    @Test
    @DisplayName("a longer charter than 256 KiB is refused")
    void tooLong() {
        JsonObject charter = vector("charter.json");
        List<Json> rules = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            rules.add(((JsonObject) charter.list("rules").getFirst())
                    .with("id", Json.of(i == 0 ? "be-kind" : i == 1 ? "no-spam" : "rule-" + i))
                    .with(
                            "hint",
                            JsonObject.builder()
                                    .put("en", "x".repeat(2_000))
                                    .put("de", "x".repeat(2_000))
                                    .put("fr", "x".repeat(2_000))
                                    .build()));
        }
        assertThat(Charter.read(charter.with("rules", new JsonArray(rules))))
                .isEqualTo(new CharterReading.Malformed("", "is longer than " + Charter.MAX_BYTES + " bytes"));
    }

    private static JsonObject set(JsonObject map, String path, Json value) {
        int slash = path.indexOf('/');
        String key = slash < 0 ? path : path.substring(0, slash);
        if (slash < 0) {
            return map.with(key, value);
        }
        String rest = path.substring(slash + 1);
        Json inner = map.get(key);
        if (inner instanceof JsonArray array) {
            int end = rest.indexOf('/');
            int index = Integer.parseInt(end < 0 ? rest : rest.substring(0, end));
            List<Json> items = new ArrayList<>(array.items());
            items.set(index, set((JsonObject) items.get(index), rest.substring(end + 1), value));
            return map.with(key, new JsonArray(items));
        }
        return map.with(key, set((JsonObject) inner, rest, value));
    }
}
