package social.godwit.activitypub.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.activitypub.signature.SignedRequests.BODY;
import static social.godwit.activitypub.signature.SignedRequests.CLOCK;
import static social.godwit.activitypub.signature.SignedRequests.ED25519;
import static social.godwit.activitypub.signature.SignedRequests.INBOX;
import static social.godwit.activitypub.signature.SignedRequests.KEY_ID;
import static social.godwit.activitypub.signature.SignedRequests.NOW;
import static social.godwit.activitypub.signature.SignedRequests.RSA;
import static social.godwit.activitypub.signature.SignedRequests.publicKey;

import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import social.godwit.activitypub.http.Headers;
import social.godwit.activitypub.signature.PublicKeys.KeyLookup;
import social.godwit.activitypub.signature.SignatureVerdict.Reason;
import social.godwit.identity.encoding.Multikey;

class RequestVerifierTest {
    private final Keys keys = new Keys(publicKey(RSA));
    private final Peers peers = new Peers();
    private final RequestVerifier verifier = new KeyedRequestVerifier(keys, peers);

    /** The keys of one peer, and what was asked of it. */
    private static final class Keys implements PublicKeys {
        final List<String> asked = new ArrayList<>();
        Multikey remembered;
        KeyLookup fresh;

        Keys(Multikey key) {
            remembered = key;
            fresh = new KeyLookup.Found("https://peer.example/users/a", key, false);
        }

        @Override
        public Optional<String> unacceptable(String keyId) {
            return keyId.startsWith("https://us.example") ? Optional.of("our own host") : Optional.empty();
        }

        @Override
        public Uni<KeyLookup> find(String keyId) {
            asked.add("find");
            return Uni.createFrom().item(new KeyLookup.Found("https://peer.example/users/a", remembered, true));
        }

        @Override
        public Uni<KeyLookup> refetch(String keyId) {
            asked.add("refetch");
            return Uni.createFrom().item(fresh);
        }
    }

    /** What was learned of peers. */
    private static final class Peers implements PeerProfiles {
        final List<String> learned = new ArrayList<>();

        @Override
        public Uni<Optional<SignatureProfile>> of(String host) {
            return Uni.createFrom().item(Optional.empty());
        }

        @Override
        public Uni<Void> learned(String host, SignatureProfile profile) {
            learned.add(host + " " + profile);
            return Uni.createFrom().voidItem();
        }

        @Override
        public Uni<Integer> upkeep() {
            return Uni.createFrom().item(0);
        }
    }

    private SignatureVerdict verify(IncomingRequest request) {
        return verifier.verify(request, CLOCK.instant()).await().atMost(Duration.ofSeconds(5));
    }

    private void assertRefused(IncomingRequest request, Reason reason) {
        assertThat(verify(request))
                .isInstanceOfSatisfying(
                        SignatureVerdict.Refused.class,
                        no -> assertThat(no.reason()).isEqualTo(reason));
    }

    private void assertRefusedUnasked(IncomingRequest request, Reason reason) {
        assertRefused(request, reason);
        assertThat(keys.asked).as("keys asked for").isEmpty();
    }

    @ParameterizedTest
    @EnumSource(SignatureProfile.class)
    @DisplayName("our signature covers the field of FEP-8fcf that we send")
    void signsTheSynchronizationField(SignatureProfile profile) {
        Headers headers = Headers.of(
                "host",
                INBOX.getAuthority(),
                "date",
                SignedRequests.httpDate(NOW),
                "collection-synchronization",
                "collectionId=\"https://peer.example/f\"");
        IncomingRequest signed = SignedRequests.signed("POST", INBOX, headers, BODY, profile, RSA, NOW);
        assertThat(verify(signed)).isInstanceOf(SignatureVerdict.Signed.class);
        IncomingRequest altered = SignedRequests.with(
                SignedRequests.without(signed, "collection-synchronization"),
                Headers.of("collection-synchronization", "collectionId=\"https://peer.example/g\""));
        assertThat(verify(altered)).isInstanceOf(SignatureVerdict.Refused.class);
    }

    @ParameterizedTest
    @EnumSource(SignatureProfile.class)
    void takesWhatWeSignOurselves(SignatureProfile profile) {
        for (KeyPair pair : List.of(RSA, ED25519)) {
            keys.remembered = publicKey(pair);
            assertThat(verify(SignedRequests.post(profile, pair)))
                    .isEqualTo(new SignatureVerdict.Signed("https://peer.example/users/a", KEY_ID, profile, NOW));
            assertThat(verify(SignedRequests.get(profile, pair))).isInstanceOf(SignatureVerdict.Signed.class);
        }
    }

    @Test
    void remembersWhoSignsByRfc9421() {
        verify(SignedRequests.post(SignatureProfile.CAVAGE, RSA));
        assertThat(peers.learned).isEmpty();
        verify(SignedRequests.post(SignatureProfile.RFC9421, RSA));
        assertThat(peers.learned).containsExactly("peer.example RFC9421");
    }

    @Test
    void saysThatNothingIsSigned() {
        assertThat(verify(new IncomingRequest("GET", "https://us.example", "/", Headers.none(), new byte[0])))
                .isInstanceOf(SignatureVerdict.Unsigned.class);
        assertThat(keys.asked).isEmpty();
    }

    /** Fedify and tootik leave the query out of draft-cavage's target. */
    @Test
    void takesCavageWhoseTargetLeavesOutTheQuery() {
        IncomingRequest signed = SignedRequests.signed(
                "GET", URI.create("https://us.example/outbox"), new byte[0], SignatureProfile.CAVAGE, RSA, NOW);
        IncomingRequest asked =
                new IncomingRequest("GET", signed.origin(), "/outbox?page=1", signed.headers(), signed.body());
        assertThat(verify(asked)).isInstanceOf(SignatureVerdict.Signed.class);
    }

    @Test
    void refusesRfc9421WhoseTargetLeavesOutTheQuery() {
        IncomingRequest signed = SignedRequests.signed(
                "GET", URI.create("https://us.example/outbox"), new byte[0], SignatureProfile.RFC9421, RSA, NOW);
        assertRefused(
                new IncomingRequest("GET", signed.origin(), "/outbox?page=1", signed.headers(), signed.body()),
                Reason.MISMATCH);
    }

    /** Row 53: replayed later, or dated into the future. */
    @ParameterizedTest
    @EnumSource(SignatureProfile.class)
    void refusesWhatWasSignedMoreThanAnHourAway(SignatureProfile profile) {
        for (Duration skew : List.of(Duration.ofMinutes(61), Duration.ofMinutes(-61), Duration.ofDays(4000))) {
            assertRefusedUnasked(SignedRequests.signed("POST", INBOX, BODY, profile, RSA, NOW.plus(skew)), Reason.TIME);
        }
        assertThat(verify(SignedRequests.signed("POST", INBOX, BODY, profile, RSA, NOW.minus(Duration.ofMinutes(59)))))
                .isInstanceOf(SignatureVerdict.Signed.class);
    }

    /** Row 53: the digest of another body, no digest, two digests. */
    @ParameterizedTest
    @EnumSource(SignatureProfile.class)
    void refusesAnyDigestButTheBodys(SignatureProfile profile) {
        String name = profile == SignatureProfile.CAVAGE ? "digest" : "content-digest";
        IncomingRequest good = SignedRequests.post(profile, RSA);
        IncomingRequest otherBody = new IncomingRequest(
                good.method(), good.origin(), good.rawTarget(), good.headers(), new byte[] {'{', '}'});
        assertRefusedUnasked(otherBody, Reason.DIGEST);
        assertRefusedUnasked(SignedRequests.without(good, name), Reason.DIGEST);
        String value = good.headers().first(name).orElseThrow();
        assertRefusedUnasked(SignedRequests.with(good, Headers.of(name, value, name, value)), Reason.DIGEST);
        assertRefusedUnasked(SignedRequests.with(good, Headers.of(name, value + "," + value)), Reason.DIGEST);
        assertRefusedUnasked(SignedRequests.with(good, Headers.of(name, "MD5=AAAA")), Reason.DIGEST);
    }

    /** Row 53: Date, Host, target or digest outside of the signature. */
    @ParameterizedTest
    @ValueSource(strings = {"(request-target) ", "host ", "date ", " digest"})
    void refusesCavageThatDoesNotCoverEnough(String left) {
        IncomingRequest good = SignedRequests.post(SignatureProfile.CAVAGE, RSA);
        String signature = good.headers().first("signature").orElseThrow();
        assertThat(signature).contains(left);
        assertRefusedUnasked(
                SignedRequests.with(good, Headers.of("signature", signature.replace(left, ""))), Reason.COVERAGE);
    }

    /** Row 53: method, target, authority or digest outside of the signature. */
    @ParameterizedTest
    @ValueSource(strings = {"\"@method\" ", "\"@target-uri\" ", " \"content-digest\""})
    void refusesRfc9421ThatDoesNotCoverEnough(String left) {
        IncomingRequest good = SignedRequests.post(SignatureProfile.RFC9421, RSA);
        String input = good.headers().first("signature-input").orElseThrow();
        assertThat(input).contains(left);
        assertRefusedUnasked(
                SignedRequests.with(good, Headers.of("signature-input", input.replace(left, ""))), Reason.COVERAGE);
    }

    /** Row 53: a request that was signed as GET, replayed as POST, and the same on another path. */
    @ParameterizedTest
    @EnumSource(SignatureProfile.class)
    void refusesAnotherMethodOrTarget(SignatureProfile profile) {
        IncomingRequest good = SignedRequests.post(profile, RSA);
        assertRefused(
                new IncomingRequest("PUT", good.origin(), good.rawTarget(), good.headers(), good.body()),
                Reason.MISMATCH);
        assertRefused(
                new IncomingRequest("POST", good.origin(), "/inbox", good.headers(), good.body()), Reason.MISMATCH);
    }

    /** Row 54. */
    @ParameterizedTest
    @EnumSource(SignatureProfile.class)
    void refusesWhatWasSignedForAnotherHost(SignatureProfile profile) {
        IncomingRequest elsewhere =
                SignedRequests.signed("POST", URI.create("https://other.example/inbox"), BODY, profile, RSA, NOW);
        assertRefusedUnasked(elsewhere, Reason.OTHER_HOST);
        assertRefused(SignedRequests.with(elsewhere, Headers.of("host", "us.example")), Reason.MISMATCH);
    }

    /** Row 55. */
    @ParameterizedTest
    @ValueSource(strings = {";alg=\"hmac-sha256\"", ";alg=\"rsa-pss-sha512\"", ";alg=rsa-v1_5-sha256", ";alg=\"none\""})
    void refusesForeignAlgorithms(String alg) {
        IncomingRequest good = SignedRequests.post(SignatureProfile.RFC9421, RSA);
        String input = good.headers().first("signature-input").orElseThrow().replace(";alg=\"rsa-v1_5-sha256\"", alg);
        assertRefusedUnasked(SignedRequests.with(good, Headers.of("signature-input", input)), Reason.ALGORITHM);
    }

    /** Row 55: the key decides, whatever the header says. */
    @ParameterizedTest
    @EnumSource(SignatureProfile.class)
    void refusesAnAlgorithmThatIsNotTheKeys(SignatureProfile profile) {
        keys.remembered = publicKey(ED25519);
        keys.fresh = new KeyLookup.Found("https://peer.example/users/a", publicKey(ED25519), false);
        assertRefused(SignedRequests.post(profile, RSA), Reason.ALGORITHM);
    }

    /** Row 55: two signatures, other labels, the same label twice. */
    @Test
    void refusesMoreThanOneSignature() {
        IncomingRequest good = SignedRequests.post(SignatureProfile.RFC9421, RSA);
        String input = good.headers().first("signature-input").orElseThrow();
        String signature = good.headers().first("signature").orElseThrow();
        for (Headers change : List.of(
                Headers.of("signature-input", input + ", " + input.replace("sig1", "sig2")),
                Headers.of(
                        "signature-input",
                        input + ", " + input.replace("sig1", "sig2"),
                        "signature",
                        signature + ", " + signature.replace("sig1", "sig2")),
                Headers.of("signature-input", input, "signature-input", input),
                Headers.of("signature", signature + ", " + signature),
                Headers.of("signature", signature.replace("sig1", "sig2")))) {
            assertRefusedUnasked(SignedRequests.with(good, change), Reason.MALFORMED);
        }
        IncomingRequest cavage = SignedRequests.post(SignatureProfile.CAVAGE, RSA);
        String one = cavage.headers().first("signature").orElseThrow();
        assertRefusedUnasked(
                SignedRequests.with(cavage, Headers.of("signature", one, "signature", one)), Reason.MALFORMED);
        assertRefusedUnasked(SignedRequests.with(cavage, Headers.of("signature", one + "," + one)), Reason.MALFORMED);
    }

    /** Row 55: unknown components and parameters, no time, expired. */
    @Test
    void refusesAnyOtherProfile() {
        IncomingRequest good = SignedRequests.post(SignatureProfile.RFC9421, RSA);
        String input = good.headers().first("signature-input").orElseThrow();
        assertInput(good, input.replaceFirst(";created=[0-9]+", ""), Reason.MALFORMED);
        assertInput(good, input.replaceFirst(";keyid=\"[^\"]+\"", ""), Reason.MALFORMED);
        assertInput(good, input + ";shoe=1", Reason.MALFORMED);
        assertInput(good, input + ";expires=" + (NOW.getEpochSecond() - 1), Reason.TIME);
        assertInput(good, input + ";expires=\"soon\"", Reason.MALFORMED);
        assertInput(good, input + ";nonce=\"" + "a".repeat(300) + "\"", Reason.MALFORMED);
        assertInput(good, input.replace("\"@authority\"", "\"@status\""), Reason.COVERAGE);
        assertInput(good, input.replace("\"@authority\"", "\"@query-param\";name=\"a\""), Reason.MALFORMED);
        assertInput(good, input.replace("\"@authority\"", "\"@method\""), Reason.MALFORMED);
        assertInput(good, input.replace("\"@authority\"", "\"@Authority\""), Reason.COVERAGE);
        assertInput(good, input.replace("\"content-type\"", "\"x-none\""), Reason.COVERAGE);
    }

    private void assertInput(IncomingRequest good, String input, Reason reason) {
        assertRefusedUnasked(SignedRequests.with(good, Headers.of("signature-input", input)), reason);
    }

    /** A request with Signature-Input is never read as draft-cavage, nor the other way round. */
    @Test
    void doesNotMixTheTwoKinds() {
        IncomingRequest cavage = SignedRequests.post(SignatureProfile.CAVAGE, RSA);
        IncomingRequest rfc9421 = SignedRequests.post(SignatureProfile.RFC9421, RSA);
        assertRefusedUnasked(
                SignedRequests.with(
                        cavage,
                        Headers.of(
                                "signature-input",
                                rfc9421.headers().first("signature-input").orElseThrow())),
                Reason.MALFORMED);
        assertRefusedUnasked(SignedRequests.without(rfc9421, "signature-input"), Reason.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "keyId=\"https://a.example/k\"",
                "keyId=\"https://a.example/k\",signature=\"***\"",
                "keyId=\"https://a.example/k,signature=\"AAAA\"",
                "keyId=\"https://a.example/k\"signature=\"AAAA\"",
                "keyId=\"https://a.example/k\\\"\",signature=\"AAAA\"",
            })
    void refusesWhatCannotBeRead(String signature) {
        assertRefusedUnasked(
                SignedRequests.with(
                        SignedRequests.post(SignatureProfile.CAVAGE, RSA), Headers.of("signature", signature)),
                Reason.MALFORMED);
    }

    /** Row 41: a key id on our own host is nobody's to fetch. */
    @Test
    void asksNobodyForAKeyIdThatIsUnacceptable() {
        IncomingRequest good = SignedRequests.post(SignatureProfile.CAVAGE, RSA);
        String signature = good.headers().first("signature").orElseThrow();
        assertRefusedUnasked(
                SignedRequests.with(
                        good, Headers.of("signature", signature.replace("https://peer.example", "https://us.example"))),
                Reason.KEY_ID);
    }

    @Test
    void fetchesTheKeyOnceMoreWhenTheRememberedOneDoesNotFit() {
        keys.remembered = publicKey(SignedRequests.generate("RSA", 2048));
        assertThat(verify(SignedRequests.post(SignatureProfile.CAVAGE, RSA)))
                .isInstanceOf(SignatureVerdict.Signed.class);
        assertThat(keys.asked).containsExactly("find", "refetch");
    }

    @Test
    void tellsUnavailableGoneAndWrongKeysApart() {
        keys.remembered = publicKey(SignedRequests.generate("RSA", 2048));
        IncomingRequest request = SignedRequests.post(SignatureProfile.CAVAGE, RSA);
        keys.fresh = new KeyLookup.Unavailable("timeout");
        assertThat(verify(request)).isInstanceOf(SignatureVerdict.KeyUnavailable.class);
        keys.fresh = new KeyLookup.Gone();
        assertRefused(request, Reason.KEY_GONE);
        keys.fresh = new KeyLookup.NotFound("not listed");
        assertRefused(request, Reason.KEY);
        keys.fresh = new KeyLookup.Found("https://peer.example/users/a", keys.remembered, false);
        assertRefused(request, Reason.MISMATCH);
    }
}
