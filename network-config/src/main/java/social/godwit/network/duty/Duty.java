package social.godwit.network.duty;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.proof.ProofTime;
import social.godwit.network.form.Words;

/**
 * Something in a network that waits for signatures, of whom, and of how many.
 *
 * @param subject what is to be signed, by its hash: a version, a proposal, a list of voters, an emergency, a membership
 * @param by who began it: who proposed, who wished for an emergency, who asks to join
 * @param title what it is in its author's words; empty where there are none
 * @param signed of those who are asked at all, who has signed
 * @param asked who has not
 * @param needed how many it takes in all
 * @param until when it is too late
 */
public record Duty(
        Kind kind,
        Sha256 subject,
        Did by,
        Instant since,
        String title,
        List<Did> signed,
        List<Did> asked,
        int needed,
        Optional<Instant> until) {
    /** What kind of signature. */
    public enum Kind {
        /** Agreeing to a new version, as a steward or an heir. */
        CHANGE,
        /** Confirming the ballots of a vote that has ended, as a steward or a witness. */
        COUNT,
        /** Confirming who may vote, as a steward or a witness. */
        VOTERS,
        /** Agreeing, as a steward, to what another one wants in an emergency. */
        EMERGENCY,
        /** Accounting, as a steward, for an emergency that is over. */
        REPORT,
        /** Letting somebody in, as a steward. */
        NEWCOMER,
        /** Saying anything at all, as a steward, because heirs take over otherwise: an approval of the version before is enough. */
        SUCCESSION
    }

    /** For programs. */
    public JsonObject json() {
        return JsonObject.builder()
                .put("kind", Words.of(kind))
                .put("subject", subject.multibase())
                .put("by", by.toString())
                .put("since", ProofTime.format(since))
                .put("title", title)
                .put("signed", signed.stream().map(Did::toString).toList())
                .put("asked", asked.stream().map(Did::toString).toList())
                .put("needed", needed)
                .putIfPresent("until", until.map(ProofTime::format))
                .build();
    }
}
