package social.godwit.instance.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.nodeinfo.NodeInfo;
import social.godwit.activitypub.note.NoteStore;
import social.godwit.activitypub.page.Words;
import social.godwit.activitypub.view.Face;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.network.act.Act;
import social.godwit.network.act.Act.Approval;
import social.godwit.network.act.Act.Ballot;
import social.godwit.network.act.Act.Ballot.Choice;
import social.godwit.network.act.Act.Emergency;
import social.godwit.network.act.Act.Founding;
import social.godwit.network.act.Act.Proposal;
import social.godwit.network.act.Act.Roll;
import social.godwit.network.act.SignedAct;
import social.godwit.network.card.NetworkCard;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.CharterReading;
import social.godwit.network.charter.FirstCharter;
import social.godwit.network.charter.Governance.EmergencyClause.Power;
import social.godwit.network.domain.DomainRule;
import social.godwit.network.domain.Restriction;
import social.godwit.network.domain.Stance;
import social.godwit.network.duty.Duties;
import social.godwit.network.governance.Draft;
import social.godwit.network.governance.Evidence;
import social.godwit.network.log.LogStore.Figure;
import social.godwit.network.log.LogStretch;

@DisplayName("The instance's own pages")
class SitePagesTest {
    private static final Instance INSTANCE = new Instance("https://home.example", "1", false, true);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NOW = START.plus(Duration.ofDays(100));
    private static final SigningKey NETWORK = key(1);
    private static final SigningKey ANN = key(2);
    private static final SigningKey BEN = key(3);
    private static final String EVIL = "\"><script>alert(1)</script>{0} 'x' <img src=x onerror=alert(1)>";

    private static SigningKey key(int number) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) number);
        return SigningKey.generate(count -> seed);
    }

    private static Words words(String language) {
        return SitePages.withOwn(Words.forReader(Optional.of(language), Optional.empty()));
    }

    private static Names names(Words words, String ann) {
        return new Names(words, Map.of(ANN.did(), new Names.Name(ann, Optional.of("https://home.example/@ann"))));
    }

    private static Charter read(JsonObject json) {
        return switch (Charter.read(json)) {
            case CharterReading.Read(Charter charter) -> charter;
            case CharterReading.Malformed bad -> throw new AssertionError(bad.toString());
        };
    }

    /** A network of Ann's and Ben's with a change open to the vote, one vote for it, and an emergency. */
    private static NetworkCard card(UnaryOperator<JsonObject> change, String said) {
        Did did = NETWORK.did();
        JsonObject whole = FirstCharter.of(did, "Town", List.of(ANN.did()), START);
        JsonObject governance = whole.object("governance").orElseThrow();
        JsonArray decisions = new JsonArray(governance.list("decisions").stream()
                .map(one -> (Json) ((JsonObject) one).with("method", Json.of("both")))
                .toList());
        Charter first = read(change.apply(whole.with("governance", governance.with("decisions", decisions))));
        Instant opened = NOW.minus(Duration.ofDays(2));
        List<Did> voters = List.of(ANN.did(), BEN.did());
        Charter next = switch (Draft.next(first, edited(first), NOW.plus(Duration.ofDays(60)))) {
            case CharterReading.Read(Charter charter) -> charter;
            case CharterReading.Malformed bad -> throw new AssertionError(bad.toString());
        };
        List<SignedAct> acts = new ArrayList<>();
        acts.add(SignedAct.sign(new Founding(did, START, first), NETWORK));
        acts.add(say(ANN, new Roll(did, opened, voters)));
        SignedAct proposal = say(
                ANN,
                new Proposal(
                        did,
                        opened,
                        next,
                        said,
                        Optional.of(Roll.list(voters)),
                        Optional.of(opened.plus(Duration.ofDays(14)))));
        acts.add(proposal);
        acts.add(say(BEN, new Ballot(did, opened.plusSeconds(60), proposal.hash(), Choice.YES)));
        acts.add(say(
                ANN,
                new Emergency(
                        did,
                        NOW.minusSeconds(60),
                        first.hash(),
                        Power.PAUSE_JOINING,
                        NOW.plus(Duration.ofHours(2)),
                        said)));
        return NetworkCard.of(Evidence.of(did, acts), 2, NOW);
    }

    private static SignedAct say(SigningKey key, Act act) {
        return SignedAct.sign(act, key);
    }

    /** The first rule says something else. */
    private static JsonObject edited(Charter charter) {
        return edited(charter, "Be kind and patient.");
    }

    private static JsonObject edited(Charter charter, String rule) {
        List<Json> rules = new ArrayList<>(charter.json().list("rules"));
        rules.set(
                0,
                ((JsonObject) rules.getFirst())
                        .with("text", JsonObject.builder().put("en", rule).build()));
        return charter.json().with("rules", new JsonArray(rules));
    }

    private static String page(NetworkCard card, String language) {
        Words words = words(language);
        return new CardPage(INSTANCE, words, names(words, "Ann (@ann@home.example)"), card, Duties.of(card, List.of()))
                .html();
    }

    @Test
    @DisplayName(
            "a network's page says who decides, what is hidden, how posts are ordered, how to leave, and what is open")
    void aNetworkOnOnePage() {
        String page = page(card(charter -> charter, "Patience is missing"), "en");
        assertThat(page)
                .contains("Treat people with respect")
                .contains("What is hidden")
                .contains("other networks and servers may show it")
                .contains("Newest first")
                .contains("One steward acts for all")
                .contains("Ann (@ann@home.example)")
                .contains("At any time, at once, and with everything")
                .contains("Patience is missing")
                .contains("1 for, 0 against, 0 abstained, of 2 voters.")
                .contains("One of these votes is not confirmed yet")
                .contains("Rules › be-kind › Text › en")
                .contains("Be kind and patient.")
                .contains("Version 1, from")
                .contains("nobody new joins")
                .contains("href=\"https://home.example/networks/" + NETWORK.did() + "/membership\"");
        PageForm.check(page);
    }

    @Test
    @DisplayName("a network that has split shows both branches, who agreed to each, and who to both")
    void split() {
        Did did = NETWORK.did();
        Charter first = read(FirstCharter.of(did, "Town", List.of(ANN.did()), START));
        List<SignedAct> acts = new ArrayList<>(List.of(SignedAct.sign(new Founding(did, START, first), NETWORK)));
        for (String rule : List.of("Be kind and patient.", "Be brief.")) {
            Charter next = ((CharterReading.Read) Draft.next(first, edited(first, rule), NOW)).charter();
            Instant then = NOW.minus(Duration.ofDays(20));
            acts.add(say(ANN, new Proposal(did, then, next, rule, Optional.empty(), Optional.empty())));
            acts.add(say(ANN, new Approval(did, then, next.hash())));
        }
        NetworkCard card = NetworkCard.of(Evidence.of(did, acts), 2, NOW);
        assertThat(card.chain().forked()).isTrue();
        for (String language : List.of("en", "de")) PageForm.check(page(card, language));
        assertThat(page(card, "en"))
                .contains("href=\"#branches\"")
                .contains("Branch 1", "Branch 2", "Be kind and patient.", "Be brief.")
                .contains("These agreed to more than one of them")
                .contains("Treat people with respect");
    }

    @Test
    @DisplayName("everybody sees what waits for whose signature")
    void waiting() {
        NetworkCard card = card(
                charter -> {
                    JsonObject governance = charter.object("governance").orElseThrow();
                    return charter.with(
                            "governance",
                            governance
                                    .with(
                                            "stewards",
                                            Json.strings(List.of(
                                                    ANN.did().toString(),
                                                    BEN.did().toString())))
                                    .with("threshold", JsonNumber.of(2))
                                    .with(
                                            "emergency",
                                            governance
                                                    .object("emergency")
                                                    .orElseThrow()
                                                    .with("threshold", JsonNumber.of(2))));
                },
                "Patience is missing");
        assertThat(page(card, "en"))
                .contains("What waits for a signature", "Something to be done at once:", "1 of 2 signed:")
                .contains("href=\"https://home.example/networks/" + NETWORK.did() + "/stewards\"");
        PageForm.check(page(card, "de"));
    }

    @Test
    void theSameInGerman() {
        String page = page(card(charter -> charter, "Patience is missing"), "de");
        assertThat(page)
                .startsWith("<!doctype html><html lang=\"de\">")
                .contains("Was verborgen wird")
                .contains("Die Abstimmung ist offen bis")
                .contains("Eine dieser Stimmen ist")
                .doesNotContain("What is");
        PageForm.check(page);
    }

    @ParameterizedTest
    @DisplayName("row 60: texts of charters, proposals, names and the log are text")
    @ValueSource(strings = {"en", "de"})
    void whateverItSays(String language) {
        Words words = words(language);
        NetworkCard card = card(SitePagesTest::hostile, EVIL);
        String page = new CardPage(INSTANCE, words, names(words, EVIL), card, Duties.of(card, List.of())).html();
        assertThat(page).contains("&lt;script&gt;");
        PageForm.check(page);
        PageForm.check(new IndexPage(INSTANCE, words, List.of(card)).html());
        PageForm.check(new LogPage(
                        INSTANCE,
                        words,
                        new LogStretch(List.of(entry()), true, true),
                        List.of(new Figure(EVIL, EVIL, EVIL, true, 3), new Figure("decided", EVIL, EVIL, true, 3)),
                        Map.of(EVIL, new Face(EVIL, EVIL, EVIL, Optional.of(EVIL), Optional.of(EVIL))))
                .html());
        DomainRule rule = new DomainRule(
                "bad.example", Stance.DENY, Set.of(Restriction.REJECT_MEDIA), EVIL, EVIL, NOW, Optional.empty());
        String about = new AboutPage(
                        INSTANCE,
                        words,
                        names(words, EVIL),
                        Optional.of("admin@home.example"),
                        List.of(ANN.did(), BEN.did()),
                        Optional.of(card),
                        List.of(rule),
                        new NodeInfo.Counted(3, new NoteStore.Usage(1, 2, 3)))
                .html();
        assertThat(about).contains("bad.example").contains("mailto:admin@home.example");
        PageForm.check(about);
    }

    private static JsonObject entry() {
        return JsonObject.builder()
                .put("number", 7)
                .put("at", "2026-01-02T00:00:00Z")
                .put("action", EVIL)
                .put("measure", EVIL)
                .put("kind", EVIL)
                .put("target", EVIL)
                .put("rule", EVIL)
                .put("moderator", EVIL)
                .put("automated", true)
                .put("until", EVIL)
                .build();
    }

    /** Every text of a charter replaced. */
    private static JsonObject hostile(JsonObject charter) {
        JsonObject evil = JsonObject.builder().put("en", EVIL).build();
        return ((JsonObject) translated(charter, evil))
                .with(
                        "economy",
                        JsonObject.builder()
                                .put("support", List.of("https://give.example/\"><script>"))
                                .put("fee", evil)
                                .put("disclosure", evil)
                                .build())
                .with("scope", charter.object("scope").orElseThrow().with("topics", Json.strings(List.of(EVIL))))
                .with("moderation", moderation(charter.object("moderation").orElseThrow()));
    }

    private static JsonObject moderation(JsonObject moderation) {
        Json filter = JsonObject.builder()
                .put("id", "words")
                .put("kind", "keyword")
                .put("value", EVIL)
                .put("reaction", "fold")
                .put("rule", "no-spam")
                .build();
        Json source = JsonObject.builder()
                .put("list", "https://list.example/\"><script>")
                .put("mode", "apply")
                .put("retract", true)
                .build();
        return moderation
                .with("filters", new JsonArray(List.of(filter)))
                .with("sources", new JsonArray(List.of(source)));
    }

    private static Json translated(Json json, JsonObject evil) {
        return switch (json) {
            case JsonObject text when text.size() == 1 && text.has("en") -> evil;
            case JsonObject object -> {
                JsonObject changed = object;
                for (String key : object.keys()) {
                    changed = changed.with(key, translated(object.get(key), evil));
                }
                yield changed;
            }
            case JsonArray list ->
                new JsonArray(list.items().stream()
                        .map(item -> translated(item, evil))
                        .toList());
            default -> json;
        };
    }

    @Test
    @DisplayName("the log names what was done, by which rule, and how often in a year")
    void theLog() {
        JsonObject entry = JsonObject.builder()
                .put("number", JsonNumber.of(3))
                .put("at", "2026-01-02T00:00:00Z")
                .put("action", "decided")
                .put("measure", "suspend")
                .put("kind", "account")
                .put("target", "ap://did:key:z6Mk/actor")
                .put("rule", "no-spam")
                .put("moderator", "moderator-1234567890")
                .put("automated", new JsonBoolean(false))
                .build();
        String page = new LogPage(
                        INSTANCE,
                        words("en"),
                        new LogStretch(List.of(entry), true, true),
                        List.of(new Figure("decided", "suspend", "no-spam", false, 12)),
                        Map.of(
                                "ap://did:key:z6Mk/actor",
                                new Face("x", "mallory@home.example", "M", Optional.empty(), Optional.empty())))
                .html();
        assertThat(page)
                .contains("Decided: not shown")
                .contains("Account @mallory@home.example")
                .contains("Rule: no-spam")
                .contains("moderator-1234567890")
                .contains("<td class=\"count\">12</td>")
                .contains("href=\"https://home.example/moderation/log?above=3&amp;lang=en\"")
                .contains("href=\"https://home.example/moderation/log?below=3&amp;lang=en\"");
        PageForm.check(page);
    }

    @Test
    void bothCataloguesAreWhole() throws IOException {
        Properties english = catalogue("words.properties");
        Properties german = catalogue("words_de.properties");
        assertThat(german.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        for (String key : english.stringPropertyNames()) {
            int filled = new MessageFormat(english.getProperty(key)).getFormatsByArgumentIndex().length;
            assertThat(new MessageFormat(german.getProperty(key)).getFormatsByArgumentIndex())
                    .as(key)
                    .hasSize(filled);
        }
    }

    private static Properties catalogue(String name) throws IOException {
        Properties words = new Properties();
        try (InputStreamReader file =
                new InputStreamReader(SitePages.class.getResourceAsStream(name), StandardCharsets.UTF_8)) {
            words.load(file);
        }
        return words;
    }
}
