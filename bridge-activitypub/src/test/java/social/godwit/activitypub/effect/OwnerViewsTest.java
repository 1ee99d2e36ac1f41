package social.godwit.activitypub.effect;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.gateway.web.TrustedProxies;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.activitypub.remote.WebFingerClient;
import social.godwit.activitypub.thread.Threads;
import social.godwit.activitypub.view.web.OpenOwnerViews;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.identity.proof.IntegrityProof;
import social.godwit.identity.request.IdentityRequest;
import social.godwit.store.document.OpenRepositories;
import social.godwit.store.document.Repositories;
import social.godwit.store.document.RepositoryKind;
import social.godwit.store.label.Label;
import social.godwit.store.label.LabelChoices;
import social.godwit.store.media.OpenMediaStore;
import social.godwit.store.replication.MemoryReplicas;
import social.godwit.store.testing.TestDatabase;

/** What owners see of their account ({@code /client/v1}), over HTTP, and what nobody else does. */
class OwnerViewsTest {
    /** All views but {@code resolve}, which takes no id of an account's. */
    private static final List<String> VIEWS = List.of(
            "timeline",
            "direct",
            "local",
            "notifications",
            "requests",
            "followers",
            "following",
            "pending",
            "blocks",
            "mutes",
            "blocked-domains",
            "bookmarks",
            "pins",
            "lists",
            "list",
            "list-timeline",
            "thread",
            "inbox",
            "unsigned",
            "sequence",
            "repository",
            "replication",
            "held",
            "resolve");

    private static final Vertx VERTX = Vertx.vertx();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static TestDatabase db;
    private static int number;

    private final List<String> threads = new ArrayList<>();
    private Instances here;
    private Account alice;
    private Account carol;
    private String bob;
    private String server;
    private HttpServer http;

    @BeforeAll
    static void open() {
        db = TestDatabase.create();
    }

    @AfterAll
    static void close() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
        db.close();
    }

    /** Every test has its own people in the one database. */
    @BeforeEach
    void serve() {
        number++;
        here = new Instances(db);
        alice = here.account("alice" + number, true);
        carol = here.account("carol" + number, false);
        bob = here.stranger("https://far" + number + ".test/users/bob");
        here.beans
                .with(OpenRepositories.over(db.database(), here.clock))
                .with(OpenRepositories.audits(db.database()))
                .with(new MemoryReplicas())
                .with(OpenMediaStore.wanted(db.database(), here.clock))
                .with((Origins) authority -> Optional.of(Instances.HERE.toString()))
                .with(new TrustedProxies(List.of()))
                .with((Threads) threads::add)
                .with(Proxy.newProxyInstance(
                        WebFingerClient.class.getClassLoader(),
                        new Class<?>[] {WebFingerClient.class},
                        (self, called, args) -> {
                            throw new UnsupportedOperationException(called.getName());
                        }))
                .make("signature.IdentityRequests")
                .make("gateway.AccountDevices")
                .make("gateway.OwnerRequests");
        Router router = Router.router(VERTX);
        OpenOwnerViews.route(here.beans, router);
        http = VERTX.createHttpServer()
                .requestHandler(router)
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        server = "http://localhost:" + http.actualPort();
    }

    @Test
    @DisplayName("the home timeline: who is followed, harmless, with counts, page by page")
    void showsTheTimeline() {
        follows(alice, bob);
        for (int i = 1; i <= 3; i++) {
            takes(Said.create(Said.note(bob + "/posts/" + i, bob, List.of(Said.PUBLIC), List.of())
                    .with("content", Json.of("<p onclick='x()'>post " + i + "</p><script>x</script>"))));
        }
        says(alice, "Like", bob + "/posts/3");
        JsonObject page = shown(alice, "timeline?limit=2");
        assertThat(ids(page)).containsExactly(bob + "/posts/3", bob + "/posts/2");
        JsonObject newest = (JsonObject) page.list("orderedItems").getFirst();
        assertThat(newest.string("content")).contains("<p>post 3</p>");
        assertThat(newest.get("likesCount")).hasToString("1");
        assertThat(newest.get("liked")).hasToString("true");
        String next = page.string("next").orElseThrow();
        assertThat(next).startsWith(Instances.HERE + "/client/v1/" + alice.did() + "/timeline?before=");
        JsonObject rest = shown(alice, next.substring(next.lastIndexOf("/timeline") + 1));
        assertThat(ids(rest)).containsExactly(bob + "/posts/1");
        assertThat(rest.string("next")).isEmpty();
        assertThat(shown(carol, "timeline").list("orderedItems")).isEmpty();
    }

    @Test
    void showsFollowersRequestsAndWhoIsFollowed() {
        takes(Said.follow(bob, alice));
        assertThat(ids(shown(alice, "requests"))).containsExactly(bob + "/follows/1");
        assertThat(shown(alice, "followers").list("orderedItems")).isEmpty();
        says(alice, "Accept", bob + "/follows/1");
        assertThat(shown(alice, "requests").list("orderedItems")).isEmpty();
        assertThat(shown(alice, "followers").list("orderedItems")).hasSize(1);
        says(alice, "Follow", bob);
        assertThat(shown(alice, "pending").list("orderedItems")).hasSize(1);
        takes(Said.activity("Accept", bob + "/accepts/1", bob, idOf(alice, "Follow", bob)));
        assertThat(shown(alice, "pending").list("orderedItems")).isEmpty();
        assertThat(shown(alice, "following").list("orderedItems")).hasSize(1);
        assertThat(shown(alice, "notifications").list("orderedItems")).isNotEmpty();
    }

    @Test
    @DisplayName(
            "all followers for programs: their Follows and inboxes, many on a page, and nobody's name is looked up")
    void showsManyFollowers() {
        for (int i = 1; i <= 100; i++) {
            takes(Said.follow(here.stranger("https://many" + number + ".test/users/" + i), carol));
        }
        JsonObject page = shown(carol, "followers?plain=1&limit=1000");
        assertThat(page.list("orderedItems")).hasSize(100);
        assertThat(page.list("orderedItems").getFirst().toString())
                .contains("\"sharedInbox\":\"https://many" + number + ".test", "\"accepted\":true")
                .doesNotContain("\"handle\"");
        assertThat(shown(carol, "followers?limit=1000").list("orderedItems")).hasSize(80);
        JsonObject first = shown(carol, "followers?plain=1&limit=60");
        String next = first.string("next").orElseThrow();
        assertThat(shown(carol, next.substring(next.lastIndexOf("/followers") + 1))
                        .list("orderedItems"))
                .hasSize(20);
    }

    @Test
    void showsWhomTheOwnerShuns() {
        says(alice, "Block", bob);
        assertThat(ids(shown(alice, "blocks"))).containsExactly(bob);
        assertThat(shown(alice, "mutes").list("orderedItems")).isEmpty();
        assertThat(shown(alice, "blocked-domains").list("orderedItems")).isEmpty();
        says(alice, "Block", "https://spam.test");
        assertThat(shown(alice, "blocked-domains").list("orderedItems").toString())
                .isEqualTo("[\"spam.test\"]");
        assertThat(shown(carol, "blocks").list("orderedItems")).isEmpty();
    }

    @Test
    @DisplayName("a conversation, and the wish that what is missing of it be fetched")
    void showsAThread() {
        follows(alice, bob);
        String first = bob + "/posts/1";
        takes(Said.create(Said.note(first, bob, List.of(Said.PUBLIC), List.of())));
        takes(Said.create(Said.note(bob + "/posts/2", bob, List.of(Said.PUBLIC), List.of())
                .with("inReplyTo", Json.of(first))));
        assertThat(ids(shown(alice, "thread?id=" + encoded(first)))).containsExactly(first, bob + "/posts/2");
        assertThat(threads).containsExactly(first);
    }

    /** The account's own signed choice about a label, as it lies in its repository. */
    private void chooses(Account account, String of, String label, String choice) {
        JsonObject document = JsonObject.builder()
                .put("@context", PortableDocument.CONTEXT)
                .put("id", LabelChoices.id(account.did()).canonical())
                .put("type", LabelChoices.TYPE)
                .put("attributedTo", account.actor().canonical())
                .put(
                        "choices",
                        new LabelChoices(Map.of(
                                        new LabelChoices.Key(of, label),
                                        LabelChoices.Choice.parse(choice).orElseThrow()))
                                .json())
                .build();
        JsonObject signed = IntegrityProof.sign(document, here.key(account), here.clock.instant());
        Repositories repositories = here.get(Repositories.class);
        here.await(repositories.open(account.did(), RepositoryKind.ACCOUNT));
        here.await(repositories.admit(
                List.of(((DocumentVerdict.Admissible) PortableDocument.read(Jcs.bytes(signed), here.clock.instant()))
                        .document())));
        here.clock.advance(Duration.ofSeconds(2));
    }

    private static String moderation(JsonObject page, String id) {
        return page.list("orderedItems").stream()
                .map(JsonObject.class::cast)
                .filter(post -> post.string("id").filter(id::equals).isPresent())
                .map(post -> post.string("summary").orElse("") + " "
                        + post.object("moderation").map(Object::toString).orElse("plain"))
                .findFirst()
                .orElse("missing");
    }

    @Test
    @DisplayName(
            "a label does in every list what its reader chose: shown, folded, left out, or as if it were not there")
    void heedsChoicesAboutLabels() {
        String instance = here.account("instance" + number, false).did().toString();
        follows(alice, bob);
        String spam = bob + "/posts/1";
        takes(Said.create(Said.note(spam, bob, List.of(Said.PUBLIC), List.of(alice.actorId()))
                .with("tag", mention(alice))));
        takes(Said.create(Said.note(bob + "/posts/2", bob, List.of(Said.PUBLIC), List.of())
                .with("inReplyTo", Json.of(spam))));
        here.labels.put(spam, List.of(new Label(instance, "spam", Label.Effect.INFORM)));

        assertThat(moderation(shown(alice, "timeline"), spam))
                .contains("\"name\":\"spam\"", instance)
                .contains("\"warnings\":[]");

        chooses(alice, instance, "spam", "warn");
        assertThat(moderation(shown(alice, "timeline"), spam)).startsWith("spam ");

        chooses(alice, instance, "spam", "hide");
        assertThat(ids(shown(alice, "timeline"))).containsExactly(bob + "/posts/2");
        assertThat(shown(alice, "notifications").toString()).doesNotContain(spam);
        assertThat(ids(shown(alice, "thread?id=" + encoded(bob + "/posts/2")))).hasSize(1);
        assertThat(moderation(shown(alice, "thread?id=" + encoded(spam)), spam))
                .as("who asks for the post itself sees it behind the label's name")
                .startsWith("spam ");
        assertThat(moderation(shown(carol, "thread?id=" + encoded(spam)), spam))
                .as("nobody else sees it differently")
                .contains("\"warnings\":[]");

        chooses(alice, instance, "spam", "ignore");
        assertThat(moderation(shown(alice, "timeline"), spam)).isEqualTo(" plain");
        assertThat(shown(alice, "notifications").toString()).contains(spam);
        here.moderate(spam, FederationPolicy.Stance.DENY);
        assertThat(ids(shown(alice, "timeline")))
                .as("what moderators hide, no choice lifts")
                .containsExactly(bob + "/posts/2");
    }

    @Test
    @DisplayName("a label on an account counts for its posts and boosts, and never for the owner's own")
    void heedsLabelsOnAccounts() {
        String labeler = here.account("labeler" + number, false).did().toString();
        follows(alice, bob);
        String post = bob + "/posts/1";
        takes(Said.create(Said.note(post, bob, List.of(Said.PUBLIC), List.of())));
        JsonObject own = Said.note(alice.idOf("/objects/1"), alice.actorId(), List.of(Said.PUBLIC), List.of());
        says(alice, Said.create(own).with("id", Json.of(alice.idOf("/activities/own"))));
        here.labels.put(bob, List.of(new Label(labeler, "rude", Label.Effect.HIDE)));
        here.labels.put(alice.actor().canonical(), List.of(new Label(labeler, "rude", Label.Effect.HIDE)));

        assertThat(ids(shown(alice, "timeline"))).containsExactly(alice.idOf("/objects/1"));

        chooses(alice, labeler, "rude", "warn");
        assertThat(moderation(shown(alice, "timeline"), post)).startsWith("rude ");
        assertThat(moderation(shown(alice, "timeline"), alice.idOf("/objects/1")))
                .contains("\"warnings\":[]");
    }

    private static Json mention(Account account) {
        return new JsonArray(List.of(JsonObject.builder()
                .put("type", "Mention")
                .put("href", account.actorId())
                .build()));
    }

    @Test
    void answersWhatIsNoQuestion() {
        assertThat(get(alice, alice, "thread").statusCode()).isEqualTo(400);
        assertThat(get(alice, alice, "list").statusCode()).isEqualTo(400);
        assertThat(get(alice, alice, "held").statusCode()).isEqualTo(400);
        assertThat(get(alice, alice, "held?hash=x").statusCode()).isEqualTo(400);
        assertThat(get(alice, alice, "resolve").statusCode()).isEqualTo(400);
        assertThat(get(alice, alice, "nothing").statusCode()).isEqualTo(404);
        assertThat(get(alice, alice, "timeline/more").statusCode()).isEqualTo(404);
        assertThat(get(alice, alice, "timeline?limit=100000000&before=nonsense").statusCode())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("nothing of an owner's may be kept by caches on the way")
    void mayNotBeCached() {
        assertThat(get(alice, alice, "timeline").headers().firstValue("cache-control"))
                .contains("private, no-store");
    }

    static Stream<String> views() {
        return VIEWS.stream();
    }

    @ParameterizedTest
    @MethodSource("views")
    @DisplayName(
            "row 61: a view of an account is its owner's: 401 without a signature, 403 with another's, 404 for none here")
    void isTheOwnersOnly(String view) {
        String question = view + "?id=" + encoded(alice.actorId()) + "&q=x&hash=zQm";
        assertThat(get(Map.of(), alice, question).statusCode()).isEqualTo(401);
        assertThat(get(carol, alice, question).statusCode()).isEqualTo(403);
        assertThat(get(alice, alice, question).statusCode()).isNotIn(401, 403);
        Account nobody = here.account("nobody" + number, false);
        here.accounts.remove(nobody.did());
        assertThat(get(alice, nobody, question).statusCode()).isIn(403, 404);
    }

    @Test
    @DisplayName("row 61: another's ids on every view that takes one show nothing of that other's")
    void showsNothingOfOthersUnderTheirIds() {
        JsonObject list = JsonObject.builder()
                .put("id", alice.idOf("/lists/1"))
                .put("type", "Collection")
                .put("name", "friends of alice")
                .put("attributedTo", alice.actorId())
                .build();
        says(
                alice,
                Said.activity("Create", idOf(alice, "Create", "list"), alice.actorId(), "x")
                        .with("object", list));
        says(
                alice,
                Said.activity("Add", idOf(alice, "Add", bob), alice.actorId(), bob)
                        .with("target", Json.of(alice.idOf("/lists/1"))));
        JsonObject secret = Said.note(alice.idOf("/objects/1"), alice.actorId(), List.of(alice.actorId()), List.of())
                .with("content", Json.of("<p>secret of alice</p>"));
        says(alice, Said.create(secret).with("id", Json.of(alice.idOf("/activities/1"))));
        assertThat(ids(shown(alice, "lists"))).hasSize(1);
        assertThat(shown(alice, "list?id=" + encoded(alice.idOf("/lists/1"))).list("orderedItems"))
                .hasSize(1);
        assertThat(shown(alice, "thread?id=" + encoded(alice.idOf("/objects/1")))
                        .toString())
                .contains("secret of alice");

        List<String> asked = List.of(
                alice.idOf("/lists/1"),
                alice.idOf("/objects/1"),
                alice.idOf("/activities/1"),
                alice.idOf("/actor/bookmarks"),
                alice.idOf("/actor/inbox"),
                alice.actorId());
        for (String view : VIEWS) {
            for (String id : asked) {
                for (String parameter : List.of("id", "q", "before", "after")) {
                    if (view.equals("resolve") && id.equals(alice.actorId())) {
                        continue; // Who alice is, everybody may know.
                    }
                    HttpResponse<String> answer = get(carol, carol, view + "?" + parameter + "=" + encoded(id));
                    assertThat(answer.statusCode()).as(view + " " + id).isIn(200, 400, 404, 503);
                    assertThat(answer.body())
                            .as("%s?%s=%s", view, parameter, id)
                            .doesNotContain("secret of alice", "friends of alice", "far" + number + ".test");
                }
            }
        }
    }

    private void takes(JsonObject activity) {
        assertThat(here.post(activity).toString()).startsWith("Accepted");
        here.settle();
        here.clock.advance(Duration.ofSeconds(1));
    }

    private void says(Account account, String type, String object) {
        says(
                account,
                Said.activity(type, idOf(account, type, object), account.actorId(), object)
                        .with("to", Json.of(bob)));
    }

    private void says(Account account, JsonObject activity) {
        here.say(account, activity);
        here.clock.advance(Duration.ofSeconds(1));
    }

    private static String idOf(Account account, String type, String object) {
        return account.idOf("/activities/" + type + Integer.toHexString(object.hashCode()));
    }

    private void follows(Account account, String target) {
        says(account, "Follow", target);
        takes(Said.activity("Accept", target + "/accepts/" + number, target, idOf(account, "Follow", target)));
    }

    private JsonObject shown(Account account, String question) {
        HttpResponse<String> answer = get(account, account, question);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return StrictJson.read(answer.body().getBytes(StandardCharsets.UTF_8), JsonLimits.PLAIN)
                        instanceof JsonReading.Read(JsonObject page)
                ? page
                : JsonObject.empty();
    }

    private static List<String> ids(JsonObject page) {
        return page.list("orderedItems").stream()
                .map(item ->
                        item instanceof JsonObject object ? object.string("id").orElse("") : item.toString())
                .toList();
    }

    private HttpResponse<String> get(Account signer, Account owner, String question) {
        URI target = URI.create(Instances.HERE + path(owner, question));
        return get(
                IdentityRequest.sign(
                        here.key(signer), "GET", target, new byte[0], here.clock.instant(), Instances::random),
                owner,
                question);
    }

    private HttpResponse<String> get(Map<String, String> headers, Account owner, String question) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path(owner, question)));
        headers.forEach(request::header);
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String path(Account owner, String question) {
        return "/client/v1/" + owner.did() + "/" + question;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
