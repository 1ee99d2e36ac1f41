package social.godwit.activitypub.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.ActorPaths;
import social.godwit.activitypub.html.Markup;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
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

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static String banner(List<Origin> gateways, String movedTo) {
        Account account = new Account(
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
        Markup html = new Markup();
        new ProfileView(
                        account,
                        JsonObject.builder().put("movedTo", movedTo).build(),
                        ProfileMarks.Marks.NONE,
                        Words.english())
                .moved(html);
        return html.toString();
    }
}
