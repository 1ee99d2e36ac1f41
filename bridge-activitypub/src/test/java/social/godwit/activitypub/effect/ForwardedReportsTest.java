package social.godwit.activitypub.effect;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.activitypub.http.Headers;
import social.godwit.activitypub.interaction.ForwardedReports;
import social.godwit.activitypub.interaction.ForwardedReports.Sent;
import social.godwit.activitypub.remote.RemoteOutcome;
import social.godwit.activitypub.remote.RemoteRequest;
import social.godwit.activitypub.remote.SignedClient;
import social.godwit.activitypub.signature.RequestKey;
import social.godwit.identity.Randomness;
import social.godwit.store.testing.TestDatabase;

/** Reports that moderators pass on. */
class ForwardedReportsTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private final List<String> sent = new ArrayList<>();
    private Instances here;
    private int status = 202;

    @BeforeEach
    void open() {
        here = new Instances(DB);
        SignedClient client = new SignedClient() {
            @Override
            public Uni<RemoteOutcome> send(RemoteRequest request, RequestKey key) {
                throw new AssertionError("signed with an account's key");
            }

            @Override
            public Uni<RemoteOutcome> send(RemoteRequest request) {
                sent.add(new String(request.body(), StandardCharsets.UTF_8));
                return Uni.createFrom()
                        .item(new RemoteOutcome.Response(
                                status, Headers.builder().build(), new byte[0], URI.create("https://far.test/")));
            }
        };
        here.beans.with(client).with((Randomness) Instances::random).make("interaction.ForwardedReports");
    }

    private Sent forward(String actor) {
        return here.await(here.get(ForwardedReports.class)
                .send(actor, List.of("https://far.test/posts/1"), "spam, says a reader"));
    }

    @Test
    void areTheInstancesOwnAndNameNobodyElse() {
        String troll = here.stranger("https://far.test/users/troll");
        assertThat(forward(troll)).isInstanceOf(Sent.Delivered.class);
        assertThat(sent)
                .singleElement()
                .satisfies(flag -> assertThat(flag)
                        .contains("\"type\":\"Flag\"")
                        .contains("/actor\"")
                        .contains("\"object\":[\"" + troll + "\",\"https://far.test/posts/1\"]")
                        .contains("spam, says a reader")
                        .doesNotContain("did:key"));
    }

    @Test
    void tellWhenTheOtherServerDoesNotTakeThem() {
        String troll = here.stranger("https://far.test/users/troll2");
        status = 500;
        assertThat(forward(troll)).isInstanceOf(Sent.Failed.class);
        assertThat(forward("https://nowhere.test/users/unknown")).isInstanceOf(Sent.Failed.class);
        assertThat(sent).hasSize(1);
    }
}
