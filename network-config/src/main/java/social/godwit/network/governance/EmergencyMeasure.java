package social.godwit.network.governance;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.network.act.Act.Approval;
import social.godwit.network.act.Act.Emergency;
import social.godwit.network.act.Act.Report;
import social.godwit.network.act.Act.Reversal;
import social.godwit.network.act.SignedAct;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.Governance;
import social.godwit.network.charter.Governance.EmergencyClause;
import social.godwit.network.charter.Governance.EmergencyClause.Power;

/**
 * A wish to use an emergency power, and what came of it.
 *
 * @param begun when enough stewards were for it; nothing when it never was in force
 * @param over when it ends: at the time that its author wished, or when the first steward took it back
 * @param signed the stewards who are for it, its author first
 * @param report a steward's account of it
 * @param reportOwed it has ended, its time for an account has passed, and no steward has given one
 */
public record EmergencyMeasure(
        SignedAct act,
        Status status,
        Optional<Instant> begun,
        Instant over,
        List<Did> signed,
        Optional<SignedAct> report,
        boolean reportOwed) {
    /** What came of it. */
    public enum Status {
        /** It is in force until it ends by itself, or a steward takes it back. */
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
        Governance governance = charter.get().governance();
        Instant over = over(act, wish, governance, evidence);
        Map<Did, Instant> supporters = supporters(act, wish, over, governance, evidence);
        List<Did> signed = List.copyOf(supporters.keySet());
        if (signed.size() < clause.get().threshold()) {
            return new EmergencyMeasure(act, Status.TOO_FEW, Optional.empty(), over, signed, Optional.empty(), false);
        }
        Instant begun = supporters.values().stream()
                .sorted()
                .skip(clause.get().threshold() - 1L)
                .findFirst()
                .orElseThrow();
        // Whoever ends it earlier does not bring it back earlier: the rest counts from the end that was wished.
        resting.put(wish.power(), wish.ends().plus(Duration.ofHours(clause.get().restHours())));
        Optional<SignedAct> report = evidence.about(act.hash(), Report.class).stream()
                .filter(one -> governance.stewards().contains(one.author()))
                .findFirst();
        boolean owed = report.isEmpty()
                && now.isAfter(over.plus(Duration.ofDays(clause.get().reportDays())));
        Status status = now.isBefore(over) ? Status.IN_FORCE : Status.ENDED;
        return new EmergencyMeasure(act, status, Optional.of(begun), over, signed, report, owed);
    }

    private static EmergencyMeasure none(SignedAct act, Status status) {
        Instant ends = act.as(Emergency.class).orElseThrow().ends();
        return new EmergencyMeasure(act, status, Optional.empty(), ends, List.of(), Optional.empty(), false);
    }

    private static Instant over(SignedAct act, Emergency wish, Governance governance, Evidence evidence) {
        return evidence.about(act.hash(), Reversal.class).stream()
                .filter(one -> governance.stewards().contains(one.author()))
                .map(one -> one.act().at())
                .filter(at -> !at.isBefore(wish.at()) && at.isBefore(wish.ends()))
                .findFirst()
                .orElse(wish.ends());
    }

    /** The stewards who were for it before it was over, and since when; its author first. */
    private static Map<Did, Instant> supporters(
            SignedAct act, Emergency wish, Instant over, Governance governance, Evidence evidence) {
        Map<Did, Instant> supporters = new LinkedHashMap<>();
        supporters.put(act.author(), wish.at());
        for (SignedAct approval : evidence.about(act.hash(), Approval.class)) {
            Instant at = approval.act().at();
            boolean counts =
                    governance.stewards().contains(approval.author()) && at.isBefore(wish.ends()) && !at.isAfter(over);
            if (counts) {
                supporters.putIfAbsent(approval.author(), at.isBefore(wish.at()) ? wish.at() : at);
            }
        }
        return supporters;
    }
}
