package social.godwit.network.verification;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.proof.IntegrityProof;
import social.godwit.identity.proof.ProofTime;
import social.godwit.identity.proof.ProofVerdict;
import social.godwit.network.charter.Verification.Claim;
import social.godwit.network.form.Malformation;
import social.godwit.network.form.Members;
import social.godwit.network.form.Words;

/**
 * A W3C Verifiable Credential (VC Data Model 2.0) in one closed form, secured with {@code eddsa-jcs-2022}: an issuer says something
 * about an account, for one network and for a time. Anyone who is handed it can check it; whether it was revoked is said by an act.
 *
 * @param json with its proof
 * @param hash of the canonical form with proof, by which it is revoked
 * @param detail what the claim names, such as a role; nothing where it says all by itself
 */
public record Credential(
        JsonObject json,
        Sha256 hash,
        Did issuer,
        Did subject,
        Did network,
        Claim claim,
        Optional<String> detail,
        Instant from,
        Instant until) {
    /** Longest detail, in characters. */
    public static final int MAX_DETAIL = 200;

    /** Longest time for which one is issued. */
    public static final Duration MAX_TIME = Duration.ofDays(731);

    private static final List<String> CONTEXT =
            List.of("https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/undefined-terms/v2");
    private static final String TYPE = "VerifiableCredential";

    /** A random UUID (RFC 9562 section 5.4), which a credential is named by. */
    public static UUID id(Randomness randomness) {
        ByteBuffer bytes = ByteBuffer.wrap(randomness.bytes(16));
        long high = (bytes.getLong() & 0xffffffffffff0fffL) | 0x4000L;
        long low = (bytes.getLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low);
    }

    /**
     * Issues one.
     *
     * @param id random
     */
    public static Credential issue(
            SigningKey issuer,
            UUID id,
            Did subject,
            Did network,
            Claim claim,
            Optional<String> detail,
            Instant from,
            Instant until) {
        JsonObject unsigned = JsonObject.builder()
                .put("@context", CONTEXT)
                .put("id", "urn:uuid:" + id)
                .put("type", List.of(TYPE))
                .put("issuer", issuer.did().toString())
                .put("validFrom", ProofTime.format(from))
                .put("validUntil", ProofTime.format(until))
                .put(
                        "credentialSubject",
                        JsonObject.builder()
                                .put("id", subject.toString())
                                .put("network", network.toString())
                                .put("claim", Words.of(claim))
                                .putIfPresent("detail", detail)
                                .build())
                .build();
        return switch (read(IntegrityProof.sign(unsigned, issuer, from))) {
            case Reading.Read(Credential credential) -> credential;
            case Reading.Malformed bad -> throw new IllegalArgumentException(bad.where() + " " + bad.reason());
        };
    }

    /** What came of reading a credential. */
    public sealed interface Reading {
        /** It is one, and its issuer signed it. */
        record Read(Credential credential) implements Reading {}

        /** It is none. */
        record Malformed(String where, String reason) implements Reading {}
    }

    /** Reads and verifies a credential. Never throws on bad input. */
    public static Reading read(JsonObject json) {
        try {
            Credential credential = Members.whole(json, "", members -> read(json, members));
            if (!(IntegrityProof.verify(json) instanceof ProofVerdict.Valid valid
                    && valid.signer().equals(credential.issuer()))) {
                return new Reading.Malformed("/proof", "is not the issuer's");
            }
            return new Reading.Read(credential);
        } catch (Malformation fault) {
            return new Reading.Malformed(fault.where(), fault.reason());
        }
    }

    private static Credential read(JsonObject json, Members members) {
        if (!members.texts("@context", CONTEXT.size(), 100).equals(CONTEXT)) {
            throw members.fault("@context", "is another");
        }
        if (!members.texts("type", 1, 40).equals(List.of(TYPE))) {
            throw members.fault("type", "is another");
        }
        if (!members.text("id", 60).matches("urn:uuid:[0-9a-f-]{36}")) {
            throw members.fault("id", "is not urn:uuid:…");
        }
        members.raw("proof");
        Instant from = members.time("validFrom");
        Instant until = members.time("validUntil");
        if (!until.isAfter(from) || until.isAfter(from.plus(MAX_TIME))) {
            throw members.fault("validUntil", "is not after validFrom, by at most " + MAX_TIME.toDays() + " days");
        }
        Did issuer = members.did("issuer");
        return members.object(
                "credentialSubject",
                subject -> new Credential(
                        json,
                        Jcs.hash(json),
                        issuer,
                        subject.did("id"),
                        subject.did("network"),
                        subject.word("claim", Claim.class),
                        subject.optional("detail", key -> subject.text(key, MAX_DETAIL)),
                        from,
                        until));
    }
}
