package social.godwit.identity.key;

import java.util.Set;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;

/**
 * An integrity proof over a document (vc-di-eddsa, eddsa-jcs-2022 section "Hashing"): SHA-256 of the canonical proof options,
 * then SHA-256 of the canonical document.
 */
public final class ProofStatement implements Statement {
    private static final Set<String> OPTIONS =
            Set.of("@context", "type", "cryptosuite", "created", "verificationMethod", "proofPurpose");

    private final byte[] message;

    private ProofStatement(byte[] message) {
        this.message = message;
    }

    /**
     * The statement that {@code document}, which carries no proof, is asserted with {@code options}: a closed set, without
     * {@code proofValue}.
     */
    public static ProofStatement of(JsonObject options, JsonObject document) {
        boolean good = OPTIONS.containsAll(options.keys())
                && options.string("type").filter("DataIntegrityProof"::equals).isPresent()
                && options.string("cryptosuite")
                        .filter("eddsa-jcs-2022"::equals)
                        .isPresent()
                && options.string("proofPurpose")
                        .filter("assertionMethod"::equals)
                        .isPresent()
                && document.has("type")
                && !document.has("proof");
        if (!good) {
            throw new IllegalArgumentException("not an unsigned document with options of an integrity proof");
        }
        return new ProofStatement(hashes(options, document));
    }

    /** The same hashes for options that a stranger chose; for verification only. */
    public static byte[] hashes(JsonObject options, JsonObject document) {
        byte[] message = new byte[2 * Sha256.LENGTH];
        System.arraycopy(Jcs.hash(options).bytes(), 0, message, 0, Sha256.LENGTH);
        System.arraycopy(Jcs.hash(document).bytes(), 0, message, Sha256.LENGTH, Sha256.LENGTH);
        return message;
    }

    @Override
    public byte[] message() {
        return message.clone();
    }
}
