package social.godwit.activitypub.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.ActorPaths;
import social.godwit.activitypub.follow.FollowStore;
import social.godwit.activitypub.interaction.InteractionStore;
import social.godwit.activitypub.listing.Slice;
import social.godwit.activitypub.note.Note;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.activitypub.view.Face;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.RsaKeyPair;
import social.godwit.store.document.DocumentKind;
import social.godwit.store.document.StoredDocument;
import social.godwit.store.document.VersionRank;
import social.godwit.store.label.Label;

@DisplayName("rows 45 and 60: whatever a stranger writes into any field, the page stays ours")
class HostilePagesTest {
    private static final Did DID = Did.parse("did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2")
            .orElseThrow();
    private static final Origin HOME = Origin.parse("https://home.example").orElseThrow();
    private static final Instant NOW = Instant.parse("2026-11-26T06:00:00Z");
    private static final Random RANDOM = new Random(5);
    private static final RsaKeyPair RSA = RsaKeyPair.generate(HostilePagesTest::random);
    private static final PageWriter WRITER =
            new PageWriter(new Instance(HOME.toString(), "1", true, true), new Warning(), Words.english(), NOW);

    /** What is said in the names of moderators is text, too. */
    private static final class Warning implements FederationPolicy {
        private String text = "";

        @Override
        public Stance stanceOn(String host) {
            return Stance.ALLOW;
        }

        @Override
        public Standing standing(String id) {
            return new Standing(
                    Stance.ALLOW, false, false, List.of(text), List.of(new Label(text, text, Label.Effect.INFORM)));
        }
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "<img src=x onerror=alert(1)>",
                "\"><svg onload=alert(1)>",
                "' onmouseover='alert(1)",
                "</title><script>alert(1)</script>",
                "</style><script>alert(1)</script>",
                "javascript:alert(1)",
                "<a href=\"javascript:alert(1)\">x</a>",
                "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
                "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
                "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
                "<p style=\"background:url(https://spy.example)\">x</p>",
                "<meta http-equiv=refresh content=0;url=https://spy.example>",
                "<form action=https://spy.example><button>x</button></form>",
                "<!--><script>alert(1)</script>-->",
                "&lt;script&gt;alert(1)&lt;/script&gt;",
                "{0} '{1}' {",
                "\u202e<\u2028script>alert(1)</script>"
            })
    void stays(String evil) {
        ((Warning) WRITER.policy()).text = evil;
        check(WRITER.profile(profile(evil)).html());
        check(WRITER.post(post(evil)).html());
        check(Frame.words(
                        WRITER.instance(),
                        WRITER.words(),
                        404,
                        HOME + "/@" + URLEncoder.encode(evil, StandardCharsets.UTF_8))
                .html());
    }

    @Test
    @DisplayName("the check itself sees what must not be there")
    void theCheckSees() {
        String good = Frame.words(WRITER.instance(), WRITER.words(), 404, HOME + "/@x")
                .html();
        check(good);
        for (String bad : List.of(
                "<script>alert(1)</script>",
                "<p onclick=\"x\">a</p>",
                "<a href=\"javascript:x\">a</a>",
                "<p>",
                "a < b")) {
            assertThatThrownBy(() -> check(good.replace("</main>", bad + "</main>")))
                    .as(bad)
                    .isInstanceOf(AssertionError.class);
        }
    }

    private static void check(String page) {
        StrictHtml.check(page);
        assertThat(page).doesNotContainIgnoringCase("<script").doesNotContain("src=\"https://spy.example");
    }

    private static Pages.Profile profile(String evil) {
        return new Pages.Profile(
                account(evil),
                actor(evil),
                new ProfileMarks.Marks(
                        List.of(new ProfileMarks.Badge(
                                evil, evil, evil, evil, HOME + "/networks/x", NOW, NOW.plusSeconds(60))),
                        Map.of(0, new ProfileMarks.Link("https://blog.example/", false, Optional.of(NOW), evil))),
                new FollowStore.Counts(3, 4),
                new Slice<>(List.of(note(evil)), Optional.empty()),
                false);
    }

    private static Account account(String evil) {
        return new Account(
                DID,
                "alice",
                true,
                HOME,
                new ActorPaths(
                        "/actor",
                        "/inbox",
                        "/outbox",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                evil,
                Optional.of(evil),
                true,
                Account.Status.ACTIVE,
                RSA,
                Optional.empty(),
                List.of(HOME),
                List.of(),
                Instant.EPOCH);
    }

    private static JsonObject actor(String evil) {
        JsonObject field = JsonObject.builder()
                .put("type", "PropertyValue")
                .put("name", evil)
                .put("value", evil)
                .build();
        return JsonObject.builder()
                .put("name", evil)
                .put("preferredUsername", evil)
                .put("summary", evil)
                .put("url", evil)
                .put("movedTo", evil)
                .put("icon", JsonObject.builder().put("url", evil).build())
                .put("attachment", List.<Json>of(field, Json.of(evil)))
                .build();
    }

    private static JsonObject object(String evil) {
        JsonObject file = JsonObject.builder()
                .put("type", "Document")
                .put("mediaType", "image/png")
                .put(
                        "url",
                        HOME + "/.well-known/apgateway-media/"
                                + Sha256.of(new byte[] {1}).hashlink())
                .put("name", evil)
                .build();
        JsonObject foreign = file.with("url", Json.of(evil)).with("mediaType", Json.of(evil));
        JsonObject choice = JsonObject.builder().put("name", evil).build();
        return JsonObject.builder()
                .put("id", evil)
                .put("type", "Question")
                .put("url", evil)
                .put("name", evil)
                .put("summary", evil)
                .put("content", evil)
                .put("contentMap", JsonObject.builder().put(evil, evil).build())
                .put("published", "2026-11-25T06:00:00Z")
                .put("updated", evil)
                .put("inReplyTo", evil)
                .put(
                        "importedFrom",
                        JsonObject.builder()
                                .put("account", evil)
                                .put("url", evil)
                                .build())
                .put("attachment", new JsonArray(List.of(file, foreign)))
                .put("tag", List.<Json>of(choice))
                .put("oneOf", List.<Json>of(choice))
                .build();
    }

    private static Note note(String evil) {
        return new Note(
                "https://elsewhere.example/1",
                "https://elsewhere.example/" + evil,
                "Note",
                Visibility.PUBLIC,
                true,
                NOW,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                object(evil).toString());
    }

    private static Pages.Post post(String evil) {
        JsonObject json = object(evil);
        return new Pages.Post(
                account(evil),
                actor(evil),
                new StoredDocument(
                        PortableId.of(DID, "/objects/1"),
                        Optional.empty(),
                        Jcs.hash(json),
                        "Note",
                        DocumentKind.OBJECT,
                        Visibility.PUBLIC,
                        1,
                        VersionRank.of(0, NOW, Jcs.hash(json)),
                        OptionalLong.empty(),
                        NOW,
                        Jcs.bytes(json)),
                Optional.empty(),
                Optional.of(new InteractionStore.Counts(1, 2, 3, Map.of(evil, 1L))),
                List.of(note(evil)),
                Map.of(
                        "https://elsewhere.example/" + evil,
                        new Face("https://elsewhere.example/x", evil, evil, Optional.of(evil), Optional.of(evil))));
    }
}
