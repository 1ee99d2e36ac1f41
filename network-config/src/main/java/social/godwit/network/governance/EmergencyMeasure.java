package social.godwit.network.governance;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.did.Did;
import social.godwit.network.act.Act.Approval;
import social.godwit.network.act.Act.Emergency;
import social.godwit.network.act.Act.Report;
import social.godwit.network.act.SignedAct;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.Governance.EmergencyClause;
import social.godwit.network.charter.Governance.EmergencyClause.Power;

/**
 * A wish to use an emergency power, and what came of it.
 *
 * @param begun when enough stewards were for it; nothing when it never was in force
 * @param reportOwed it has ended, its time for an account has passed, and no steward has given one
 */
public record EmergencyMeasure(SignedAct act, Status status, Optional<Instant> begun, boolean reportOwed) {
    /** What came of it. */
    public enum Status {
        /** It is in force until it ends by itself. */
        IN_FORCE,
        /** Fewer stewards are for it than it takes. */
        TOO_FEW,
        /** It has ended. */
        ENDED,
        /** The charter that it cites was not in force, or grants nothing of the kind, or not to its author. */
        NOT_GRANTED,
        /** It would last longer than the charter allows. */
        TOO_LONG,
        /** The same was done too shortly before. */
        TOO_SOON_AGAIN
    }

    /** The wish. */
    public Emergency emergency() {
        return act.as(Emergency.class).orElseThrow();
    }

    /** All wishes, oldest first, judged by the charter that was in force when they were signed. */
    public static List<EmergencyMeasure> of(CharterChain chain, Evidence evidence, Instant now) {
        List<EmergencyMeasure> measures = new ArrayList<>();
        Map<Power, Instant> resting = new EnumMap<>(Power.class);
        for (SignedAct act : evidence.emergencies()) {
            measures.add(judge(act, chain, evidence, resting, now));
        }
        return List.copyOf(measures);
    }

    private static EmergencyMeasure judge(
            SignedAct act, CharterChain chain, Evidence evidence, Map<Power, Instant> resting, Instant now) {
        Emergency wish = act.as(Emergency.class).orElseThrow();
        Optional<Charter> charter =
                chain.inForce(wish.at()).filter(version -> version.hash().equals(wish.charter()));
        Optional<EmergencyClause> clause =
                charter.flatMap(version -> version.governance().emergency());
        boolean granted = clause.isPresent()
                && clause.get().powers().contains(wish.power())
                && charter.get().governance().stewards().contains(act.author())
                && wish.ends().isAfter(wish.at());
        if (!granted) {
            return none(act, Status.NOT_GRANTED);
        }
        if (wish.ends().isAfter(wish.at().plus(Duration.ofHours(clause.get().maxHours())))) {
            return none(act, Status.TOO_LONG);
        }
        if (wish.at().isBefore(resting.getOrDefault(wish.power(), Instant.MIN))) {
            return none(act, Status.TOO_SOON_AGAIN);
        }
        Optional<Instant> begun = begun(act, wish, charter.get(), clause.get(), evidence);
        if (begun.isEmpty()) {
            return none(act, Status.TOO_FEW);
        }
        resting.put(wish.power(), wish.ends().plus(Duration.ofHours(clause.get().restHours())));
        boolean ended = !now.isBefore(wish.ends());
        boolean owed = now.isAfter(wish.ends().plus(Duration.ofDays(clause.get().reportDays())))
                && evidence.about(act.hash(), Report.class).stream()
                        .noneMatch(
                                report -> charter.get().governance().stewards().contains(report.author()));
        return new EmergencyMeasure(act, ended ? Status.ENDED : Status.IN_FORCE, begun, owed);
    }

    private static EmergencyMeasure none(SignedAct act, Status status) {
        return new EmergencyMeasure(act, status, Optional.empty(), false);
    }

    /** When the last steward that it took was for it, its author being the first. */
    private static Optional<Instant> begun(
            SignedAct act, Emergency wish, Charter charter, EmergencyClause clause, Evidence evidence) {
        Set<Did> people = new HashSet<>(Set.of(act.author()));
        Instant latest = wish.at();
        for (SignedAct approval : evidence.about(act.hash(), Approval.class)) {
            if (people.size() >= clause.threshold()) {
                break;
            }
            boolean counts = charter.governance().stewards().contains(approval.author())
                    && approval.act().at().isBefore(wish.ends());
            if (counts && people.add(approval.author()) && approval.act().at().isAfter(latest)) {
                latest = approval.act().at();
            }
        }
        return people.size() >= clause.threshold() ? Optional.of(latest) : Optional.empty();
    }
}
