package social.godwit.store.negentropy;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.store.negentropy.Conversation.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.JsonString;
import social.godwit.identity.json.StrictJson;

@DisplayName("Conversations of the reference implementation of negentropy")
class ReferenceConversationsTest {
    private static final JsonLimits LIMITS = new JsonLimits(1 << 20, 32, 1 << 16, 1_024, false);

    record Scenario(
            String name,
            int frameLimit,
            List<Item> client,
            List<Item> server,
            List<String> messages,
            Set<Sha256> clientHas,
            Set<Sha256> clientNeeds) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Scenario> scenarios() {
        return scenarios(LIMITS).stream();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    @DisplayName("replay byte for byte on both sides, over a sealed set")
    void replaySealed(Scenario scenario) {
        replay(scenario, SealedItems::of);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    @DisplayName("replay byte for byte on both sides, over a tree in memory")
    void replayOverTree(Scenario scenario) {
        replay(scenario, ReferenceConversationsTest::tree);
    }

    private static ItemSet tree(List<Item> items) {
        MemoryItems tree = new MemoryItems();
        tree.add(items);
        return tree;
    }

    static void replay(Scenario scenario, Function<List<Item>, ItemSet> setOf) {
        ItemSet client = setOf.apply(scenario.client);
        ItemSet server = setOf.apply(scenario.server);
        Set<Sha256> have = new HashSet<>();
        Set<Sha256> need = new HashSet<>();
        Step step = await(Negentropy.initiate(client, scenario.frameLimit));
        int said = 0;
        while (step instanceof Step.Next next) {
            have.addAll(next.have());
            need.addAll(next.need());
            assertThat(hex(next.message())).isEqualTo(scenario.messages.get(said++));
            Step answer = await(Negentropy.respond(server, next.message(), scenario.frameLimit));
            assertThat(hex(((Step.Next) answer).message())).isEqualTo(scenario.messages.get(said++));
            step = await(Negentropy.reconcile(client, ((Step.Next) answer).message(), scenario.frameLimit));
        }
        Step.Done done = (Step.Done) step;
        have.addAll(done.have());
        need.addAll(done.need());
        assertThat(said).isEqualTo(scenario.messages.size());
        assertThat(have).isEqualTo(scenario.clientHas);
        assertThat(need).isEqualTo(scenario.clientNeeds);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static List<Scenario> scenarios(JsonLimits limits) {
        try (var in = Objects.requireNonNull(
                ReferenceConversationsTest.class.getResourceAsStream("/negentropy/conversations.json"))) {
            Json all = ((JsonReading.Read) StrictJson.read(in.readAllBytes(), limits)).value();
            List<Scenario> scenarios = new ArrayList<>();
            for (Json one : ((JsonObject) all).list("scenarios")) {
                JsonObject scenario = (JsonObject) one;
                scenarios.add(new Scenario(
                        scenario.string("name").orElseThrow(),
                        (int) number(Objects.requireNonNull(scenario.get("frameSizeLimit"))),
                        items(scenario.list("client")),
                        items(scenario.list("server")),
                        scenario.list("messages").stream()
                                .map(message ->
                                        ((JsonObject) message).string("hex").orElseThrow())
                                .toList(),
                        hashes(scenario.list("clientHas")),
                        hashes(scenario.list("clientNeeds"))));
            }
            assertThat(scenarios).hasSize(10);
            return scenarios;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Item> items(List<Json> pairs) {
        return pairs.stream()
                .map(pair -> ((JsonArray) pair).items())
                .map(pair -> new Item(number(pair.get(0)), hash(pair.get(1))))
                .toList();
    }

    /** The file has the results in hexadecimal twice over. */
    private static Set<Sha256> hashes(List<Json> texts) {
        Set<Sha256> hashes = new HashSet<>();
        for (Json text : texts) {
            byte[] hex = HexFormat.of().parseHex(((JsonString) text).value());
            hashes.add(
                    Sha256.parseHex(new String(hex, StandardCharsets.US_ASCII)).orElseThrow());
        }
        return hashes;
    }

    private static Sha256 hash(Json text) {
        return Sha256.parseHex(((JsonString) text).value()).orElseThrow();
    }

    private static long number(Json value) {
        return ((JsonNumber) value).integer().orElseThrow();
    }
}
