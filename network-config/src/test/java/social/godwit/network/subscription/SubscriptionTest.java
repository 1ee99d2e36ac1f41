package social.godwit.network.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.proof.IntegrityProof;
import social.godwit.network.domain.DomainRule;
import social.godwit.network.domain.Restriction;
import social.godwit.network.domain.Stance;
import social.godwit.network.subscription.Subscription.Format;
import social.godwit.network.subscription.Subscription.Mode;
import social.godwit.network.subscription.Subscription.Progress;
import social.godwit.store.testing.TestDatabase;

/** From a list by a stranger to rules here, and back. */
class SubscriptionTest {
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
    private static final String OWN = "social.example";

    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private final Random random = new Random(3);

    private static Subscription list(Format format) {
        return list(format, Optional.empty(), true);
    }

    private static Subscription list(Format format, Optional<SigningKey> signer, boolean retract) {
        return new Subscription(
                "watch",
                "https://watch.example/list",
                format,
                Mode.DRAFT,
                signer.map(SigningKey::did),
                retract,
                Progress.fresh(NOON));
    }

    private static ListReading.Read read(Subscription list, String body) {
        return (ListReading.Read) ListReading.of(list, body.getBytes(StandardCharsets.UTF_8), NOON);
    }

    private SigningKey key() {
        return SigningKey.generate(count -> {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            return bytes;
        });
    }

    /** Rules and entries that follow a list, as the instance keeps them. */
    private static final class Here {
        private final Map<String, DomainRule> rules = new HashMap<>();
        private final Map<String, Entry> entries = new HashMap<>();

        Difference follow(Subscription list, ListReading.Read read, Instant now) {
            keep(Merge.of(entries.values(), read));
            Difference difference = Difference.of(list, entries.values(), rules, OWN, now);
            difference.written().forEach(rule -> rules.put(rule.domain(), rule));
            difference.drop().forEach(rules::remove);
            keep(Merge.applied(List.copyOf(entries.values()), difference));
            return difference;
        }

        private void keep(Merge merge) {
            merge.written().forEach(entry -> entries.put(entry.domain(), entry));
            merge.forgotten().forEach(entries::remove);
        }
    }

    @Test
    @DisplayName("a list makes rules, changes what it made, and takes back what it made when it drops it")
    void aListIsFollowed() {
        Here here = new Here();
        here.rules.put("own.example", new DomainRule("own.example", Stance.LIMIT, "by hand", NOON.minusSeconds(5)));
        Difference first = here.follow(list(Format.CSV), read(list(Format.CSV), """
                        #domain,#severity,#reject_media
                        bad.example,suspend,false
                        loud.example,silence,true
                        own.example,suspend,false
                        social.example,suspend,false
                        example,suspend,false
                        """), NOON);
        assertThat(here.rules.keySet()).containsExactlyInAnyOrder("own.example", "bad.example", "loud.example");
        assertThat(here.rules.get("own.example").stance())
                .as("what somebody wrote by hand stays")
                .isEqualTo(Stance.LIMIT);
        assertThat(first.kept()).isEqualTo(1);
        assertThat(here.rules.get("loud.example").restrictions()).containsExactly(Restriction.REJECT_MEDIA);

        here.follow(
                list(Format.CSV),
                read(list(Format.CSV), "#domain,#severity\nloud.example,suspend\n"),
                NOON.plusSeconds(9));
        assertThat(here.rules.keySet()).containsExactlyInAnyOrder("own.example", "loud.example");
        assertThat(here.rules.get("loud.example").stance()).isEqualTo(Stance.DENY);
        assertThat(here.follow(
                                list(Format.CSV),
                                read(list(Format.CSV), "#domain,#severity\nloud.example,suspend\n"),
                                NOON.plusSeconds(10))
                        .isEmpty())
                .isTrue();
    }

    @Test
    @DisplayName("a rule that somebody wrote anew is no longer the list's, so the list does not take it back")
    void rewrittenByHand() {
        Here here = new Here();
        here.follow(
                list(Format.CSV),
                read(list(Format.CSV), "#domain,#severity\nbad.example,suspend\nx.example,suspend\n"),
                NOON);
        here.rules.put("bad.example", new DomainRule("bad.example", Stance.DENY, "we looked", NOON.plusSeconds(60)));
        here.follow(
                list(Format.CSV),
                read(list(Format.CSV), "#domain,#severity\nx.example,suspend\n"),
                NOON.plusSeconds(90));
        assertThat(here.rules).containsKey("bad.example");
    }

    @Test
    void withoutRetractionWhatItMadeStays() {
        Here here = new Here();
        Subscription keeping = list(Format.CSV, Optional.empty(), false);
        here.follow(keeping, read(keeping, "#domain,#severity\nbad.example,suspend\nx.example,suspend\n"), NOON);
        here.follow(keeping, read(keeping, "#domain,#severity\nx.example,suspend\n"), NOON.plusSeconds(90));
        assertThat(here.rules).containsKey("bad.example");
    }

    @Test
    @DisplayName(
            "a feed says what has changed: recommendations, retractions and tombstones; advisories recommend nothing")
    void changes() {
        Here here = new Here();
        Subscription feed = list(Format.CHANGES);
        ListReading.Read page = read(feed, """
                {"type":"OrderedCollectionPage","next":"https://watch.example/list?after=2","orderedItems":[
                 {"type":"Recommendation","entityKind":"Domain","entityKey":"bad.example","recommendedPolicy":"drop","comment":"why"},
                 {"type":"Recommendation","entityKind":"Domain","entityKey":"loud.example","recommendedPolicy":"filter",
                  "recommendedFilters":["reject-media"]},
                 {"type":"Advisory","entityKind":"Domain","entityKey":"odd.example"},
                 {"type":"Recommendation","entityKind":"Actor","entityKey":"https://a.example/u","recommendedPolicy":"drop"}]}
                """);
        assertThat(page.next()).contains("https://watch.example/list?after=2");
        here.follow(feed, page, NOON);
        assertThat(here.rules.keySet()).containsExactlyInAnyOrder("bad.example", "loud.example");
        here.follow(
                feed,
                read(feed, "{\"orderedItems\":[{\"type\":\"Retraction\",\"entityKey\":\"bad.example\"}]}"),
                NOON.plusSeconds(1));
        assertThat(here.rules.keySet()).containsExactly("loud.example");
    }

    @Test
    @DisplayName("a signed list counts when its signer signed it, every word of it")
    void signed() {
        SigningKey signer = key();
        Subscription list = list(Format.SIGNED, Optional.of(signer), true);
        JsonObject unsigned = JsonObject.builder()
                .put("type", "DomainList")
                .put(
                        "entries",
                        List.of(JsonObject.builder()
                                .put("domain", "bad.example")
                                .put("stance", "deny")
                                .build()))
                .build();
        JsonObject signed = IntegrityProof.sign(unsigned, signer, NOON);
        assertThat(read(list, signed.toString()).entries()).containsOnlyKeys("bad.example");
        for (String forged : List.of(
                unsigned.toString(),
                signed.toString().replace("bad.example", "good.example"),
                IntegrityProof.sign(unsigned, key(), NOON).toString(),
                "[]")) {
            assertThat(ListReading.of(list, forged.getBytes(StandardCharsets.UTF_8), NOON))
                    .as(forged)
                    .isInstanceOf(ListReading.Not.class);
        }
    }

    @Test
    @DisplayName("a list that is suddenly short, or an answer that is none, changes nothing by itself")
    void mistakes() {
        Here here = new Here();
        String all = "#domain,#severity\n"
                + IntStream.range(0, 100)
                        .mapToObj(i -> "bad" + i + ".example,suspend\n")
                        .collect(Collectors.joining());
        here.follow(list(Format.CSV), read(list(Format.CSV), all), NOON);
        Collection<Entry> entries = new ArrayList<>(here.entries.values());
        Here later = new Here();
        entries.forEach(entry -> later.entries.put(entry.domain(), entry));
        later.keep(Merge.of(entries, read(list(Format.CSV), "#domain,#severity\nbad1.example,suspend\n")));
        Difference difference =
                Difference.of(list(Format.CSV), later.entries.values(), here.rules, OWN, NOON.plusSeconds(1));
        assertThat(difference.drop()).hasSize(99);
        assertThat(difference.emptiesTooMuch(later.entries.values())).isTrue();
        for (String none : List.of("", "<html>Not found</html>", "#domain,#severity\n")) {
            assertThat(ListReading.of(list(Format.CSV), none.getBytes(StandardCharsets.UTF_8), NOON))
                    .as(none)
                    .isInstanceOf(ListReading.Not.class);
        }
        assertThat(ListReading.of(list(Format.CHANGES), "{}".getBytes(StandardCharsets.UTF_8), NOON))
                .isInstanceOf(ListReading.Not.class);
    }

    @Test
    void whatFailsIsAskedLaterAndLater() {
        Subscription list = list(Format.CSV);
        Instant due = list.failed("no", NOON).progress().due();
        Subscription often = list;
        for (int i = 0; i < 10; i++) {
            often = often.failed("no", NOON);
        }
        assertThat(due).isEqualTo(NOON.plus(Duration.ofHours(6)));
        assertThat(often.progress().due()).isEqualTo(NOON.plus(Duration.ofDays(4)));
        assertThat(often.fetched("\"1\"", "", NOON).progress().fault()).isEmpty();
    }

    @Test
    void onlyHttpsIsFollowed() {
        for (String address :
                List.of("http://watch.example/list", "file:///etc/passwd", "watch.example", "https:///x")) {
            assertThatThrownBy(() -> new Subscription(
                            "watch", address, Format.CSV, Mode.DRAFT, Optional.empty(), true, Progress.fresh(NOON)))
                    .as(address)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    @DisplayName("the database keeps lists and entries as they were")
    void stored() {
        SubscriptionStore store = new HibernateSubscriptionStore(DB.database());
        SigningKey signer = key();
        Subscription signed = list(Format.SIGNED, Optional.of(signer), false).fetched("\"7\"", "", NOON);
        assertThat(DB.await(store.put(signed))).isTrue();
        assertThat(DB.await(store.all())).containsExactly(signed);
        assertThat(DB.await(store.due(NOON, 5))).isEmpty();
        assertThat(DB.await(store.due(NOON.plus(Duration.ofHours(7)), 5))).containsExactly(signed);
        Entry made =
                new Entry("a.example", Stance.LIMIT, Set.of(Restriction.REJECT_MEDIA), "why", true, Optional.of(NOON));
        Entry plain = new Entry("b.example", Stance.DENY, Set.of(), "", false, Optional.empty());
        DB.await(store.write("watch", List.of(made, plain), Set.of()));
        assertThat(DB.await(store.entries("watch"))).containsExactly(made, plain);
        DB.await(store.write("watch", List.of(plain.made(Optional.of(NOON))), Set.of("a.example")));
        assertThat(DB.await(store.entries("watch"))).containsExactly(plain.made(Optional.of(NOON)));
        assertThat(DB.await(store.remove("watch"))).isTrue();
        assertThat(DB.await(store.entries("watch"))).isEmpty();
    }
}
