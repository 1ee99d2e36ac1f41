package social.godwit.activitypub.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import social.godwit.store.testing.TestDatabase;

class WebFingerClientTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private final RemoteWorld world = new RemoteWorld(DB);

    private static String url(String host, String acct) {
        return "https://" + host + "/.well-known/webfinger?resource=acct:" + acct;
    }

    private static String jrd(String subject, String self) {
        return "{\"subject\":\"acct:" + subject + "\",\"links\":[{\"rel\":\"self\",\"type\":\"text/html\",\"href\":"
                + "\"https://wrong.example/\"},{\"rel\":\"self\",\"type\":\"application/activity+json\",\"href\":\""
                + self + "\"}]}";
    }

    private HandleLookup find(String handle) {
        return world.webFinger.find(handle).await().indefinitely();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@peer.example", "@a@peer.example", "acct:a@peer.example", "a@PEER.example"})
    void findsAnActor(String handle) {
        world.serve(
                url("peer.example", "a@peer.example"),
                200,
                "application/jrd+json; charset=utf-8",
                jrd("a@peer.example", "https://peer.example/users/a"));
        assertThat(find(handle)).isEqualTo(new HandleLookup.Found("a@peer.example", "https://peer.example/users/a"));
    }

    @Test
    void followsAnotherSubjectOnceIfItNamesItself() {
        world.serve(
                url("www.example", "a@www.example"),
                200,
                "application/jrd+json",
                jrd("a@peer.example", "https://evil.example/a"));
        world.serve(
                url("peer.example", "a@peer.example"),
                200,
                "application/jrd+json",
                jrd("a@peer.example", "https://peer.example/users/a"));
        assertThat(find("a@www.example"))
                .isEqualTo(new HandleLookup.Found("a@peer.example", "https://peer.example/users/a"));
        world.serve(
                url("peer.example", "a@peer.example"),
                200,
                "application/jrd+json",
                jrd("a@www.example", "https://peer.example/users/a"));
        assertThat(find("a@www.example")).isInstanceOf(HandleLookup.NotFound.class);
    }

    /** Row 35. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@peer.example:8443",
                "a@user@peer.example",
                "a@peer.example/path",
                "a@peer.example?x",
                "a@peer.example#x",
                "a@127.0.0.1",
                "a@localhost:8080",
                "a@[::1]",
                "a@2130706433",
                "a@peer.example.",
                "a@peer .example",
                "a b@peer.example",
                "a%20@peer.example",
                "@peer.example",
                "a@",
                "a",
                "",
            })
    void asksNobodyForWhatIsNoHandle(String handle) {
        assertThat(find(handle)).isInstanceOf(HandleLookup.NotFound.class);
        assertThat(world.asked).isEmpty();
    }

    @Test
    void tellsMissingAndAwayApart() {
        assertThat(find("a@peer.example")).isInstanceOf(HandleLookup.NotFound.class);
        world.serve(url("peer.example", "a@peer.example"), 502, "text/html", "");
        assertThat(find("a@peer.example")).isInstanceOf(HandleLookup.Unavailable.class);
        world.serve(
                url("peer.example", "a@peer.example"), 200, "text/html", jrd("a@peer.example", "https://x.example/"));
        assertThat(find("a@peer.example")).isInstanceOf(HandleLookup.NotFound.class);
        world.serve(url("peer.example", "a@peer.example"), 200, "application/jrd+json", "{\"links\":[]}");
        assertThat(find("a@peer.example")).isInstanceOf(HandleLookup.NotFound.class);
    }

    private RemoteActor claiming(String id, String handle) {
        String document = RemoteWorld.actor(id, id + "#main-key", RemoteWorld.RSA)
                .replace("\"preferredUsername\":\"a\"", "\"preferredUsername\":\"a\",\"webfinger\":\"" + handle + "\"");
        return ((ActorReader.Reading.Actor)
                        ActorReader.read(new RemoteDocument(id, document.getBytes(), URI.create(id)), world.now))
                .actor();
    }

    /** The handle that the actor is remembered under. */
    private String proven(RemoteActor actor) {
        return ((ActorLookup.Found) world.actors.learn(actor.document()).await().indefinitely())
                .actor()
                .handle();
    }

    @Test
    @DisplayName(
            "FEP-2c59: an actor is shown under the handle that it claims when the handle's host names that actor and that handle")
    void believesAHandleThatPointsBack() {
        String id = "https://peer.example/users/a";
        world.serve(url("own.example", "bea@own.example"), 200, "application/jrd+json", jrd("bea@own.example", id));
        assertThat(proven(claiming(id, "bea@own.example"))).isEqualTo("bea@own.example");
        assertThat(proven(claiming(id, "acct:bea@own.example"))).isEqualTo("bea@own.example");
    }

    @Test
    @DisplayName(
            "FEP-2c59: a foreign actor's claim is nothing: a host that names another, another handle, nobody, or is away")
    void believesNoForeignClaim() {
        String id = "https://evil.example/users/a";
        RemoteActor actor = claiming(id, "star@big.example");
        assertThat(actor.handle()).isEqualTo("a@evil.example");
        String question = url("big.example", "star@big.example");
        assertThat(proven(actor)).isEqualTo("a@evil.example");
        for (String answer : List.of(
                jrd("star@big.example", "https://big.example/users/star"),
                jrd("other@big.example", id),
                jrd("a@evil.example", id),
                "{}")) {
            world.serve(question, 200, "application/jrd+json", answer);
            world.serve(url("evil.example", "a@evil.example"), 200, "application/jrd+json", jrd("a@evil.example", id));
            assertThat(proven(actor)).as(answer).isEqualTo("a@evil.example");
        }
        world.serve(question, 503, "text/html", "");
        assertThat(proven(actor)).isEqualTo("a@evil.example");
    }

    @Test
    @DisplayName("a handle at the actor's own host is asked for at nobody")
    void asksNobodyForTheHandleAtHome() {
        assertThat(proven(claiming("https://peer.example/users/a", "Anna@peer.example")))
                .isEqualTo("Anna@peer.example");
        assertThat(world.asked).isEmpty();
    }
}
