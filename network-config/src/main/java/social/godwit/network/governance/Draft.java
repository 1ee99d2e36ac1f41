package social.godwit.network.governance;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.proof.ProofTime;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.CharterReading;
import social.godwit.network.charter.Governance.Decision;

/** A next version on its way to a proposal: what people changed, with what every version must say. */
public final class Draft {
    private Draft() {}

    /** The next version after {@code current} out of an edited copy of it, to be in force from {@code effective} on. */
    public static CharterReading next(Charter current, JsonObject edited, Instant effective) {
        // From whose rules a network began stands in its first version only.
        return Charter.read(edited.without("forkOf")
                .with("type", Json.of(Charter.TYPE))
                .with("network", Json.of(current.network().toString()))
                .with("version", JsonNumber.of(current.version() + 1))
                .with("previous", Json.of(current.hash().multibase()))
                .with("effective", Json.of(ProofTime.format(effective))));
    }

    /** For how long a vote is open at least, when these decisions are needed. */
    public static Duration open(List<Decision> decisions) {
        return decisions.stream()
                .filter(Decision::voted)
                .map(Decision::open)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /**
     * When a version may take effect at the earliest.
     *
     * @param closes the end of the vote, or the time of the proposal where nobody votes
     * @param approved by when the stewards will have approved
     */
    public static Instant earliest(List<Decision> decisions, Instant closes, Instant approved) {
        Instant earliest = closes;
        for (Decision decision : decisions) {
            Instant decided = decision.approved() && approved.isAfter(closes) ? approved : closes;
            Instant due = decided.plus(decision.delay());
            earliest = due.isAfter(earliest) ? due : earliest;
        }
        return earliest;
    }
}
