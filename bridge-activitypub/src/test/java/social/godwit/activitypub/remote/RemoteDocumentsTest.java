package social.godwit.activitypub.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import social.godwit.activitypub.http.Headers;
import social.godwit.identity.key.SigningKey;
import social.godwit.store.testing.TestDatabase;

/** Rows 1 to 4, 20 and 31: what is believed of what was fetched. */
class RemoteDocumentsTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final String NOTE = "https://peer.example/notes/1";

    private final RemoteWorld world = new RemoteWorld(DB);
    private final SigningKey owner = SigningKey.generate(RemoteWorld.RANDOMNESS);

    private static String note(String id) {
        return "{\"@context\":\"" + RemoteWorld.AS + "\",\"id\":\"" + id + "\",\"type\":\"Note\",\"content\":\"x\"}";
    }

    private DocumentLookup get(String id) {
        return world.documents.get(id).await().atMost(Duration.ofSeconds(10));
    }

    private void assertNotFound(String id) {
        assertThat(get(id)).isInstanceOf(DocumentLookup.NotFound.class);
    }

    @Test
    void believesADocumentAtItsOwnUrlAndAsksSigned() {
        world.pages.put(NOTE, request -> {
            assertThat(request.headers().first("signature").orElseThrow())
                    .startsWith("CAVAGE https://us.example/actor#rsa-");
            return RemoteWorld.answer(request.uri(), 200, RemoteWorld.ACTIVITY_JSON, note(NOTE));
        });
        assertThat(get(NOTE + "#fragment")).isInstanceOfSatisfying(DocumentLookup.Found.class, found -> {
            assertThat(found.document().id()).isEqualTo(NOTE);
            assertThat(found.document().bytes()).asString().isEqualTo(note(NOTE));
        });
    }

    /** Row 1. */
    @Test
    void asksOnceMoreWhereTheIdSaysAndBelievesOnlyAnExactMatch() {
        world.serve("https://peer.example/@a/1", note(NOTE));
        world.serve(NOTE, note(NOTE));
        assertThat(get("https://peer.example/@a/1")).isInstanceOf(DocumentLookup.Found.class);
        assertThat(world.asked).containsExactly("https://peer.example/@a/1", NOTE);

        world.serve("https://peer.example/@b/1", note("https://peer.example/notes/2"));
        world.serve("https://peer.example/notes/2", note("https://peer.example/notes/3"));
        world.serve("https://peer.example/notes/3", note("https://peer.example/notes/3"));
        world.asked.clear();
        assertNotFound("https://peer.example/@b/1");
        assertThat(world.asked).hasSize(2);
    }

    /** Row 2. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://victim.example/notes/1",
                "http://peer.example/notes/1",
                "https://peer.example:8443/notes/1",
                "https://peer.example./notes/1",
                "https://sub.peer.example/notes/1",
                "https://peer.example@victim.example/notes/1",
                "",
                "urn:x:1",
            })
    void believesNoIdOfAnotherOrigin(String id) {
        world.serve(NOTE, note(id));
        world.serve(id, note(id));
        assertNotFound(NOTE);
        assertThat(world.asked).containsExactly(NOTE);
    }

    /** Row 3. */
    @Test
    void believesNoIdOfTheHostThatItWasRedirectedFrom() {
        world.redirect(NOTE, "https://other.example/notes/1", note(NOTE));
        assertNotFound(NOTE);
    }

    /** Row 4: {@code url} is for people and gives nothing away. */
    @Test
    void believesNoUrlMember() {
        world.serve(
                "https://evil.example/1",
                "{\"@context\":\"" + RemoteWorld.AS + "\",\"id\":\"" + NOTE
                        + "\",\"url\":\"https://evil.example/1\",\"type\":\"Note\"}");
        assertNotFound("https://evil.example/1");
    }

    /** Row 20. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "application/json",
                "application/octet-stream",
                "application/ld+json",
                "application/ld+json; profile=\"https://example.org/other\"",
                "application/activity+json, text/html",
                "image/png",
                "",
            })
    void believesNoOtherContentType(String type) {
        world.serve(NOTE, 200, type, note(NOTE));
        assertNotFound(NOTE);
    }

    /** Row 20: the type twice. */
    @Test
    void believesNoDoubledContentType() {
        world.pages.put(
                NOTE,
                request -> new RemoteOutcome.Response(
                        200,
                        Headers.of(
                                "content-type", RemoteWorld.ACTIVITY_JSON, "content-type", RemoteWorld.ACTIVITY_JSON),
                        note(NOTE).getBytes(),
                        request.uri()));
        assertNotFound(NOTE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/activity+json",
                "Application/Activity+JSON; charset=utf-8",
                "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"",
                "application/ld+json;profile=\"https://other.example https://www.w3.org/ns/activitystreams\"",
            })
    void believesTheTypesOfActivityPub(String type) {
        world.serve(NOTE, 200, type, note(NOTE));
        assertThat(get(NOTE)).isInstanceOf(DocumentLookup.Found.class);
    }

    /** Row 31. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'@context':'AS','id':'ID','type':'Note','@graph':[]}",
                "{'@context':'AS','id':'ID','type':'Note','a':{'b':[{'@included':[]}]}}",
                "{'@context':'AS','id':'ID','type':'Note','@reverse':{}}",
                "{'@context':['AS',{'g':'@graph'}],'id':'ID','type':'Note','g':[]}",
                "{'@context':['AS',{'g':{'@id':'@included'}}],'id':'ID','type':'Note'}",
                "{'@context':['AS',{'r':{'@reverse':'as:actor'}}],'id':'ID','type':'Note'}",
                "{'@context':['AS',{'x':{'@id':'as:x','@type':'@json'}}],'id':'ID','type':'Note'}",
                "{'@context':['AS',{'actor':'as:object'}],'id':'ID','type':'Note'}",
                "{'@context':['AS',{'to':null}],'id':'ID','type':'Note'}",
                "{'@context':['AS',{'as':'https://evil.example/#'}],'id':'ID','type':'Note'}",
                "{'@context':['AS',{'me':'@id'}],'id':'ID','type':'Note'}",
                "{'@context':['AS',{'x':{'@id':'as:x','@context':{'actor':'as:object'}}}],'id':'ID','type':'Note'}",
                "{'@context':['AS'],'id':'ID','type':'Note','object':{'@context':{'@vocab':'x:','cc':'as:to'}}}",
                "{'@context':'AS','id':'ID','type':'Note','id':'ID'}",
                "['AS']",
            })
    void believesNothingThatOthersReadDifferently(String json) {
        world.serve(NOTE, json.replace('\'', '"').replace("AS", RemoteWorld.AS).replace("ID", NOTE));
        assertNotFound(NOTE);
    }

    /** Row 31: what Mastodon, GoToSocial and Mitra really write is none of this, and no context is ever fetched. */
    @Test
    void readsTheContextsOfRealPeers() {
        world.serve(
                NOTE,
                ("{'@context':['AS','https://evil.example/context',{'ostatus':'http://ostatus.org#','sensitive':"
                                + "'as:sensitive','toot':'http://joinmastodon.org/ns#','featured':{'@id':'toot:featured',"
                                + "'@type':'@id'},'Hashtag':'as:Hashtag','id':'@id','type':'@type','items':'as:items',"
                                + "'contentMap':{'@id':'as:content','@container':'@language'}}],'id':'ID','type':'Note'}")
                        .replace('\'', '"')
                        .replace("AS", RemoteWorld.AS)
                        .replace("ID", NOTE));
        assertThat(get(NOTE)).isInstanceOf(DocumentLookup.Found.class);
        assertThat(world.asked).containsExactly(NOTE);
    }

    @Test
    void tellsGoneMissingAndAwayApart() {
        world.serve(NOTE, 410, "text/html", "gone");
        assertThat(get(NOTE)).isInstanceOf(DocumentLookup.Gone.class);
        world.serve(NOTE, 404, "text/html", "none");
        assertNotFound(NOTE);
        world.serve(NOTE, 503, "text/html", "later");
        assertThat(get(NOTE)).isInstanceOf(DocumentLookup.Unavailable.class);
        world.pages.put(NOTE, request -> new RemoteOutcome.Timeout("late"));
        assertThat(get(NOTE)).isInstanceOf(DocumentLookup.Unavailable.class);
        world.pages.put(NOTE, request -> new RemoteOutcome.Blocked("no"));
        assertNotFound(NOTE);
        world.serve(NOTE, note(NOTE).replace("\"Note\"", "\"Tombstone\""));
        assertThat(get(NOTE)).isInstanceOf(DocumentLookup.Gone.class);
    }

    private String portable(List<String> gateways) {
        return RemoteWorld.portable(
                owner, gateways, at(gateways.getFirst()) + "#k", RemoteWorld.RSA, 1, world.now.minusSeconds(60));
    }

    private String at(String gateway) {
        return gateway + "/.well-known/apgateway/" + owner.did() + "/actor";
    }

    @Test
    void believesAPortableDocumentForItsProofAloneAndAsksItsGatewaysInTurn() {
        String document = portable(List.of("https://gw1.example", "https://gw2.example"));
        world.serve(at("https://gw2.example"), document);
        String id =
                "ap://" + owner.did() + "/actor?@gateway=https%3A%2F%2Fgw1.example&@gateway=https%3A%2F%2Fgw2.example";
        assertThat(get(id)).isInstanceOf(DocumentLookup.Found.class);
        assertThat(world.asked).containsExactly(at("https://gw1.example"), at("https://gw2.example"));
        assertNotFound("ap://" + owner.did() + "/actor");
        assertThat(world.documents
                        .get("ap://" + owner.did() + "/actor", List.of("https://gw2.example"))
                        .await()
                        .indefinitely())
                .isInstanceOf(DocumentLookup.Found.class);
    }

    @Test
    void believesNoPortableDocumentWithoutItsProof() {
        String document = portable(List.of("https://gw1.example"));
        String url = at("https://gw1.example");
        world.serve(url, document.replace("\"preferredUsername\":\"p\"", "\"preferredUsername\":\"q\""));
        assertNotFound(url);
        world.serve(url, RemoteWorld.json(document).without("proof").toString());
        assertNotFound(url);
        SigningKey other = SigningKey.generate(RemoteWorld.RANDOMNESS);
        world.serve(
                url, RemoteWorld.portable(other, List.of("https://gw1.example"), url, RemoteWorld.RSA, 1, world.now));
        assertNotFound(url);
        world.serve(url, 410, "text/html", "gone");
        assertThat(get(url)).isInstanceOf(DocumentLookup.NotFound.class);
    }

    /** A compatible id is never an ordinary one (standards 1.3): a web origin proves nothing of it. */
    @Test
    void believesNoMalformedPortableId() {
        String url = "https://evil.example/.well-known/apgateway/did:key:zBad/actor";
        world.serve(url, note(url));
        assertNotFound(url);
        assertThat(world.asked).isEmpty();
    }

    /** P5. */
    @Test
    void believesCollectionsFromTheirOwnersHostsOnly() {
        String url = at("https://gw1.example") + "/outbox";
        String page = "{\"@context\":\"" + RemoteWorld.AS + "\",\"type\":\"OrderedCollection\",\"id\":\"" + url + "\"}";
        world.serve(url, page);
        world.serve(url.replace("gw1", "gw3"), page);
        RemoteActor actor = ((ActorReader.Reading.Actor) ActorReader.read(
                        new RemoteDocument(
                                at("https://gw1.example"),
                                portable(List.of("https://gw1.example", "https://gw2.example"))
                                        .getBytes(),
                                URI.create(url)),
                        world.now))
                .actor();
        assertThat(world.documents.collection(url, actor).await().indefinitely())
                .isInstanceOf(DocumentLookup.Found.class);
        assertThat(world.documents
                        .collection(url.replace("gw1", "gw3"), actor)
                        .await()
                        .indefinitely())
                .isInstanceOf(DocumentLookup.NotFound.class);
        world.redirect(url, "https://gw3.example/x", page);
        assertThat(world.documents.collection(url, actor).await().indefinitely())
                .isInstanceOf(DocumentLookup.NotFound.class);
        assertThat(Optional.of(actor.canonicalId())).hasValue("ap://" + owner.did() + "/actor");
    }
}
