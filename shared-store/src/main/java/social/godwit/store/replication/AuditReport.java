package social.godwit.store.replication;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;

/**
 * What a peer has shown of an account: measured against the hashes that the account's checkpoints list, as far as they are
 * known here, never against a sum.
 *
 * @param asOf the newest checkpoint that it was measured against
 * @param listed hashes that checkpoints list which count
 * @param checked of these, those that the peer was asked about this time
 * @param held of these, those that it says to hold
 * @param gone of these, those that it says to know as erased or purged
 * @param lacking of these, those that it lacks, or says to hold and did not deliver
 * @param sampled documents whose bytes were demanded
 * @param delivered of these, those that it delivered
 * @param evidence of {@link State#WITHHELD}: hashes that it has signed to hold and answered to be absent, at most {@value
 *     #MAX_EVIDENCE}
 */
public record AuditReport(
        Did account,
        Peer peer,
        Instant at,
        State state,
        Optional<Instant> asOf,
        long listed,
        long checked,
        long held,
        long gone,
        long lacking,
        long withheld,
        long sampled,
        long delivered,
        List<Evidence> evidence) {
    /** Most pieces of evidence that are kept. */
    public static final int MAX_EVIDENCE = 100;

    /** Copies the list. */
    public AuditReport {
        evidence = List.copyOf(evidence);
    }

    /** The outcome. */
    public enum State {
        /** It accounted for all that it was asked about, and delivered the sample. */
        COMPLETE,
        /** It lacks something that it never signed for. */
        BEHIND,
        /** It has signed to hold something and says that it is not there. */
        WITHHELD,
        /** The account has no checkpoints to measure against. */
        NOT_ATTESTED,
        /** It gave no answer that could be used. */
        UNREACHABLE
    }

    /**
     * A hash, the receipt for it (the signed map), and when its absence was answered.
     */
    public record Evidence(Sha256 hash, JsonObject receipt, Instant absentAt) {}

    /** Nothing could be learnt. */
    static AuditReport without(Did account, Peer peer, Instant at, State state, Optional<Instant> asOf, long listed) {
        return new AuditReport(account, peer, at, state, asOf, listed, 0, 0, 0, 0, 0, 0, 0, List.of());
    }

    /** The evidence as JSON: {@code [{hash, absentAt, receipt}]}. */
    public List<Json> evidenceJson() {
        return evidence.stream()
                .<Json>map(one -> JsonObject.builder()
                        .put("hash", one.hash().multibase())
                        .put("absentAt", one.absentAt().toString())
                        .put("receipt", one.receipt())
                        .build())
                .toList();
    }

    static List<Evidence> readEvidence(List<Json> json) {
        return json.stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .map(map -> new Evidence(
                        Sha256.parseMultibase(map.string("hash").orElseThrow()).orElseThrow(),
                        map.object("receipt").orElseThrow(),
                        Instant.parse(map.string("absentAt").orElseThrow())))
                .toList();
    }
}
