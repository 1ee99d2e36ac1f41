package social.godwit.activitypub.effect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.http.Headers;
import social.godwit.activitypub.inbox.Admission;
import social.godwit.activitypub.signature.IncomingRequest;
import social.godwit.activitypub.signature.SignatureVerdict;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;

/** What an inbox takes and what it refuses, before any effect. */
class InboxAdmissionTest extends AliceAndBob {

    private int status(Admission admission) {
        return switch (admission) {
            case Admission.Accepted ignored -> 202;
            case Admission.Ignored ignored -> 202;
            case Admission.Refused refused -> refused.status();
            case Admission.Unavailable ignored -> 503;
        };
    }

    private int status(byte[] body, String contentType, String signer) {
        return status(here.await(here.admission.admit(
                new IncomingRequest(
                        "POST",
                        Instances.HERE.toString(),
                        "/inbox",
                        Headers.of("content-type", contentType, "test-signer", signer),
                        body),
                Optional.empty())));
    }

    private int status(String body) {
        return status(body.getBytes(StandardCharsets.UTF_8), "application/activity+json", bob);
    }

    private long kept() {
        return here.count(
                "select count(*) from inbox_activity where actor like $1", "https://far" + number + ".test/%");
    }

    @Test
    @DisplayName("row 20: only ActivityStreams media types are activities")
    void refusesOtherMediaTypes() {
        byte[] body = Said.follow(bob, alice).toString().getBytes(StandardCharsets.UTF_8);
        for (String type :
                List.of("application/json", "text/html", "application/octet-stream", "application/ld+json")) {
            assertThat(status(body, type, bob)).as(type).isEqualTo(415);
        }
        assertThat(kept()).isZero();
        assertThat(status(body, "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"", bob))
                .isEqualTo(202);
    }

    @Test
    @DisplayName("row 24: more than 1 MiB is refused")
    void refusesTooMuch() {
        assertThat(status(new byte[(1 << 20) + 1], "application/activity+json", bob))
                .isEqualTo(413);
    }

    @Test
    @DisplayName("rows 27 to 30: only strict JSON is read")
    void refusesJsonThatReadersDisagreeOn() {
        String follow = Said.follow(bob, alice).toString();
        assertThat(status("[".repeat(100_000))).isEqualTo(400);
        assertThat(status(follow.substring(0, follow.length() - 1) + ",\"id\":\"https://x.test/1\"}"))
                .isEqualTo(400);
        assertThat(status(follow.substring(0, follow.length() - 1) + ",\"\\u0069d\":\"https://x.test/1\"}"))
                .isEqualTo(400);
        assertThat(status(follow.substring(0, follow.length() - 1) + ",\"n\":9007199254740993}"))
                .isEqualTo(400);
        assertThat(status(follow.substring(0, follow.length() - 1) + ",\"s\":\"\\ud800\"}"))
                .isEqualTo(400);
        assertThat(status("\ufeff" + follow)).isEqualTo(400);
        assertThat(status("[]")).isEqualTo(400);
        assertThat(kept()).isZero();
    }

    @ParameterizedTest
    @DisplayName("row 10: one id, one actor, of one origin")
    @ValueSource(
            strings = {
                "{\"type\":\"Follow\",\"actor\":\"BOB\",\"object\":\"x\"}",
                "{\"id\":\"HOST/1\",\"actor\":\"BOB\",\"object\":\"x\"}",
                "{\"id\":\"HOST/1\",\"type\":\"Follow\",\"actor\":1,\"object\":\"x\"}",
                "{\"id\":\"HOST/1\",\"type\":\"Follow\",\"actor\":null,\"object\":\"x\"}",
                "{\"id\":\"HOST/1\",\"type\":\"Follow\",\"actor\":[\"BOB\",\"HOST/users/eve\"],\"object\":\"x\"}",
                "{\"id\":\"https://else.test/1\",\"type\":\"Follow\",\"actor\":\"BOB\",\"object\":\"x\"}",
                "{\"id\":\"javascript:alert(1)\",\"type\":\"Follow\",\"actor\":\"BOB\",\"object\":\"x\"}",
                "{\"id\":\"https://user@HOSTNAME/1\",\"type\":\"Follow\",\"actor\":\"BOB\",\"object\":\"x\"}"
            })
    void refusesWhatIsNoActivity(String body) {
        String host = "https://far" + number + ".test";
        assertThat(status(body.replace("BOB", bob)
                        .replace("HOSTNAME", "far" + number + ".test")
                        .replace("HOST", host)))
                .isEqualTo(400);
        assertThat(kept()).isZero();
    }

    @ParameterizedTest
    @DisplayName("row 31: nothing that a JSON-LD processor would restructure")
    @ValueSource(
            strings = {
                "{\"@graph\":[]}",
                "{\"x\":{\"@reverse\":{}}}",
                "{\"@included\":[]}",
                "{\"@context\":[{\"actor\":\"https://evil.test/ns#other\"}]}",
                "{\"@context\":{\"g\":\"@graph\"}}",
                "{\"@context\":{\"r\":{\"@reverse\":\"as:actor\"}}}",
                "{\"x\":[{\"@context\":{\"object\":\"as:target\"}}]}"
            })
    void refusesRestructuring(String more) {
        JsonObject activity = Said.follow(bob, alice);
        for (var member : MapActors.parse(more).members().entrySet()) {
            activity = activity.with(member.getKey(), member.getValue());
        }
        assertThat(status(activity.toString())).isEqualTo(400);
    }

    @Test
    @DisplayName("row 5: signed by another actor, or by nobody, is nothing")
    void refusesForeignSignatures() {
        String eve = here.stranger("https://eve.test/users/eve");
        assertThat(status(here.post(Said.follow(bob, alice), eve, Optional.empty())))
                .isEqualTo(401);
        assertThat(status(here.post(Said.follow(bob, alice), "", Optional.empty())))
                .isEqualTo(401);
        assertThat(kept()).isZero();
    }

    @Test
    void tellsABadSignatureFromAKeyThatCannotBeHad() {
        here.verifier = (request, at) ->
                io.smallrye.mutiny.Uni.createFrom().item(new SignatureVerdict.KeyUnavailable("timeout"));
        assertThat(status(here.post(Said.follow(bob, alice)))).isEqualTo(503);
        here.verifier = (request, at) -> io.smallrye.mutiny.Uni.createFrom()
                .item(new SignatureVerdict.Refused(SignatureVerdict.Reason.MISMATCH, "no"));
        assertThat(status(here.post(Said.follow(bob, alice)))).isEqualTo(401);
        assertThat(kept()).isZero();
    }

    @Test
    @DisplayName("row 19: a denied host is refused before anything is fetched")
    void refusesDeniedHosts() {
        here.denied.add("far" + number + ".test");
        here.verifier = (request, at) -> {
            throw new AssertionError("verified");
        };
        assertThat(status(here.post(Said.follow(bob, alice)))).isEqualTo(403);
    }

    @Test
    void ignoresFarewellsOfActorsThatNobodyKnows() {
        String ghost = "https://far" + number + ".test/users/ghost";
        here.verifier = (request, at) -> {
            throw new AssertionError("verified");
        };
        assertThat(here.post(Said.activity("Delete", ghost + "#delete", ghost, ghost)))
                .isInstanceOf(Admission.Ignored.class);
        assertThat(kept()).isZero();
    }

    @Test
    @DisplayName("rows 12, 13: a forwarded Delete counts when the origin says gone, and not on 404")
    void believesTheOriginOfForwardedDeletes() {
        String eve = here.stranger("https://eve.test/users/eve");
        JsonObject delete = Said.delete("https://far" + number + ".test/posts/1", bob);
        assertThat(status(here.post(delete, eve, Optional.empty()))).isEqualTo(401);
        here.goneAtOrigin.add("https://far" + number + ".test/posts/1");
        assertThat(status(here.post(delete, eve, Optional.empty()))).isEqualTo(202);
        assertThat(kept()).isEqualTo(1);
    }

    @Test
    @DisplayName("row 52: the first holder of an id keeps it")
    void keepsTheFirstOfAnId() {
        JsonObject follow = Said.follow(bob, alice);
        String eve = here.stranger("https://far" + number + ".test/users/eve");
        assertThat(here.post(follow)).isInstanceOf(Admission.Accepted.class);
        assertThat(here.post(follow)).isInstanceOf(Admission.Accepted.class);
        assertThat(here.post(follow.with("summary", Json.of("other")))).isInstanceOf(Admission.Ignored.class);
        assertThat(here.post(follow.with("actor", Json.of(eve)))).isInstanceOf(Admission.Ignored.class);
        assertThat(kept()).isEqualTo(1);
    }

    @Test
    @DisplayName("P2: a portable actor's HTTP signature authenticates nothing")
    void asksPortableActorsForTheirProof() {
        Account portable = here.account("dora" + number, false);
        JsonObject follow = Said.follow(portable.actorId(), alice).with("id", Json.of(portable.idOf("/activities/f1")));
        assertThat(status(here.post(follow))).isEqualTo(401);
        JsonObject proven = here.proven(portable, follow, here.clock.instant());
        assertThat(status(here.post(proven.with("summary", Json.of("altered")))))
                .isEqualTo(401);
        assertThat(status(here.post(here.proven(alice, follow, here.clock.instant()))))
                .isEqualTo(401);
        assertThat(status(here.post(proven, "", Optional.empty()))).isEqualTo(202);
        JsonObject early = here.proven(
                portable,
                follow.with("id", Json.of(portable.idOf("/activities/f2"))),
                here.clock.instant().plus(Duration.ofHours(1)));
        assertThat(status(here.post(early))).isEqualTo(503);
    }

    @Test
    @DisplayName("P6: a signed object of another owner in a signed activity is refused")
    void refusesForeignSignedObjects() {
        Account portable = here.account("dora" + number, false);
        JsonObject note = here.proven(
                alice,
                Said.note(alice.idOf("/objects/1"), alice.actorId(), List.of(Said.PUBLIC), List.of()),
                here.clock.instant());
        JsonObject create = here.proven(
                portable,
                Said.activity("Create", portable.idOf("/activities/c1"), portable.actorId(), "x")
                        .with("object", note),
                here.clock.instant());
        assertThat(status(here.post(create))).isEqualTo(401);
    }

    @Test
    @DisplayName("the one exception: an unlocked portable actor's home accepts our own pending Follow")
    void takesTheHomesAcceptOfAnOwnPendingFollowOnly() {
        Account far = instance().account("far" + number, false);
        here.actors.publish(JsonObject.builder()
                .put("id", far.actorId())
                .put("type", "Person")
                .put("inbox", far.actorId() + "/inbox")
                .put("gateways", List.of("https://here.test"))
                .put("manuallyApprovesFollowers", false)
                .build());
        String follow = alice.idOf("/activities/f1");
        JsonObject accept = Said.activity("Accept", far.idOf("/actor/accepts/1"), far.actorId(), follow);
        assertThat(status(here.post(accept))).as("nothing is pending").isEqualTo(401);
        here.say(alice, Said.activity("Follow", follow, alice.actorId(), far.actorId()));
        assertThat(status(here.post(accept, bob, Optional.empty())))
                .as("another's key")
                .isEqualTo(401);
        assertThat(status(here.post(accept))).isEqualTo(202);
        here.settle();
        assertThat(here.count(
                        "select count(*) from followed where account = $1 and state = 'ACCEPTED'",
                        alice.did().toString()))
                .isEqualTo(1);
        assertThat(here.count(
                        "select count(*) from inbox_activity where id = $1",
                        far.actor().canonical() + "/accepts/1"))
                .as("the same id with the owner's proof may still come")
                .isZero();
        JsonObject create =
                Said.create(Said.note(far.idOf("/objects/1"), far.actorId(), List.of(alice.actorId()), List.of()));
        assertThat(status(here.post(create))).isEqualTo(401);
    }
}
