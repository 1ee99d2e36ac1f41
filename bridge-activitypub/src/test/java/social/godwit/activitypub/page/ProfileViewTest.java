package social.godwit.activitypub.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.ActorPaths;
import social.godwit.activitypub.follow.FollowStore;
import social.godwit.activitypub.html.Markup;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.RsaKeyPair;

class ProfileViewTest {
    private static final Did DID = Did.parse("did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2")
            .orElseThrow();
    private static final Origin OLD = Origin.parse("https://old.example").orElseThrow();
    private static final Origin NEW = Origin.parse("https://new.example").orElseThrow();
    private static final Random RANDOM = new Random(3);
    private static final RsaKeyPair RSA = RsaKeyPair.generate(ProfileViewTest::random);

    @Test
    @DisplayName("the page at an old home leads to the page at the new one, by a link")
    void leadsToTheNewHome() {
        assertThat(banner(List.of(NEW, OLD), PortableId.of(DID, "/actor").at(NEW)))
                .contains("href=\"https://new.example/@alice\"")
                .contains("This account has moved to @alice@new.example.");
    }

    @Test
    @DisplayName("whoever went to another kind of server is linked as they say")
    void leadsElsewhere() {
        assertThat(banner(List.of(OLD), "https://mastodon.example/users/alice"))
                .contains("href=\"https://mastodon.example/users/alice\"");
        assertThat(banner(List.of(OLD), "javascript:alert(1)")).isEmpty();
    }

    @Test
    @DisplayName(
            "a badge says what is vouched for, by whom, until when and where it counts; a link whether it points back, or why not")
    void saysWhatOthersVouchFor() {
        Markup html = new Markup();
        JsonObject field = JsonObject.builder()
                .put("name", "Blog")
                .put("value", "<a href=\"https://blog.example/\">blog</a>")
                .build();
        Instant from = Instant.parse("2026-11-26T06:00:00Z");
        new ProfileView(
                        account(List.of(OLD)),
                        JsonObject.builder()
                                .put("attachment", List.<Json>of(field, field))
                                .build(),
                        new ProfileMarks.Marks(
                                List.of(new ProfileMarks.Badge(
                                        "Role",
                                        "The issuer confirms this role: Town clerk",
                                        "@ben@old.example",
                                        "Our town",
                                        OLD + "/networks/x",
                                        from,
                                        from.plus(Duration.ofDays(100)))),
                                Map.of(
                                        0,
                                        new ProfileMarks.Link(
                                                "https://blog.example/", true, Optional.of(from), "Points back."),
                                        1,
                                        new ProfileMarks.Link(
                                                "https://blog.example/", false, Optional.empty(), "Not asked yet."))),
                        Words.english())
                .write(html, new FollowStore.Counts(1_234, 0));
        assertThat(html.toString())
                .contains("<summary>✓ Role</summary><p>The issuer confirms this role: Town clerk</p>")
                .contains("Said by @ben@old.example on Nov 26, 2026, until Mar 6, 2027. It counts in: ")
                .contains("<a href=\"https://old.example/networks/x\" dir=\"auto\">Our town</a>")
                .contains("✓ Points back.")
                .doesNotContain("Not asked yet.")
                .contains("1,234");
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static Account account(List<Origin> gateways) {
        return new Account(
                DID,
                "alice",
                true,
                OLD,
                new ActorPaths(
                        "/actor",
                        "/inbox",
                        "/outbox",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                "Alice",
                Optional.empty(),
                false,
                Account.Status.ACTIVE,
                RSA,
                Optional.empty(),
                gateways,
                List.of(),
                Instant.EPOCH);
    }

    private static String banner(List<Origin> gateways, String movedTo) {
        Markup html = new Markup();
        new ProfileView(
                        account(gateways),
                        JsonObject.builder().put("movedTo", movedTo).build(),
                        ProfileMarks.Marks.NONE,
                        Words.english())
                .moved(html);
        return html.toString();
    }
}
