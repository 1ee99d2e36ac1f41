package social.godwit.network.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.network.act.Act;
import social.godwit.network.act.Act.Answer;
import social.godwit.network.act.Act.Appeal;
import social.godwit.network.act.Act.Approval;
import social.godwit.network.act.Act.Emergency;
import social.godwit.network.act.Act.Founding;
import social.godwit.network.act.Act.Reversal;
import social.godwit.network.act.Act.Ruling;
import social.godwit.network.act.SignedAct;
import social.godwit.network.card.NetworkCard;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.CharterReading;
import social.godwit.network.charter.FirstCharter;
import social.godwit.network.charter.Governance.EmergencyClause.Power;
import social.godwit.network.charter.Label;
import social.godwit.network.charter.Label.Effect;
import social.godwit.network.charter.Moderation.Action;
import social.godwit.network.charter.Ranking;
import social.godwit.network.governance.Evidence;
import social.godwit.network.governance.JudgedRuling.Status;
import social.godwit.network.member.Membership;
import social.godwit.network.moderation.Subject;
import social.godwit.network.view.Candidate.LabelBy;

@DisplayName("What a network shows of posts")
class NetworkViewTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NOW = START.plus(Duration.ofDays(60));
    private static final SigningKey STEWARD = key(2);
    private static final SigningKey LABELER = key(3);
    private static final SigningKey BEA = key(4);
    private static final SigningKey CARL = key(5);
    private static final SigningKey STRANGER = key(6);

    private final Network town = new Network(1, charter -> charter);
    private final Map<String, Membership> members = new HashMap<>();

    private static SigningKey key(int number) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) number);
        return SigningKey.generate(count -> seed);
    }

    private interface Change {
        JsonObject of(JsonObject charter);
    }

    /** A network with one steward, and what is said in it. */
    private static final class Network {
        final Did did;
        final Charter charter;
        final List<SignedAct> said = new ArrayList<>();

        Network(int number, Change change) {
            did = key(number).did();
            JsonObject first = change.of(FirstCharter.of(did, "Town", List.of(STEWARD.did()), START));
            charter = ((CharterReading.Read) Charter.read(first)).charter();
            say(key(number), new Founding(did, START, charter));
        }

        SignedAct say(SigningKey who, Act act) {
            SignedAct signed = SignedAct.sign(act, who);
            said.add(signed);
            return signed;
        }

        SignedAct rule(SigningKey who, Subject subject, Action action, String text) {
            return say(who, ruling(charter.hash(), subject, action, text, "be-kind", Optional.empty()));
        }

        Ruling ruling(Sha256 cited, Subject subject, Action action, String text, String rule, Optional<Instant> ends) {
            Optional<String> words = text.isEmpty() ? Optional.empty() : Optional.of(text);
            return new Ruling(
                    did, NOW.minus(Duration.ofDays(1)), cited, subject, action, words, rule, "they did", ends);
        }

        NetworkCard card() {
            return NetworkCard.of(Evidence.of(did, said), 0, NOW);
        }
    }

    private static String actor(SigningKey who) {
        return "ap://" + who.did() + "/actor";
    }

    private void join(SigningKey who, Duration ago) {
        members.put(
                actor(who),
                new Membership(
                        who.did(),
                        actor(who),
                        town.did,
                        town.charter.hash(),
                        NOW.minus(ago),
                        PortableId.of(who.did(), "/activities/1"),
                        Sha256.of(actor(who).getBytes(java.nio.charset.StandardCharsets.UTF_8))));
    }

    private static Candidate post(SigningKey who, String name, int hoursAgo) {
        return post(who, name, hoursAgo, false, 0);
    }

    private static Candidate post(SigningKey who, String name, List<LabelBy> labels, String... hits) {
        return post(who, name, 1, false, 0, labels, hits);
    }

    private static Candidate post(SigningKey who, String name, int hoursAgo, boolean followed, long likes) {
        return post(who, name, hoursAgo, followed, likes, List.of());
    }

    private static Candidate post(
            SigningKey who,
            String name,
            int hoursAgo,
            boolean followed,
            long likes,
            List<LabelBy> labels,
            String... hits) {
        return new Candidate(
                id(who, name),
                actor(who),
                Optional.of(who.did()),
                NOW.minus(Duration.ofHours(hoursAgo)),
                followed,
                false,
                false,
                likes,
                0,
                0,
                labels,
                Set.of(hits));
    }

    private static String id(SigningKey who, String name) {
        return "ap://" + who.did() + "/objects/" + name;
    }

    private NetworkView view(Network network, Order order, Candidate... posts) {
        return view(network, order, Reader.NONE, posts);
    }

    private NetworkView view(Network network, Order order, Reader reader, Candidate... posts) {
        return NetworkView.of(
                List.of(posts), order, Standings.of(network.card(), members).orElseThrow(), reader, NOW);
    }

    private NetworkView view(Candidate... posts) {
        return view(town, Order.CHRONOLOGICAL, posts);
    }

    private static List<String> ids(NetworkView view) {
        return view.entries().stream().map(entry -> entry.placed().post().id()).toList();
    }

    private static Ranking ranking(String algorithm, Map<String, Double> parameters) {
        return new Ranking("lively", town().name(), algorithm, parameters, town().name(), false);
    }

    private static Charter town() {
        return new Network(1, charter -> charter).charter;
    }

    private static Order weighted(Map<String, Double> weights) {
        return Order.of(ranking(Order.WEIGHTED, weights)).orElseThrow();
    }

    @Test
    @DisplayName("by time, the newest is first, whoever wrote it, and nothing is weighed")
    void byTime() {
        join(BEA, Duration.ofDays(30));
        join(CARL, Duration.ofDays(30));
        NetworkView view = view(post(BEA, "old", 9), post(CARL, "new", 1), post(BEA, "middle", 5));
        assertThat(ids(view)).containsExactly(id(CARL, "new"), id(BEA, "middle"), id(BEA, "old"));
        assertThat(view.entries()).allSatisfy(entry -> {
            assertThat(entry.placed().because()).isEmpty();
            assertThat(entry.outside()).isFalse();
        });
        assertThat(view.left()).isEmpty();
    }

    @Test
    @DisplayName("by weights, every post says which feature gave it how many points, and these add up to its place")
    void byWeight() {
        join(BEA, Duration.ofDays(30));
        join(CARL, Duration.ofDays(30));
        Order order = weighted(Map.of("freshness", 1.0, "likes", 2.0, "half-life-hours", 10.0));
        NetworkView view =
                view(town, order, post(BEA, "liked", 10, false, 63), post(CARL, "fresh", 0), post(BEA, "dull", 10));
        assertThat(ids(view)).containsExactly(id(BEA, "liked"), id(CARL, "fresh"), id(BEA, "dull"));
        Order.Placed first = view.entries().getFirst().placed();
        assertThat(first.because())
                .containsExactly(
                        new Order.Reason(Feature.FRESHNESS, 0.5, 1, 0.5), new Order.Reason(Feature.LIKES, 1, 2, 2));
        assertThat(first.score()).isEqualTo(2.5);
    }

    @Test
    @DisplayName("likes count by doublings up to 63, so that a crowd of false ones gains little")
    void crowds() {
        join(BEA, Duration.ofDays(30));
        Order order = weighted(Map.of("likes", 1.0));
        NetworkView view = view(
                town,
                order,
                post(BEA, "seven", 1, false, 7),
                post(BEA, "many", 1, false, 63),
                post(BEA, "mob", 1, false, 1_000_000));
        assertThat(view.entries().stream().map(entry -> entry.placed().score())).containsExactly(1.0, 1.0, 0.5);
    }

    @Test
    @DisplayName("whoever posts without end pushes down their own older posts, where the charter weighs that")
    void repeated() {
        join(BEA, Duration.ofDays(30));
        join(CARL, Duration.ofDays(30));
        Order order = weighted(Map.of("repeated", -1.0));
        NetworkView view =
                view(town, order, post(BEA, "3", 1), post(BEA, "2", 2), post(BEA, "1", 3), post(CARL, "only", 50));
        assertThat(ids(view)).containsExactly(id(BEA, "3"), id(CARL, "only"), id(BEA, "2"), id(BEA, "1"));
    }

    @Test
    @DisplayName("the order does not depend on the order in which posts came from the database")
    void deterministic() {
        join(BEA, Duration.ofDays(30));
        join(CARL, Duration.ofDays(3));
        Order order = weighted(Map.of("freshness", 1.0, "newcomer", 0.5, "followed", 0.25, "repeated", -0.1));
        Candidate[] posts = {
            post(BEA, "a", 3), post(CARL, "b", 3, true, 4), post(BEA, "c", 3), post(CARL, "d", 40), post(BEA, "e", 7)
        };
        List<Candidate> backwards = new ArrayList<>(List.of(posts)).reversed();
        assertThat(view(town, order, backwards.toArray(Candidate[]::new)).entries())
                .isEqualTo(view(town, order, posts).entries());
    }

    @Test
    @DisplayName("an algorithm or a parameter that is not known here is not guessed at")
    void unknownAlgorithm() {
        assertThat(Order.of(ranking("https://example.org/secret", Map.of()))).isEmpty();
        assertThat(Order.of(ranking(Order.WEIGHTED, Map.of("money", 1.0)))).isEmpty();
        assertThat(Order.of(ranking(Order.WEIGHTED, Map.of("likes", 1e9)))).isEmpty();
        assertThat(Order.of(ranking(Order.WEIGHTED, Map.of()))).isEmpty();
        assertThat(Order.of(ranking(Order.WEIGHTED, Map.of("likes", 1.0, "half-life-hours", 0.0))))
                .isEmpty();
    }

    @Test
    @DisplayName("who is suspended in one network is as visible as ever in another that shares the posts")
    void oneNetworkOnly() {
        join(BEA, Duration.ofDays(30));
        Network other = new Network(9, charter -> charter);
        town.rule(STEWARD, Subject.account(actor(BEA)), Action.SUSPEND, "");
        assertThat(view(post(BEA, "a", 1)).entries()).isEmpty();
        assertThat(view(post(BEA, "a", 1)).left())
                .containsExactly(Map.entry(new Left(Left.Reason.RULING, "be-kind"), 1));
        assertThat(ids(view(other, Order.CHRONOLOGICAL, post(BEA, "a", 1)))).containsExactly(id(BEA, "a"));
    }

    @Test
    @DisplayName(
            "a ruling about one post leaves the author's other posts alone, and taking it back shows the post again")
    void takenBack() {
        join(BEA, Duration.ofDays(30));
        SignedAct ruling = town.rule(STEWARD, Subject.post(id(BEA, "bad")), Action.HIDE, "");
        assertThat(ids(view(post(BEA, "bad", 1), post(BEA, "good", 2)))).containsExactly(id(BEA, "good"));
        town.say(BEA, new Reversal(town.did, NOW, ruling.hash(), "mine"));
        assertThat(ids(view(post(BEA, "bad", 1))))
                .as("the one concerned takes nothing back")
                .isEmpty();
        town.say(STEWARD, new Reversal(town.did, NOW, ruling.hash(), "a mistake"));
        assertThat(ids(view(post(BEA, "bad", 1)))).containsExactly(id(BEA, "bad"));
    }

    @Test
    @DisplayName(
            "the one concerned appeals, in time; somebody else than who ruled answers; granted, the post is shown again")
    void appeals() {
        Network two = new Network(
                12,
                charter -> charter.with(
                        "governance",
                        charter.object("governance")
                                .orElseThrow()
                                .with(
                                        "stewards",
                                        Json.strings(List.of(
                                                STEWARD.did().toString(),
                                                CARL.did().toString())))));
        SignedAct ruling = two.rule(STEWARD, Subject.post(id(BEA, "a")), Action.HIDE, "");
        assertThat(two.card().speakers()).as("who is concerned is heard").contains(BEA.did());
        two.say(STRANGER, new Appeal(two.did, NOW, ruling.hash(), "for her"));
        assertThat(two.card().rulings().getFirst().appeal()).isEmpty();
        SignedAct appeal = two.say(BEA, new Appeal(two.did, NOW, ruling.hash(), "I quoted him"));
        two.say(STEWARD, new Answer(two.did, NOW, appeal.hash(), false, "no"));
        two.say(BEA, new Answer(two.did, NOW, appeal.hash(), true, "yes"));
        assertThat(two.card().rulings().getFirst()).satisfies(judged -> {
            assertThat(judged.appeal()).contains(appeal);
            assertThat(judged.answer())
                    .as("neither who ruled nor who appeals answers")
                    .isEmpty();
            assertThat(judged.holds()).isTrue();
        });
        two.say(CARL, new Answer(two.did, NOW, appeal.hash(), true, "so it is"));
        assertThat(two.card().rulings().getFirst()).satisfies(judged -> {
            assertThat(judged.status()).isEqualTo(Status.REVERSED);
            assertThat(judged.takenBack()).contains("so it is");
        });
        assertThat(view(two, Order.CHRONOLOGICAL, post(BEA, "a", 1)).entries()).hasSize(1);
    }

    @Test
    @DisplayName("an appeal after the charter's time counts for nothing, and one that nobody answers is shown as owed")
    void lateAppeals() {
        SignedAct old = town.say(
                STEWARD,
                new Ruling(
                        town.did,
                        START,
                        town.charter.hash(),
                        Subject.post(id(BEA, "old")),
                        Action.HIDE,
                        Optional.empty(),
                        "be-kind",
                        "they did",
                        Optional.empty()));
        Instant late = START.plus(Duration.ofDays(181));
        town.say(BEA, new Appeal(town.did, late, old.hash(), "now"));
        NetworkCard then = NetworkCard.of(Evidence.of(town.did, town.said), 0, late.plusSeconds(60));
        assertThat(then.rulings().getFirst().appeal()).isEmpty();
        town.say(BEA, new Appeal(town.did, NOW, old.hash(), "in time"));
        assertThat(town.card().rulings().getFirst().answerOwed()).isFalse();
        NetworkCard later = NetworkCard.of(Evidence.of(town.did, town.said), 0, NOW.plus(Duration.ofHours(169)));
        assertThat(later.rulings().getFirst().answerOwed()).isTrue();
    }

    @Test
    @DisplayName("a ruling ends by itself")
    void ends() {
        join(BEA, Duration.ofDays(30));
        town.say(
                STEWARD,
                town.ruling(
                        town.charter.hash(),
                        Subject.account(actor(BEA)),
                        Action.SUSPEND,
                        "",
                        "be-kind",
                        Optional.of(NOW.minusSeconds(1))));
        assertThat(view(post(BEA, "a", 1)).entries()).hasSize(1);
        assertThat(town.card().rulings().getFirst().status()).isEqualTo(Status.ENDED);
    }

    @Test
    @DisplayName(
            "who is no steward, a rule that the charter has not, and a charter of another network have no effect and are marked")
    void notGranted() {
        join(BEA, Duration.ofDays(30));
        Subject bea = Subject.account(actor(BEA));
        town.rule(STRANGER, bea, Action.SUSPEND, "");
        town.say(STEWARD, town.ruling(town.charter.hash(), bea, Action.SUSPEND, "", "no-such-rule", Optional.empty()));
        town.rule(STEWARD, bea, Action.LABEL, "no-such-label");
        Network other = new Network(9, charter -> charter);
        town.say(STEWARD, town.ruling(other.charter.hash(), bea, Action.SUSPEND, "", "be-kind", Optional.empty()));
        assertThat(town.card().rulings())
                .extracting(one -> one.status())
                .containsOnly(Status.NOT_GRANTED, Status.FOREIGN)
                .hasSize(4);
        assertThat(view(post(BEA, "a", 1)).entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.rulings()).isEmpty());
    }

    @Test
    @DisplayName("labels do what the charter says that they do: shown, blurred, warned of, folded, or not shown")
    void labels() {
        for (Effect effect : Effect.values()) {
            Network network = new Network(
                    20 + effect.ordinal(),
                    charter -> charter.with(
                            "labels",
                            new JsonArray(
                                    List.of(((JsonObject) charter.list("labels").getFirst())
                                            .with("effect", Json.of(social.godwit.network.form.Words.of(effect)))))));
            network.rule(STEWARD, Subject.post(id(BEA, "a")), Action.LABEL, "adult");
            NetworkView view = view(network, Order.CHRONOLOGICAL, post(BEA, "a", 1));
            if (effect == Effect.HIDE) {
                assertThat(view.left()).containsOnlyKeys(new Left(Left.Reason.LABEL, "adult"));
            } else {
                assertThat(view.entries()).singleElement().satisfies(entry -> {
                    assertThat(entry.effect()).contains(effect);
                    assertThat(entry.labels()).extracting(Label::id).containsExactly("adult");
                });
            }
        }
    }

    @Test
    @DisplayName(
            "a labeler's label has its effect where the charter applies it, and is a hint where it only suggests; more it may not")
    void labelers() {
        for (String trust : List.of("apply", "suggest")) {
            Network network = new Network(
                    trust.length(),
                    charter -> charter.with(
                            "moderation",
                            charter.object("moderation")
                                    .orElseThrow()
                                    .with(
                                            "labelers",
                                            new JsonArray(List.of(JsonObject.builder()
                                                    .put("did", LABELER.did().toString())
                                                    .put("trust", trust)
                                                    .build())))));
            network.rule(LABELER, Subject.post(id(BEA, "a")), Action.LABEL, "spam");
            network.rule(LABELER, Subject.post(id(BEA, "a")), Action.HIDE, "");
            assertThat(network.card().speakers()).contains(LABELER.did());
            assertThat(view(network, Order.CHRONOLOGICAL, post(BEA, "a", 1)).entries())
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.effect().isPresent()).isEqualTo(trust.equals("apply")));
        }
    }

    private static Network heeding(int number, String trust) {
        return moderated(
                number,
                "labelers",
                JsonObject.builder().put("did", LABELER.did().toString()).put("trust", trust));
    }

    private static Network moderated(int number, String list, JsonObject.Builder item) {
        return new Network(
                number,
                charter -> charter.with(
                        "moderation",
                        charter.object("moderation").orElseThrow().with(list, new JsonArray(List.of(item.build())))));
    }

    @Test
    @DisplayName(
            "labels that a labeler puts in documents of its own count where the charter applies them, and nowhere else")
    void labelsAsDocuments() {
        join(BEA, Duration.ofDays(30));
        Candidate post = post(BEA, "a", List.of(new LabelBy(LABELER.did(), "spam"), new LabelBy(LABELER.did(), "odd")));
        assertThat(view(heeding(40, "apply"), Order.CHRONOLOGICAL, post).entries())
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.effect()).contains(Effect.FOLD);
                    assertThat(entry.labels())
                            .as("a label that the charter does not know is none")
                            .extracting(Label::id)
                            .containsExactly("spam");
                });
        for (Network other : List.of(heeding(41, "suggest"), town)) {
            assertThat(view(other, Order.CHRONOLOGICAL, post).entries())
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.labels()).isEmpty());
        }
        Candidate byStranger = post(BEA, "a", List.of(new LabelBy(STRANGER.did(), "spam")));
        assertThat(view(heeding(40, "apply"), Order.CHRONOLOGICAL, byStranger).entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.labels()).isEmpty());
    }

    @Test
    @DisplayName("a reader's choice about a label goes before what the charter declares, and lifts no ruling")
    void choices() {
        join(BEA, Duration.ofDays(30));
        Network network = heeding(42, "apply");
        Candidate post = post(BEA, "a", List.of(new LabelBy(LABELER.did(), "spam")));
        Reader.Key inNetwork = new Reader.Key(network.did, "spam");
        Reader.Key ofLabeler = new Reader.Key(LABELER.did(), "spam");

        NetworkView hidden =
                view(network, Order.CHRONOLOGICAL, new Reader(Map.of(ofLabeler, Optional.of(Effect.HIDE))), post);
        assertThat(hidden.left()).containsOnlyKeys(new Left(Left.Reason.CHOSEN, "spam"));
        Reader ignoring = new Reader(Map.of(ofLabeler, Optional.of(Effect.HIDE), inNetwork, Optional.empty()));
        assertThat(view(network, Order.CHRONOLOGICAL, ignoring, post).entries())
                .as("what is about the network's label comes first")
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.effect()).isEmpty();
                    assertThat(entry.labels()).isEmpty();
                });
        network.rule(STEWARD, Subject.post(id(BEA, "a")), Action.HIDE, "");
        assertThat(view(network, Order.CHRONOLOGICAL, ignoring, post).left())
                .containsOnlyKeys(new Left(Left.Reason.RULING, "be-kind"));
    }

    private static Network filtering(int number, String reaction) {
        return moderated(
                number,
                "filters",
                JsonObject.builder()
                        .put("id", "money")
                        .put("kind", "keyword")
                        .put("value", "free money")
                        .put("reaction", reaction)
                        .put("rule", "no-spam"));
    }

    @Test
    @DisplayName(
            "what the charter's filters find is folded or left out in its view, by name and rule, and nowhere else")
    void filters() {
        join(BEA, Duration.ofDays(30));
        Candidate found = post(BEA, "a", List.of(), "money");
        assertThat(view(filtering(50, "fold"), Order.CHRONOLOGICAL, found).entries())
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.effect()).contains(Effect.FOLD);
                    assertThat(entry.filters())
                            .singleElement()
                            .satisfies(filter -> assertThat(filter.rule()).isEqualTo("no-spam"));
                });
        for (String reaction : List.of("hide", "hold")) {
            assertThat(view(filtering(51, reaction), Order.CHRONOLOGICAL, found).left())
                    .as(reaction)
                    .containsOnlyKeys(new Left(Left.Reason.FILTER, "no-spam"));
        }
        for (Network network : List.of(filtering(52, "flag"), town)) {
            assertThat(view(network, Order.CHRONOLOGICAL, found).entries())
                    .singleElement()
                    .satisfies(entry -> {
                        assertThat(entry.effect()).isEmpty();
                        assertThat(entry.filters()).isEmpty();
                    });
        }
    }

    @Test
    @DisplayName(
            "a post that a filter holds is shown once a steward has let it through; one that it hides stays hidden")
    void held() {
        join(BEA, Duration.ofDays(30));
        Candidate found = post(BEA, "a", List.of(), "money");
        for (String reaction : List.of("hold", "hide")) {
            Network network = filtering(53, reaction);
            Approval approval = new Approval(
                    network.did,
                    NOW.minusSeconds(60),
                    Subject.post(id(BEA, "a")).hash());
            network.say(CARL, approval);
            assertThat(view(network, Order.CHRONOLOGICAL, found).entries())
                    .as("somebody who is no steward")
                    .isEmpty();
            network.say(STEWARD, approval);
            assertThat(view(network, Order.CHRONOLOGICAL, found).entries())
                    .as(reaction)
                    .hasSize(reaction.equals("hold") ? 1 : 0);
            assertThat(view(network, Order.CHRONOLOGICAL, post(BEA, "b", List.of(), "money"))
                            .entries())
                    .as("another post waits")
                    .isEmpty();
        }
    }

    @Test
    @DisplayName(
            "stewards are told of what a filter holds: until one lets it through, and not of what stays hidden all the same")
    void waiting() {
        join(BEA, Duration.ofDays(30));
        Network network = filtering(54, "hold");
        Candidate found = post(BEA, "a", List.of(), "money");
        Candidate harmless = post(BEA, "b", List.of(), "another-filter");
        Candidate hidden = post(BEA, "c", List.of(), "money");
        network.rule(STEWARD, Subject.post(id(BEA, "c")), Action.HIDE, "");
        assertThat(waiting(network, found, harmless, hidden)).singleElement().satisfies(held -> {
            assertThat(held.post()).isEqualTo(found);
            assertThat(held.filters())
                    .singleElement()
                    .satisfies(filter -> assertThat(filter.id()).isEqualTo("money"));
        });
        network.say(
                STEWARD,
                new Approval(
                        network.did,
                        NOW.minusSeconds(60),
                        Subject.post(id(BEA, "a")).hash()));
        assertThat(waiting(network, found, harmless, hidden)).isEmpty();
        for (String reaction : List.of("hide", "fold", "flag")) {
            assertThat(waiting(filtering(55, reaction), found)).as(reaction).isEmpty();
        }
    }

    private List<Held> waiting(Network network, Candidate... posts) {
        return Held.among(List.of(posts), Standings.of(network.card(), members).orElseThrow(), NOW);
    }

    @Test
    @DisplayName("the strongest effect counts, and every warning is told; who is limited is shown to followers")
    void strongest() {
        join(BEA, Duration.ofDays(30));
        town.rule(STEWARD, Subject.post(id(BEA, "a")), Action.SENSITIVE, "");
        town.rule(STEWARD, Subject.account(actor(BEA)), Action.CONTENT_WARNING, "eyes");
        town.rule(STEWARD, Subject.account(actor(BEA)), Action.WARN, "stop it");
        assertThat(view(post(BEA, "a", 1)).entries()).singleElement().satisfies(entry -> {
            assertThat(entry.effect()).contains(Effect.WARN);
            assertThat(entry.warnings()).containsExactly("eyes");
            assertThat(entry.rulings()).as("a warning is the author's affair").hasSize(2);
        });
        town.rule(STEWARD, Subject.account(actor(BEA)), Action.LIMIT, "");
        assertThat(view(post(BEA, "a", 1)).left()).containsOnlyKeys(new Left(Left.Reason.LIMITED, "be-kind"));
        assertThat(view(post(BEA, "a", 1, true, 0)).entries()).hasSize(1);
    }

    private void emergency(Power power) {
        town.say(
                STEWARD,
                new Emergency(
                        town.did, NOW.minusSeconds(60), town.charter.hash(), power, NOW.plusSeconds(3_600), "flood"));
    }

    @Test
    @DisplayName("posts from outside are those of people whom the reader follows; by emergency they are left out")
    void membersOnly() {
        Network open = town;
        assertThat(view(post(STRANGER, "a", 1, true, 0)).entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.outside()).isTrue());
        assertThat(open.charter.governance().emergency().orElseThrow().powers()).doesNotContain(Power.MEMBERS_ONLY);
        emergency(Power.MEMBERS_ONLY);
        assertThat(view(post(STRANGER, "a", 1, true, 0)).entries())
                .as("this charter grants no such power")
                .hasSize(1);

        Network granting = new Network(
                8,
                charter -> charter.with(
                        "governance",
                        charter.object("governance")
                                .orElseThrow()
                                .with(
                                        "emergency",
                                        charter.object("governance")
                                                .orElseThrow()
                                                .object("emergency")
                                                .orElseThrow()
                                                .with("powers", Json.strings(List.of("members-only"))))));
        granting.say(
                STEWARD,
                new Emergency(
                        granting.did,
                        NOW.minusSeconds(60),
                        granting.charter.hash(),
                        Power.MEMBERS_ONLY,
                        NOW.plusSeconds(60),
                        "flood"));
        assertThat(view(granting, Order.CHRONOLOGICAL, post(STRANGER, "a", 1, true, 0))
                        .left())
                .containsOnlyKeys(new Left(Left.Reason.MEMBERS_ONLY, ""));
    }

    @Test
    @DisplayName("in an emergency posts of newcomers wait until a steward lets the newcomer in; others' do not")
    void newcomers() {
        join(BEA, Duration.ofDays(30));
        join(CARL, Duration.ofDays(2));
        assertThat(view(post(BEA, "a", 1), post(CARL, "b", 2)).entries()).hasSize(2);
        emergency(Power.HOLD_NEWCOMERS);
        NetworkView held = view(post(BEA, "a", 1), post(CARL, "b", 2));
        assertThat(ids(held)).containsExactly(id(BEA, "a"));
        assertThat(held.left()).containsOnlyKeys(new Left(Left.Reason.NEWCOMER, ""));
        town.say(STEWARD, new Approval(town.did, NOW, members.get(actor(CARL)).hash()));
        assertThat(view(post(BEA, "a", 1), post(CARL, "b", 2)).entries()).hasSize(2);
    }

    @Test
    @DisplayName("where one has to be vouched for to post, posts of others are not shown, and the reason is told")
    void needToPost() {
        Network strict = new Network(
                7,
                charter -> charter.with(
                        "verification",
                        JsonObject.builder()
                                .put("issuers", List.of())
                                .put("need", "post")
                                .build()));
        join(BEA, Duration.ofDays(30));
        assertThat(view(strict, Order.CHRONOLOGICAL, post(BEA, "a", 1)).left())
                .containsOnlyKeys(new Left(Left.Reason.NOT_VOUCHED_FOR, ""));
    }
}
