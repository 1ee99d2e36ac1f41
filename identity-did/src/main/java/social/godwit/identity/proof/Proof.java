package social.godwit.identity.proof;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.encoding.Multibase;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.identity.key.Ed25519;

/** The members of a proof, checked but for the signature. */
sealed interface Proof {
    /** Every option that a proof may have. Others would change its meaning for some servers and not for others. */
    Set<String> OPTIONS =
            Set.of("@context", "type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "proofValue");

    /** Longest {@code proofValue}: 64 bytes make at most 88 characters of base58, and the multibase prefix. */
    int MAX_PROOF_VALUE = 90;

    /** A proof in the right form; {@code options} are what is signed, all but the value. */
    record Formed(JsonObject options, String verificationMethod, Instant created, String proofValue) implements Proof {
        Optional<byte[]> signature() {
            return Multibase.decode(proofValue).filter(bytes -> bytes.length == Ed25519.SIGNATURE_LENGTH);
        }
    }

    /** Not a proof that we read. */
    record Faulty(ProofRefusal reason, String detail) implements Proof {}

    /** Reads the member {@code proof}; null when there is none. */
    static @Nullable Proof read(JsonObject signed) {
        Json member = signed.get("proof");
        if (member == null) {
            return null;
        }
        if (!(member instanceof JsonObject proof)) {
            return new Faulty(ProofRefusal.MALFORMED, "proof is not a single object");
        }
        for (String key : proof.keys()) {
            if (!OPTIONS.contains(key)) {
                return new Faulty(ProofRefusal.OPTION, "proof option is not allowed: " + key);
            }
        }
        if (!is(proof, "type", "DataIntegrityProof") || !is(proof, "cryptosuite", "eddsa-jcs-2022")) {
            return new Faulty(ProofRefusal.SUITE, "not a DataIntegrityProof with eddsa-jcs-2022");
        }
        if (!is(proof, "proofPurpose", "assertionMethod")) {
            return new Faulty(ProofRefusal.PURPOSE, "proofPurpose is not assertionMethod");
        }
        Json context = proof.get("@context");
        if (context != null && !context.equals(signed.get("@context"))) {
            return new Faulty(
                    ProofRefusal.CONTEXT, "proof.@context is neither absent nor equal to the document's @context");
        }
        Optional<Instant> created = proof.string("created").flatMap(ProofTime::parse);
        Optional<String> method = proof.string("verificationMethod");
        Optional<String> value = proof.string("proofValue").filter(text -> text.length() <= MAX_PROOF_VALUE);
        if (created.isEmpty() || method.isEmpty() || value.isEmpty()) {
            return new Faulty(
                    ProofRefusal.MALFORMED, "created, verificationMethod or proofValue is missing or malformed");
        }
        return new Formed(proof.without("proofValue"), method.get(), created.get(), value.get());
    }

    private static boolean is(JsonObject proof, String key, String value) {
        return proof.get(key) instanceof JsonString string && string.value().equals(value);
    }
}
