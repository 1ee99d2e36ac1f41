package social.godwit.identity.proof;

import java.time.Instant;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Ed25519PublicKey;
import social.godwit.identity.encoding.Multibase;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.identity.key.Ed25519;
import social.godwit.identity.key.ProofStatement;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.proof.ProofVerdict.Absent;
import social.godwit.identity.proof.ProofVerdict.Refused;
import social.godwit.identity.proof.ProofVerdict.Valid;

/**
 * FEP-8b32 integrity proofs of one map, cryptosuite {@code eddsa-jcs-2022} (vc-di-eddsa). All options are under the
 * signature, and only options that mean the same to every server are allowed.
 */
public final class IntegrityProof {
    private IntegrityProof() {}

    /**
     * Returns the document with a proof by this key, named {@code did:key:X#X}; {@code proof.@context} copies the
     * document's. Embedded documents must carry their proofs already.
     */
    public static JsonObject sign(JsonObject unsigned, SigningKey key, Instant created) {
        return sign(unsigned, key, key.did().verificationMethod(), created);
    }

    /** The same with a verification method of the caller's, for example a key id of an ordinary actor. */
    public static JsonObject sign(JsonObject unsigned, SigningKey key, String verificationMethod, Instant created) {
        JsonObject.Builder options = JsonObject.builder();
        Json context = unsigned.get("@context");
        if (context != null) {
            options.put("@context", context);
        }
        JsonObject config = options.put("type", "DataIntegrityProof")
                .put("cryptosuite", "eddsa-jcs-2022")
                .put("created", ProofTime.format(created))
                .put("verificationMethod", verificationMethod)
                .put("proofPurpose", "assertionMethod")
                .build();
        byte[] signature = key.sign(ProofStatement.of(config, unsigned));
        return unsigned.with("proof", config.with("proofValue", new JsonString(Multibase.encode(signature))));
    }

    /** Verifies a proof whose verification method is a did:key, with or without fragment. */
    public static ProofVerdict verify(JsonObject signed) {
        return switch (Proof.read(signed)) {
            case null -> new Absent();
            case Proof.Faulty faulty -> new Refused(faulty.reason(), faulty.detail());
            case Proof.Formed proof ->
                Did.parseVerificationMethod(proof.verificationMethod())
                        .map(did -> verify(signed, proof, did))
                        .orElseGet(() -> new Refused(
                                ProofRefusal.KEY,
                                "verificationMethod is not a did:key: " + proof.verificationMethod()));
        };
    }

    /**
     * Verifies a proof with a key that the caller found under the proof's verification method, and whose owner it checked
     * (FEP-8b32 for actors that are not portable).
     */
    public static ProofVerdict verify(JsonObject signed, Ed25519PublicKey key) {
        return switch (Proof.read(signed)) {
            case null -> new Absent();
            case Proof.Faulty faulty -> new Refused(faulty.reason(), faulty.detail());
            case Proof.Formed proof -> verify(signed, proof, Did.of(key));
        };
    }

    /** The verification method that the proof names, verified or not. */
    public static Optional<String> verificationMethod(JsonObject signed) {
        return signed.object("proof").flatMap(proof -> proof.string("verificationMethod"));
    }

    private static ProofVerdict verify(JsonObject signed, Proof.Formed proof, Did signer) {
        byte[] message = ProofStatement.hashes(proof.options(), signed.without("proof"));
        return proof.signature()
                        .filter(signature -> Ed25519.verify(signer.key(), message, signature))
                        .isPresent()
                ? new Valid(signer, proof.created())
                : new Refused(ProofRefusal.SIGNATURE, "the signature does not match document and key");
    }
}
