package social.godwit.network.governance;

import java.util.List;

/** Whether a version of a charter is valid after another. */
public sealed interface Judgement {
    /** It is, by these decisions of the older version; there is one at least, unless heirs have followed. */
    record Valid(List<String> decisions) implements Judgement {
        /** Copies the list. */
        public Valid {
            decisions = List.copyOf(decisions);
        }
    }

    /** It is not, for these reasons; more may be signed later. */
    record Invalid(List<Fault> faults) implements Judgement {
        /** Copies the list. */
        public Invalid {
            faults = List.copyOf(faults);
        }
    }

    /**
     * What is missing.
     *
     * @param detail in English, with the figures
     */
    record Fault(Reason reason, String detail) {}

    /** Why a version is not valid. */
    enum Reason {
        /** Not the next version of this one. */
        NOT_NEXT,
        /** Nothing is different. */
        NO_CHANGE,
        /** To take effect before the older version does. */
        BEFORE_PREVIOUS,
        /** Not proposed by anybody who may. */
        PROPOSER,
        /** Fewer stewards for it than it takes. */
        APPROVALS,
        /** It was not put to the vote. */
        NO_VOTE,
        /** Who may vote was not confirmed before the vote opened. */
        ROLL,
        /** The vote was open for too short a time. */
        TOO_SHORT,
        /** Too few have voted, or their ballots are not confirmed. */
        QUORUM,
        /** Too few are for it. */
        MAJORITY,
        /** It takes effect sooner after the decision than it may. */
        TOO_SOON,
        /** The decision is too old. */
        STALE,
        /** Heirs replace stewards and nothing else. */
        HEIRS_OVERREACH,
        /** A steward is still there. */
        STEWARDS_ALIVE
    }
}
