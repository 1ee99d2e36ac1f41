package social.godwit.instance.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static social.godwit.instance.client.TestOwners.draft;
import static social.godwit.instance.client.TestOwners.eventually;
import static social.godwit.instance.client.TestOwners.fetch;
import static social.godwit.instance.client.TestOwners.surroundings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.instance.client.document.Audience;
import social.godwit.instance.client.moderation.DecisionsAboutMe;
import social.godwit.instance.client.moderation.PublishedLog;
import social.godwit.network.log.LogChain;

/** From a report to the public log, at a whole instance, by people with roles. */
class ModerationIT {

    @TempDir
    static Path folder;

    private static RunningInstance instance;
    private static TestOwners owners;
    private static OperatorConnection operator;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        instance = RunningInstance.start(folder, Map.of("GODWIT_MODERATION_LOG_DELAY", "PT0S"));
        owners = new TestOwners(folder, instance.origin());
        operator = OperatorConnection.of(gateway(), folder.resolve("data/operator.key"), surroundings());
    }

    @AfterAll
    static void stop() {
        if (instance != null) instance.close();
    }

    @Test
    @DisplayName(
            "reported, suspended with reasons, hidden as 404, appealed, answered by somebody else, shown again, all in the log")
    void aReportIsHandledAppealedAndReversed() throws IOException {
        owners.register("carl");
        owners.register("rita");
        Posts.Published post;
        String actor;
        try (Owner carl = owners.open("carl")) {
            post = new Posts(carl).post(draft("buy my pills", Audience.PUBLIC));
            actor = carl.ids().actor();
        }
        assertThat(fetch(post.id()).status()).isEqualTo(200);
        try (Owner rita = owners.open("rita")) {
            new Reports(rita).report("@carl", List.of(post.id()), "spam, again and again", false);
        }
        String subject = waiting(actor);
        JsonObject shown = operator.get("/admin/v1/cases/one", Map.of("subject", subject));
        assertThat(shown.toString()).contains("spam, again and again").contains("buy my pills");

        String decision = operator.post(
                        "/admin/v1/decisions",
                        wish(subject, "suspend")
                                .put("facts", "40 equal posts in an hour")
                                .build())
                .object("decision")
                .orElseThrow()
                .string("id")
                .orElseThrow();
        eventually(
                () -> fetch(post.id()).status() == 404 && fetch(post.activity()).status() == 404);
        assertThat(fetch(actor).status())
                .as("others have to find it, so that it can go elsewhere")
                .isEqualTo(200);

        try (Owner carl = owners.open("carl")) {
            var decisions = new DecisionsAboutMe(carl);
            assertThat(decisions.all().getFirst().string("statement").orElseThrow())
                    .contains("40 equal posts in an hour")
                    .contains("take all of them to another server")
                    .contains(decision);
            decisions.appeal(decision, "I was hacked");
            assertThatThrownBy(() -> decisions.appeal(decision, "really")).isInstanceOf(ClientProblem.class);
        }
        JsonObject grant = JsonObject.builder()
                .put("granted", true)
                .put("text", "it was not you")
                .build();
        assertThatThrownBy(() -> operator.post("/admin/v1/decisions/" + decision + "/answer", grant))
                .as("whoever decided does not answer")
                .isInstanceOf(ClientProblem.class);
        String mona = token("mona", "moderator");
        assertThat(send("POST", "/admin/v1/decisions/" + decision + "/answer", mona, grant))
                .isEqualTo(200);
        eventually(() -> fetch(post.id()).status() == 200);

        PublishedLog log = PublishedLog.fetch(gateway(), surroundings());
        assertThat(log.verify()).isInstanceOf(LogChain.Verdict.Intact.class);
        assertThat(log.entries())
                .extracting(entry -> entry.string("action").orElseThrow())
                .containsSubsequence("decided", "appealed", "appeal-granted", "reversed");
        assertThat(log.json().toString()).doesNotContain("mona").doesNotContain("hacked");
    }

    @Test
    @DisplayName(
            "row 64: nobody acts on, appoints or dismisses somebody of equal or higher rank; a token gives less than the role")
    void rankIsRespected() throws IOException {
        String admin = token("ada", "admin");
        String moderator = token("moe", "moderator");
        String owner = did("ona", "owner");
        JsonObject asOwner = JsonObject.builder().put("role", "owner").build();
        assertThat(send("PUT", "/admin/v1/staff/ada", admin, asOwner)).isEqualTo(403);
        assertThat(send("DELETE", "/admin/v1/staff/" + owner, admin, JsonObject.empty()))
                .isEqualTo(403);
        assertThat(send("POST", "/admin/v1/accounts/ada/suspend", moderator, JsonObject.empty()))
                .isEqualTo(403);
        assertThat(send(
                        "POST",
                        "/admin/v1/decisions",
                        moderator,
                        wish("account:" + actor("ada"), "limit").build()))
                .isEqualTo(403);
        assertThat(send(
                        "POST",
                        "/admin/v1/decisions",
                        moderator,
                        wish("domain:x.example", "purge").build()))
                .as("a moderator does not purge")
                .isEqualTo(403);
        JsonObject few = JsonObject.builder()
                .put("for", "moe")
                .put("name", "few")
                .put("permissions", List.of("see-accounts", "purge"))
                .build();
        JsonObject made = operator.post("/admin/v1/tokens", few);
        assertThat(send("POST", "/admin/v1/tokens", moderator, few))
                .as("a token makes none")
                .isEqualTo(403);
        assertThat(made.toString()).contains("see-accounts").doesNotContain("purge");
        assertThat(send("GET /admin/v1/cases", made.string("token").orElseThrow()))
                .isEqualTo(403);
    }

    @Test
    @DisplayName("row 64: rank holds for the target of a decision, and for taking back and answering")
    void rankHoldsInTheBackDoorsToo() throws IOException {
        String admin = token("abel", "admin");
        String moderator = token("mia", "moderator");
        String decision = answer(
                        "POST",
                        "/admin/v1/decisions",
                        admin,
                        wish("account:" + canonical(actor("mia")), "sensitive").build())
                .object("decision")
                .orElseThrow()
                .string("id")
                .orElseThrow();
        String about = "/admin/v1/decisions/" + decision;
        try (Owner mia = owners.open("mia")) {
            new DecisionsAboutMe(mia).appeal(decision, "It was me");
        }
        assertThat(answer("GET", "/admin/v1/appeals", moderator, JsonObject.empty())
                        .toString())
                .contains("It was me\",\"yours\":false");
        assertThat(answer("GET", "/admin/v1/appeals", token("max", "admin"), JsonObject.empty())
                        .toString())
                .contains("It was me\",\"yours\":true");
        JsonObject grant = JsonObject.builder()
                .put("granted", true)
                .put("text", "it was me")
                .build();
        assertThat(send("POST", about + "/reverse", moderator, JsonObject.empty()))
                .as("what was decided about oneself")
                .isEqualTo(403);
        assertThat(send("POST", about + "/answer", moderator, grant)).isEqualTo(403);
        assertThat(send("POST", about + "/reverse", admin, JsonObject.empty())).isEqualTo(200);

        String desk = "/admin/v1/networks/"
                + ((JsonObject) operator.get("/networks", Map.of())
                                .list("networks")
                                .getFirst())
                        .string("network")
                        .orElseThrow()
                + "/desk/rulings";
        JsonObject ruling = JsonObject.builder()
                .put("subject", "account:" + canonical(actor("abel")))
                .put("action", "suspend")
                .put("rule", "spam")
                .put("facts", "none")
                .build();
        assertThat(send("POST", desk, moderator, ruling)).as("in a network").isEqualTo(403);

        String nobody = "account:https://spam.example/users/nobody";
        String abel = "account:" + canonical(actor("abel"));
        assertThat(send(
                        "POST",
                        "/admin/v1/decisions",
                        moderator,
                        wish(nobody, "suspend").put("target", abel).build()))
                .as("in the case of somebody else")
                .isEqualTo(422);
        assertThat(send(
                        "POST",
                        "/admin/v1/decisions",
                        moderator,
                        wish(nobody, "suspend")
                                .put("target", "post:ap://" + did(abel) + "/objects/1")
                                .build()))
                .as("a post of somebody else")
                .isEqualTo(403);
    }

    private static String canonical(String actor) {
        return "ap://" + actor.substring(actor.indexOf("did:key:"));
    }

    private static String did(String canonical) {
        return canonical.substring(canonical.indexOf("did:key:"), canonical.lastIndexOf('/'));
    }

    @Test
    @DisplayName("who reads evidence out of a private post stands in the case, once, by whatever request it was read")
    void readersOfPrivateEvidenceStandInTheCase() throws IOException {
        owners.register("pia");
        owners.register("rolf");
        Posts.Published post;
        String actor;
        try (Owner pia = owners.open("pia")) {
            post = new Posts(pia).post(draft("@rolf only for you", Audience.DIRECT));
            actor = pia.ids().actor();
        }
        try (Owner rolf = owners.open("rolf")) {
            new Reports(rolf).report("@pia", List.of(post.id()), "this came to me alone", false);
        }
        String subject = waiting(actor);
        String dossier = "/admin/v1/cases/context?subject=" + URLEncoder.encode(subject, StandardCharsets.UTF_8);
        for (String name : List.of("by-dossier", "by-tool")) {
            String reader = token(name, "moderator");
            if (name.equals("by-tool")) {
                assertThat(list("/api/v1/admin/reports?limit=40", reader).toString())
                        .contains("only for you");
            }
            assertThat(answer("GET", dossier, reader, JsonObject.empty()).toString())
                    .contains("only for you");
            answer("GET", dossier, reader, JsonObject.empty());
            String did = did(canonical(actor(name)));
            assertThat(operator.get("/admin/v1/cases/one", Map.of("subject", subject))
                            .list("timeline"))
                    .map(JsonObject.class::cast)
                    .filteredOn(entry -> entry.string("type").equals(Optional.of("looked"))
                            && entry.string("by").equals(Optional.of(did)))
                    .as(name)
                    .hasSize(1);
        }
    }

    @Test
    @DisplayName("nothing is ruled about this server itself, by a decision, a rule, a list or a tool")
    void nothingIsRuledAboutOurselves() throws IOException {
        String token = token("olli", "moderator");
        String host = URI.create(instance.origin()).getHost();
        JsonObject deny = JsonObject.builder()
                .put("stance", "deny")
                .put("domain", host)
                .put("severity", "suspend")
                .build();
        assertThat(send(
                        "POST",
                        "/admin/v1/decisions",
                        token,
                        wish("domain:" + host, "suspend").build()))
                .isEqualTo(400);
        assertThat(send("PUT", "/admin/v1/domains/" + host, token, deny)).isEqualTo(400);
        assertThat(send("POST", "/api/v1/admin/domain_blocks", token, deny)).isEqualTo(422);
    }

    @Test
    @DisplayName("of a long case the newest entries are shown, and those before them when they are asked for")
    void longCasesShowTheirEnd() throws IOException {
        String subject = "account:https://long.example/users/1";
        for (int i = 1; i <= 201; i++) {
            operator.post(
                    "/admin/v1/cases/note",
                    JsonObject.builder()
                            .put("subject", subject)
                            .put("text", "note " + i)
                            .build());
        }
        assertThat(operator.get("/admin/v1/cases/one", Map.of("subject", subject))
                        .toString())
                .contains("\"note 201\"")
                .doesNotContain("\"note 1\"");
        assertThat(operator.get("/admin/v1/cases/one", Map.of("subject", subject, "after", "0"))
                        .toString())
                .contains("\"note 1\"");
    }

    @Test
    @DisplayName("who may not make a filter that hides may not change it or take it away")
    void filtersThatHideBelongToThoseWhoMayHide() throws IOException {
        operator.put(
                "/admin/v1/roles/limiter",
                JsonObject.builder()
                        .put("rank", 20)
                        .put("permissions", List.of("see-cases", "restrict"))
                        .build());
        String limiter = token("lim", "limiter");
        JsonObject hiding = filter("hide");
        operator.put("/admin/v1/filters/pills", hiding);
        assertThat(send("PUT", "/admin/v1/filters/pills", limiter, filter("flag")))
                .isEqualTo(403);
        assertThat(send("DELETE", "/admin/v1/filters/pills", limiter, JsonObject.empty()))
                .isEqualTo(403);
        assertThat(send("PUT", "/admin/v1/filters/other", limiter, filter("flag")))
                .isEqualTo(200);
        operator.delete("/admin/v1/filters/pills");
        operator.delete("/admin/v1/filters/other");
    }

    private static JsonObject filter(String reaction) {
        return JsonObject.builder()
                .put("kind", "keyword")
                .put("values", List.of("unheard-of-word"))
                .put("reaction", reaction)
                .put("rule", "spam")
                .build();
    }

    @Test
    @DisplayName("hiding many needs a second person, is carried out once, and is undone at once")
    void manyAtOnceNeedTwoPeople() throws IOException {
        String one = token("first", "moderator");
        String two = token("second-one", "moderator");
        List<String> subjects = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            subjects.add("account:https://spam.example/users/" + i);
        }
        JsonObject wish = JsonObject.builder()
                .put("subjects", subjects)
                .put("measure", "suspend")
                .put("rule", "spam")
                .build();
        JsonObject misspelt = JsonObject.builder()
                .put("subjects", List.of(subjects.getFirst(), "acount:x"))
                .put("measure", "suspend")
                .put("rule", "spam")
                .build();
        assertThat(send("POST", "/admin/v1/decisions", one, misspelt))
                .as("no subject is left out unsaid")
                .isEqualTo(422);
        String plan =
                answer("POST", "/admin/v1/decisions", one, wish).string("plan").orElseThrow();
        String approve = "/admin/v1/decisions/plans/" + plan + "/approve";
        assertThat(send("POST", approve, one, JsonObject.empty())).isEqualTo(403);
        JsonObject done = answer("POST", approve, two, JsonObject.empty());
        assertThat(done.toString()).contains("\"done\":11");
        assertThat(send("POST", approve, two, JsonObject.empty())).isEqualTo(404);
        String bulk = done.string("bulk").orElseThrow();
        assertThat(answer("POST", "/admin/v1/decisions/bulk/" + bulk + "/undo", two, JsonObject.empty())
                        .toString())
                .contains("\"done\":11");
    }

    @Test
    @DisplayName(
            "tools that know Mastodon's domain blocks work: made, listed with a link, changed, removed; a list is tried first")
    void domainsInMastodonsShapes() throws IOException {
        String token = token("dora", "moderator");
        JsonObject made = answer(
                "POST",
                "/api/v1/admin/domain_blocks",
                token,
                JsonObject.builder()
                        .put("domain", "Spam.Example")
                        .put("severity", "suspend")
                        .put("public_comment", "spam")
                        .build());
        assertThat(made.string("domain")).contains("spam.example");
        assertThat(send("POST", "/api/v1/admin/domain_blocks", token, made)).isEqualTo(422);
        assertThat(answer(
                                "PUT",
                                "/api/v1/admin/domain_blocks/spam.example",
                                token,
                                JsonObject.builder().put("reject_media", true).build())
                        .toString())
                .contains("\"severity\":\"suspend\"")
                .contains("\"reject_media\":true")
                .contains("\"public_comment\":\"spam\"");
        GatewayAnswer page = raw("GET", "/api/v1/admin/domain_blocks?limit=1", token, JsonObject.empty());
        assertThat(page.text()).startsWith("[{").contains("spam.example");
        assertThat(list("/api/v1/admin/domain_blocks?since_id=spam.example", token))
                .isEmpty();
        assertThat(list("/api/v1/admin/domain_blocks?min_id=spam.zzz", token)).isNotEmpty();
        GatewayAnswer csv = raw("GET", "/admin/v1/domains/export", token, JsonObject.empty());
        assertThat(csv.text()).contains("spam.example,suspend,true,false,spam,false");
        assertThat(send("DELETE", "/api/v1/admin/domain_blocks/spam.example", token, JsonObject.empty()))
                .isEqualTo(200);
        assertThat(send("GET", "/api/v1/admin/domain_blocks/spam.example", token, JsonObject.empty()))
                .isEqualTo(404);
    }

    @Test
    @DisplayName(
            "tools that know Mastodon's accounts and reports work: listed with a link, assigned, decided, resolved, taken back; what is an owner's stays the owner's")
    void accountsAndReportsInMastodonsShapes() throws IOException {
        owners.register("molly");
        owners.register("rick");
        String token = token("mast", "moderator");
        Posts.Published post;
        String actor;
        try (Owner molly = owners.open("molly")) {
            post = new Posts(molly).post(draft("<b>cheap</b> watches", Audience.PUBLIC));
            actor = molly.ids().actor();
        }
        try (Owner rick = owners.open("rick")) {
            new Reports(rick).report("@molly", List.of(post.id()), "watches again", false);
        }
        try (Owner molly = owners.open("molly")) {
            new Reports(molly).report("@rick", List.of(), "he begrudges me everything", false);
        }
        waiting(actor("rick"));
        waiting(actor);
        JsonObject report = list("/api/v1/admin/reports?limit=40", token).stream()
                .filter(one -> one.toString().contains("watches again"))
                .findFirst()
                .orElseThrow();
        assertThat(report.members().keySet())
                .containsExactlyInAnyOrder(
                        "id",
                        "action_taken",
                        "action_taken_at",
                        "category",
                        "comment",
                        "forwarded",
                        "created_at",
                        "updated_at",
                        "account",
                        "target_account",
                        "assigned_account",
                        "action_taken_by_account",
                        "statuses",
                        "rules");
        assertThat(report.object("account").orElseThrow().string("username")).contains("rick");
        JsonObject target = report.object("target_account").orElseThrow();
        assertThat(target.members().keySet())
                .contains("id", "username", "domain", "created_at", "email", "ip", "ips", "locale", "invite_request")
                .contains("role", "confirmed", "approved", "disabled", "silenced", "suspended", "account");
        assertThat(((JsonObject) report.list("statuses").getFirst())
                        .string("content")
                        .orElseThrow())
                .contains("cheap")
                .doesNotContain("<b>");
        assertThat(list("/api/v1/admin/reports?limit=1", token)).hasSize(1);
        assertThat(raw("GET", "/api/v1/admin/reports?limit=1", token, JsonObject.empty())
                        .header("Link")
                        .orElseThrow())
                .matches("<http://localhost.*/api/v1/admin/reports\\?limit=1&max_id=([\\w-]+)>; rel=\"next\","
                        + " <http://localhost.*/api/v1/admin/reports\\?limit=1&min_id=\\1>; rel=\"prev\"");

        String molly = target.string("id").orElseThrow();
        String rick = report.object("account").orElseThrow().string("id").orElseThrow();
        assertThat(list("/api/v1/admin/reports?account_id=" + rick, token).toString())
                .contains("watches again")
                .doesNotContain("begrudges");
        assertThat(list("/api/v1/admin/reports?account_id=" + molly + "&target_account_id=" + rick, token)
                        .toString())
                .contains("begrudges");
        assertThat(list("/api/v1/admin/reports?target_account_id=" + molly, token)
                        .toString())
                .contains("watches again")
                .doesNotContain("begrudges");
        for (String none : new String[] {
            "account_id=" + molly + "&target_account_id=" + molly, "account_id=17", "target_account_id=17"
        }) {
            assertThat(list("/api/v1/admin/reports?" + none, token)).as(none).isEmpty();
        }
        String local = "/api/v2/admin/accounts?origin=local&";
        for (String none : new String[] {
            "email=molly@a.example",
            "ip=127.0.0.1",
            "invited_by=1",
            "display_name=zz",
            "by_domain=none.example",
            "role_ids[]=17",
            "status=none"
        }) {
            assertThat(list(local + none, token))
                    .as("by what nobody has: " + none)
                    .isEmpty();
            assertThat(list(
                            "/api/v1/admin/accounts?"
                                    + none.replace("status=none", "pending=true")
                                            .replace("role_ids[]=17", "email=x")
                                            .replace("invited_by=1", "ip=::1"),
                            token))
                    .as("as before: " + none)
                    .isEmpty();
        }
        assertThat(list("/api/v2/admin/accounts?origin=remote&permissions=staff", token))
                .isEmpty();
        assertThat(names(local + "permissions=staff", token)).contains("mast").doesNotContain("molly", "rick");
        assertThat(names("/api/v1/admin/accounts?staff=true", token))
                .contains("mast")
                .doesNotContain("molly");
        assertThat(names(local + "role_ids[]=50", token)).contains("mast").doesNotContain("molly");
        assertThat(names(local + "role_ids[]=-99&role_ids[]=80", token))
                .contains("molly")
                .doesNotContain("mast");

        String reports = "/api/v1/admin/reports/" + report.string("id").orElseThrow();
        assertThat(answer("POST", reports + "/assign_to_self", token, JsonObject.empty())
                        .object("assigned_account")
                        .orElseThrow()
                        .string("username"))
                .contains("mast");
        JsonObject broken = JsonObject.builder()
                .put("category", "violation")
                .put("rule_ids", List.of("no-sales"))
                .build();
        JsonObject sorted = answer("PUT", reports, token, broken);
        assertThat(sorted.string("category")).contains("violation");
        assertThat(sorted.list("rules").toString()).contains("\"id\":\"no-sales\"");
        assertThat(sorted.string("comment")).as("the reporter's words").contains("watches again");
        assertThat(send("PUT", reports, token, broken.with("category", new JsonString("spam"))))
                .isEqualTo(422);
        assertThat(send("PUT", reports, token, broken.with("category", new JsonString("dull"))))
                .isEqualTo(422);
        pages("/api/v1/admin/reports?", token);
        pages("/api/v2/admin/accounts?origin=local&", token);
        String account = "/api/v1/admin/accounts/" + target.string("id").orElseThrow();
        JsonObject silence = JsonObject.builder()
                .put("type", "silence")
                .put("report_id", report.string("id").orElseThrow())
                .build();
        assertThat(send("POST", account + "/action", token, silence)).isEqualTo(200);
        assertThat(answer("GET", account, token, JsonObject.empty()).toString()).contains("\"silenced\":true");
        JsonObject resolved = answer("GET", reports, token, JsonObject.empty());
        assertThat(resolved.toString()).contains("\"action_taken\":true");
        assertThat(resolved.object("action_taken_by_account").orElseThrow().string("username"))
                .contains("mast");
        assertThat(answer("POST", account + "/unsilence", token, JsonObject.empty())
                        .toString())
                .contains("\"silenced\":false");
        JsonObject suspend = JsonObject.builder().put("type", "suspend").build();
        assertThat(send("POST", account + "/action", token, suspend)).isEqualTo(200);
        eventually(() -> fetch(post.id()).status() == 404);
        assertThat(list("/api/v2/admin/accounts?status=suspended&origin=local", token))
                .extracting(one -> one.string("username").orElseThrow())
                .contains("molly")
                .doesNotContain("rick");
        assertThat(answer("POST", account + "/unsuspend", token, JsonObject.empty())
                        .toString())
                .contains("\"suspended\":false");
        eventually(() -> fetch(post.id()).status() == 200);
        assertThat(send("POST", account + "/approve", token, JsonObject.empty()))
                .isEqualTo(422);
        JsonObject disable = JsonObject.builder().put("type", "disable").build();
        assertThat(send("POST", account + "/action", token, disable)).isEqualTo(422);
        String owner = token("olga", "owner");
        assertThat(send("DELETE", account, owner, JsonObject.empty())).isEqualTo(422);
        assertThat(send("POST", "/api/v1/admin/accounts/none/enable", token, JsonObject.empty()))
                .isEqualTo(404);
        String ranked = "/api/v1/admin/accounts/" + id(list("/api/v1/admin/accounts?username=olga", token)) + "/action";
        assertThat(send("POST", ranked, token, suspend)).as("rank").isEqualTo(403);
        JsonObject keys = JsonObject.builder()
                .put("keys", List.of("new_users", "opened_reports", "unheard_of"))
                .put("start_at", "2026-11-01")
                .put("end_at", "2026-11-07T00:00:00Z")
                .build();
        assertThat(raw("POST", "/api/v1/admin/measures", token, keys).text())
                .startsWith("[{\"data\":[{\"date\":\"2026-11-01T00:00:00Z\",\"value\":\"0\"}")
                .contains("\"previous_total\":\"0\"")
                .doesNotContain("unheard_of");
        JsonObject scopes = JsonObject.builder()
                .put("for", "mast")
                .put("name", "tool")
                .put("permissions", List.of("admin:read:reports"))
                .build();
        assertThat(operator.post("/admin/v1/tokens", scopes).toString()).contains("\"permissions\":[\"see-cases\"]");
        JsonObject wide = JsonObject.builder()
                .put("for", "mast")
                .put("name", "tool")
                .put("permissions", List.of("admin:read:domain_blocks"))
                .build();
        assertThatThrownBy(() -> operator.post("/admin/v1/tokens", wide))
                .as("would write, too")
                .isInstanceOf(ClientProblem.class)
                .hasMessageContaining("admin:read:domain_blocks");
    }

    private static String id(List<JsonObject> accounts) {
        return accounts.getFirst().string("id").orElseThrow();
    }

    private static List<JsonObject> list(String path, String token) {
        GatewayAnswer answer = raw("GET", path, token, JsonObject.empty());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return Answers.json(("{\"list\":" + answer.text() + "}").getBytes(StandardCharsets.UTF_8))
                .orElseThrow()
                .list("list")
                .stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    /** What stands below and above each item of a list is what the list itself says. */
    private static void pages(String path, String token) {
        List<String> all = ids(path + "limit=80", token);
        assertThat(all).hasSizeGreaterThan(1);
        for (int i = 0; i < all.size(); i++) {
            List<String> above = all.subList(0, i);
            List<String> below = all.subList(i + 1, all.size());
            String id = all.get(i);
            assertThat(ids(path + "limit=1&max_id=" + id, token))
                    .isEqualTo(below.stream().limit(1).toList());
            assertThat(ids(path + "limit=1&min_id=" + id, token))
                    .isEqualTo(above.reversed().stream().limit(1).toList());
            assertThat(ids(path + "limit=1&since_id=" + id, token))
                    .isEqualTo(above.stream().limit(1).toList());
        }
    }

    private static List<String> ids(String path, String token) {
        return list(path, token).stream()
                .map(one -> one.string("id").orElseThrow())
                .toList();
    }

    private static List<String> names(String path, String token) {
        return list(path, token).stream()
                .map(one -> one.string("username").orElseThrow())
                .toList();
    }

    private static JsonObject.Builder wish(String subject, String measure) {
        return JsonObject.builder()
                .put("subject", subject)
                .put("measure", measure)
                .put("rule", "spam");
    }

    /** The case about somebody, once the report has come there. */
    private static String waiting(String actor) {
        String canonical = canonical(actor);
        eventually(() -> operator.get("/admin/v1/cases", Map.of()).toString().contains(canonical));
        return "account:" + canonical;
    }

    private static String did(String name, String role) {
        owners.register(name);
        return operator.put(
                        "/admin/v1/staff/" + name,
                        JsonObject.builder().put("role", role).build())
                .string("did")
                .orElseThrow();
    }

    /** A token of somebody who has just got this role. */
    private static String token(String name, String role) {
        did(name, role);
        return operator.post(
                        "/admin/v1/tokens",
                        JsonObject.builder()
                                .put("for", name)
                                .put("name", "test")
                                .build())
                .string("token")
                .orElseThrow();
    }

    private static int send(String endpoint, String token) {
        int space = endpoint.indexOf(' ');
        return send(endpoint.substring(0, space), endpoint.substring(space + 1), token, JsonObject.empty());
    }

    private static int send(String method, String path, String token, JsonObject body) {
        return raw(method, path, token, body).status();
    }

    private static JsonObject answer(String method, String path, String token, JsonObject body) {
        return Answers.json(raw(method, path, token, body).body()).orElseThrow();
    }

    private static GatewayAnswer raw(String method, String path, String token, JsonObject body) {
        Map<String, String> headers = new HashMap<>(Map.of("Accept", "application/json"));
        if (!token.isEmpty()) headers.put("Authorization", "Bearer " + token);
        URI target = URI.create(instance.origin() + path);
        try {
            if (method.equals("GET") || method.equals("DELETE")) {
                return surroundings().connection().send(method, target, headers);
            }
            headers.put("Content-Type", "application/json");
            return surroundings()
                    .connection()
                    .send(method, target, headers, body.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String actor(String name) {
        try (Owner owner = owners.open(name)) {
            return owner.ids().actor();
        }
    }

    private static Origin gateway() {
        return Origin.parse(instance.origin()).orElseThrow();
    }
}
