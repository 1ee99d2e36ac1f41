package social.godwit.network.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.proof.IntegrityProof;
import social.godwit.network.act.Act.Attestation;
import social.godwit.network.act.Act.Founding;
import social.godwit.network.act.Act.Revocation;
import social.godwit.network.act.ActReading;
import social.godwit.network.act.SignedAct;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.CharterReading;
import social.godwit.network.charter.FirstCharter;
import social.godwit.network.charter.Verification.Claim;
import social.godwit.network.governance.Evidence;
import social.godwit.network.verification.Vouched.Standing;

@DisplayName("Issuers that a charter names vouch for people, for a time, and can take it back")
class CredentialTest {
    private static final Instant NOW = Instant.parse("2026-11-26T02:00:00Z");
    private static final Instant LATER = NOW.plus(Duration.ofDays(365));
    private static final SigningKey NETWORK = key(1);
    private static final SigningKey STEWARD = key(2);
    private static final SigningKey ISSUER = key(3);
    private static final SigningKey OTHER = key(4);
    private static final Did SUBJECT = key(5).did();

    private static final Charter CHARTER = charter();
    private static final Credential CREDENTIAL = issue(ISSUER, Claim.UNIQUE_PERSON);

    private static SigningKey key(int number) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) number);
        return SigningKey.generate(count -> seed);
    }

    private static Charter charter() {
        JsonObject issuer = JsonObject.builder()
                .put("did", ISSUER.did().toString())
                .put("claims", List.of("unique-person"))
                .build();
        JsonObject first = FirstCharter.of(NETWORK.did(), "Town", List.of(STEWARD.did()), NOW)
                .with(
                        "verification",
                        JsonObject.builder()
                                .put("issuers", List.of(issuer))
                                .put("need", "vote")
                                .build());
        return ((CharterReading.Read) Charter.read(first)).charter();
    }

    private static Credential issue(SigningKey issuer, Claim claim) {
        return Credential.issue(issuer, new UUID(1, 2), SUBJECT, NETWORK.did(), claim, Optional.empty(), NOW, LATER);
    }

    private static Standing standing(Instant now, SignedAct... acts) {
        List<SignedAct> all = new ArrayList<>(List.of(acts));
        all.add(SignedAct.sign(new Founding(NETWORK.did(), NOW, CHARTER), NETWORK));
        return Vouched.of(CHARTER, Evidence.of(NETWORK.did(), all), now)
                .get(SUBJECT)
                .getFirst()
                .standing();
    }

    private static SignedAct attest(SigningKey who, Credential credential) {
        return SignedAct.sign(new Attestation(NETWORK.did(), NOW, credential), who);
    }

    private static ActReading read(SignedAct act) {
        return PortableDocument.read(Jcs.bytes(act.document()), LATER)
                        instanceof DocumentVerdict.Admissible(PortableDocument document)
                ? SignedAct.read(document)
                : new ActReading.Malformed("not admitted");
    }

    @Test
    @DisplayName("a credential is a W3C Verifiable Credential, with a proof of its own, and is read back alike")
    void credential() {
        assertThat(CREDENTIAL.json().keys())
                .containsExactlyInAnyOrder(
                        "@context", "id", "type", "issuer", "validFrom", "validUntil", "credentialSubject", "proof");
        assertThat(IntegrityProof.verificationMethod(CREDENTIAL.json()))
                .contains(ISSUER.did().verificationMethod());
        assertThat(Credential.read(CREDENTIAL.json())).isEqualTo(new Credential.Reading.Read(CREDENTIAL));
        SignedAct act = attest(ISSUER, CREDENTIAL);
        assertThat(read(act)).isEqualTo(new ActReading.Signed(act));
    }

    @Test
    @DisplayName("it is valid in its time, from an issuer that the charter names for such claims")
    void valid() {
        assertThat(standing(NOW, attest(ISSUER, CREDENTIAL))).isEqualTo(Standing.VALID);
        assertThat(standing(LATER, attest(ISSUER, CREDENTIAL))).isEqualTo(Standing.EXPIRED);
        assertThat(standing(NOW.minusSeconds(1), attest(ISSUER, CREDENTIAL))).isEqualTo(Standing.EXPIRED);
        assertThat(standing(NOW, attest(OTHER, issue(OTHER, Claim.UNIQUE_PERSON))))
                .isEqualTo(Standing.NOT_TRUSTED);
        assertThat(standing(NOW, attest(ISSUER, issue(ISSUER, Claim.IDENTITY)))).isEqualTo(Standing.NOT_TRUSTED);
    }

    @Test
    @DisplayName("its issuer revokes it, and nobody else")
    void revoked() {
        SignedAct attestation = attest(ISSUER, CREDENTIAL);
        Revocation revocation = new Revocation(NETWORK.did(), NOW, CREDENTIAL.hash());
        assertThat(standing(NOW, attestation, SignedAct.sign(revocation, OTHER)))
                .isEqualTo(Standing.VALID);
        assertThat(standing(NOW, attestation, SignedAct.sign(revocation, ISSUER)))
                .isEqualTo(Standing.REVOKED);
    }

    @Test
    @DisplayName("another cannot attest it in their own name, nor for another network")
    void borrowed() {
        assertThat(read(attest(OTHER, CREDENTIAL))).isInstanceOf(ActReading.Malformed.class);
        Credential elsewhere = Credential.issue(
                ISSUER, new UUID(1, 2), SUBJECT, OTHER.did(), Claim.UNIQUE_PERSON, Optional.empty(), NOW, LATER);
        assertThat(read(attest(ISSUER, elsewhere))).isInstanceOf(ActReading.Malformed.class);
    }

    @Test
    @DisplayName("a changed word, or another's signature, is no credential")
    void forged() {
        JsonObject subject = CREDENTIAL.json().object("credentialSubject").orElseThrow();
        assertThat(Credential.read(CREDENTIAL
                        .json()
                        .with(
                                "credentialSubject",
                                subject.with("id", Json.of(OTHER.did().toString())))))
                .isEqualTo(new Credential.Reading.Malformed("/proof", "is not the issuer's"));
        assertThat(Credential.read(IntegrityProof.sign(CREDENTIAL.json().without("proof"), OTHER, NOW)))
                .isEqualTo(new Credential.Reading.Malformed("/proof", "is not the issuer's"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "@context, https://www.w3.org/2018/credentials/v1",
        "type, VerifiablePresentation",
        "id, https://example.org/1",
        "issuer, https://example.org",
        "validUntil, 2026-11-26T01:00:00Z",
        "validUntil, 2036-11-26T02:00:00Z",
        "validFrom, yesterday",
        "evidence, something"
    })
    @DisplayName("in no other form")
    void malformed(String member, String value) {
        Json changed =
                Set.of("@context", "type").contains(member) ? new JsonArray(List.of(Json.of(value))) : Json.of(value);
        JsonObject signed =
                IntegrityProof.sign(CREDENTIAL.json().without("proof").with(member, changed), ISSUER, NOW);
        assertThat(Credential.read(signed))
                .isInstanceOfSatisfying(
                        Credential.Reading.Malformed.class,
                        bad -> assertThat(bad.where()).startsWith("/" + member));
    }

    @Test
    @DisplayName("none is issued for longer than two years")
    void tooLong() {
        assertThatThrownBy(() -> Credential.issue(
                        ISSUER,
                        new UUID(1, 2),
                        SUBJECT,
                        NETWORK.did(),
                        Claim.PRESS,
                        Optional.of("The Example"),
                        NOW,
                        NOW.plus(Duration.ofDays(800))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
