package social.godwit.instance.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static social.godwit.instance.client.TestOwners.draft;
import static social.godwit.instance.client.TestOwners.fetch;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.Answers;
import social.godwit.instance.client.OperatorConnection;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Posts;
import social.godwit.instance.client.RunningInstance;
import social.godwit.instance.client.TestOwners;
import social.godwit.instance.client.document.Audience;

/** What operators and stewards write on the command line, as they would paste it, at a whole instance. */
class OperatorCommandsIT {
    @TempDir
    static Path folder;

    private static RunningInstance instance;
    private static TestOwners owners;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        instance = RunningInstance.start(folder);
        owners = new TestOwners(folder, instance.origin());
    }

    @AfterAll
    static void stop() {
        if (instance != null) instance.close();
    }

    private record Said(int exit, String out, String err) {}

    private static Said run(String who, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exit = Godwit.run(
                Map.of(
                        "GODWIT_HOME", folder.resolve(who).toString(),
                        "GODWIT_PASSPHRASE", TestOwners.passphrase(),
                        "GODWIT_DATA", folder.resolve("data").toString(),
                        "GODWIT_ORIGIN", instance.origin()),
                new PrintWriter(out),
                new PrintWriter(err),
                arguments);
        return new Said(exit, out.toString(), err.toString());
    }

    private static Said done(String who, String... arguments) {
        Said said = run(who, arguments);
        assertThat(said.exit()).as(said.out() + said.err()).isZero();
        return said;
    }

    private static JsonObject seen(String path, Map<String, String> parameters) {
        return owners.operator(folder.resolve("data")).get(path, parameters);
    }

    private static String meant(String what) {
        return seen("/admin/v1/subject", Map.of("q", what)).string("subject").orElseThrow();
    }

    private static String host() {
        return URI.create(instance.origin()).getAuthority();
    }

    @Test
    @DisplayName(
            "a post or an account is what its page, its id, its handle or its DID names; what nobody has is refused")
    void namedAsPeoplePaste() {
        owners.register("carl");
        Posts.Published post = owners.post("carl", "buy my pills");
        Posts.Published secret;
        String did;
        try (Owner carl = owners.open("carl")) {
            secret = new Posts(carl).post(draft("psst", Audience.FOLLOWERS));
            did = carl.did().toString();
        }
        String subject = "post:ap://" + did + post.id().substring(post.id().indexOf(did) + did.length());
        for (String written : new String[] {
            post.page(),
            "post:" + post.page(),
            " " + post.id() + " ",
            "post:" + post.id(),
            subject.substring("post:ap://".length())
        }) {
            assertThat(meant(written)).as(written).isEqualTo(subject);
        }
        assertThat(meant(secret.page()))
                .as("moderators name also what is for few")
                .startsWith("post:ap://" + did);
        String account = "account:ap://" + did + "/actor";
        for (String written : new String[] {
            "@carl", "carl@" + host(), "@carl@" + host(), instance.origin() + "/@carl", did, "account:" + did, account
        }) {
            assertThat(meant(written)).as(written).isEqualTo(account);
        }
        assertThat(seen("/admin/v1/accounts", Map.of("q", instance.origin() + "/@carl"))
                        .toString())
                .contains(did);
        assertThat(meant("domain:Bad.example")).isEqualTo("domain:bad.example");
        for (String written : new String[] {
            "@nobody",
            instance.origin() + "/@carl/0000000000000",
            "post:" + instance.origin() + "/@carl",
            "account:" + post.page(),
            "post:ap://" + did + "/objects/none"
        }) {
            Said said = run("carl", "admin", "case", "decide", written, "sensitive", "--rule", "spam", "--facts", "x");
            assertThat(said.exit()).as(written).isNotZero();
            assertThat(said.err()).as(written).contains("was found by that", "@name@server");
        }
    }

    @Test
    @DisplayName("a decision about the page of a post is one about the post")
    void decidedByItsPage() {
        owners.register("dora");
        Posts.Published post = owners.post("dora", "look at this");
        Posts.Published other = owners.post("dora", "and at this");
        done("dora", "admin", "case", "decide", post.page(), "suspend", "--rule", "spam", "--facts", "40 in an hour");
        assertThat(fetch(post.id()).status()).isEqualTo(404);
        done(
                "dora",
                "admin",
                "case",
                "decide",
                "@dora",
                "suspend",
                "--post",
                other.page(),
                "--rule",
                "spam",
                "--facts",
                "again");
        assertThat(fetch(other.id()).status()).isEqualTo(404);
        assertThat(fetch(instance.origin() + "/@dora").status())
                .as("only her posts: her page still leads to her")
                .isEqualTo(302);
        assertThat(done("dora", "admin", "case", "show", "dora@" + host()).out())
                .contains("again");
    }

    @Test
    @DisplayName("a steward's ruling about the page of a post is one about the post, and about no page that nobody has")
    void ruledByItsPage() {
        owners.register("rita");
        Posts.Published post = owners.post("rita", "insults");
        String network = ((JsonObject)
                        seen("/networks", Map.of()).list("networks").getFirst())
                .string("network")
                .orElseThrow();
        String file = folder.resolve("town.ndjson").toString();
        done("rita", "charter", "fetch", instance.origin() + "/networks/" + network, file);
        String subject = meant(post.page());
        for (String[] by : new String[][] {{}, {"--operator"}}) {
            assertThat(run(
                                    "rita",
                                    with(
                                            by,
                                            "charter",
                                            "rule",
                                            file,
                                            post.page() + "0",
                                            "hide",
                                            "--rule",
                                            "be-kind",
                                            "--facts",
                                            "x"))
                            .err())
                    .contains("found");
        }
        assertThat(done(
                                "rita",
                                "charter",
                                "rule",
                                file,
                                post.page(),
                                "hide",
                                "--rule",
                                "be-kind",
                                "--facts",
                                "x",
                                "--operator")
                        .out())
                .contains("hide " + subject);
        assertThat(done("rita", "charter", "rulings", file, post.page()).out())
                .contains("hide " + subject, "In force in this network's view");
        assertThat(done(
                                "rita",
                                "charter",
                                "rule",
                                file,
                                "@rita",
                                "limit",
                                "--rule",
                                "be-kind",
                                "--facts",
                                "x",
                                "--operator")
                        .out())
                .contains("limit account:ap://");
        Said server = done(
                "rita", "admin", "network", "rule", network, post.page(), "hide", "--rule", "be-kind", "--facts", "y");
        assertThat(server.out()).contains("In force in this network's view");
        assertThat(seen("/networks/" + network + "/rulings", Map.of("subject", subject))
                        .toString())
                .contains(subject, "\"facts\":\"y\"");
    }

    private static String[] with(String[] more, String... first) {
        return Stream.concat(Arrays.stream(first), Arrays.stream(more)).toArray(String[]::new);
    }

    @Test
    @DisplayName("a filter that is turned off finds nothing and is kept as it was, until it is turned on")
    void filtersAreSwitched() {
        done(
                "x",
                "admin",
                "filter",
                "add",
                "money",
                "free money",
                "--reaction",
                "flag",
                "--rule",
                "spam",
                "--order",
                "7");
        assertThat(done("x", "admin", "filter", "test", "FREE money!").out()).contains("money");
        assertThat(done("x", "admin", "filter", "off", "money").out()).contains("money is kept, and not asked.");
        assertThat(done("x", "admin", "filter", "list").out()).contains("free money", ", off");
        assertThat(done("x", "admin", "filter", "test", "FREE money!").out()).contains("No filter finds anything");
        Said on = done("x", "admin", "filter", "on", "money", "--json");
        assertThat(Answers.json(on.out().getBytes(StandardCharsets.UTF_8))
                        .orElseThrow()
                        .toString())
                .contains("\"on\":true", "\"order\":7", "\"reaction\":\"flag\"", "free money");
        assertThat(done("x", "admin", "filter", "test", "FREE money!").out()).contains("money");
        Said none = run("x", "admin", "filter", "off", "no-such");
        assertThat(none.exit()).isNotZero();
        assertThat(none.err()).contains("no filter of its own called no-such");
    }

    @Test
    @DisplayName("a filter that is put back after it was removed is refused where another has its name meanwhile")
    void removingIsUndoneOnlyOnce() {
        OperatorConnection operator = owners.operator(folder.resolve("data"));
        JsonObject old = operator.put("/admin/v1/filters/back?new=true", filter("old"));
        operator.delete("/admin/v1/filters/back");
        operator.put("/admin/v1/filters/back", filter("meanwhile"));
        assertThat(catchThrowable(() -> operator.put("/admin/v1/filters/back?new=true", old)))
                .hasMessageContaining("There is a filter called back meanwhile, which was left as it is");
        assertThat(seen("/admin/v1/filters", Map.of()).toString())
                .contains("meanwhile")
                .doesNotContain("\"old\"");
    }

    private static JsonObject filter(String word) {
        return JsonObject.builder()
                .put("kind", "keyword")
                .put("values", List.of(word))
                .put("reaction", "fold")
                .put("rule", "spam")
                .build();
    }
}
