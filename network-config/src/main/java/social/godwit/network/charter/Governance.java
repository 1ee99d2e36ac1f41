package social.godwit.network.charter;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.did.Did;
import social.godwit.network.form.Members;

/**
 * Who decides.
 *
 * @param stewards 1 to 32
 * @param threshold how many of them act for all
 * @param witnesses who, beside the stewards, may confirm electoral rolls and counts, so that stewards cannot make up or hold
 *     back votes; as a rule instances, or people outside
 * @param witnessThreshold how many of them it takes; 0 when there are none
 * @param proposers who may put a change to the vote
 * @param amendments which decision a change of which part needs; exactly one clause has the empty path and is for the rest
 */
public record Governance(
        List<Did> stewards,
        int threshold,
        List<Did> witnesses,
        int witnessThreshold,
        Proposers proposers,
        List<Decision> decisions,
        List<Clause> amendments,
        Optional<EmergencyClause> emergency,
        Optional<Succession> succession) {
    /** Most stewards, witnesses or heirs. */
    public static final int MAX_PEOPLE = 32;

    /** Who may open a proposal. */
    public enum Proposers {
        STEWARDS,
        MEMBERS
    }

    /**
     * A way to decide.
     *
     * @param memberDays how long one must have been a member when the vote opens
     * @param quorum how many of the roll must have voted, in percent, abstentions included
     * @param majority how many of the votes for and against must be for, in percent; never fewer than more than half
     * @param openDays how long one can vote at least
     * @param delayDays how long after the decision it takes effect at the earliest
     */
    public record Decision(
            String id, Method method, int memberDays, int quorum, int majority, int openDays, int delayDays) {
        /** Whose decision. */
        public enum Method {
            /** As many stewards as the threshold says. */
            STEWARDS,
            /** The members. */
            VOTE,
            /** Both. */
            BOTH
        }

        static Decision read(Members members) {
            return new Decision(
                    members.id("id"),
                    members.word("method", Method.class),
                    members.small("memberDays", 0, 3_650),
                    members.small("quorum", 0, 100),
                    members.small("majority", 50, 100),
                    members.small("openDays", 0, 365),
                    members.small("delayDays", 0, 365));
        }

        /** Whether members vote. */
        public boolean voted() {
            return method != Method.STEWARDS;
        }

        /** Whether stewards approve. */
        public boolean approved() {
            return method != Method.VOTE;
        }

        /** How long one can vote at least. */
        public Duration open() {
            return Duration.ofDays(openDays);
        }

        /** How long it takes to take effect. */
        public Duration delay() {
            return Duration.ofDays(delayDays);
        }
    }

    /**
     * What a change needs.
     *
     * @param path the part, such as {@code /rules} or {@code /governance/stewards}; members of lists by their id; empty: all
     *     that no other clause names
     * @param decision id of a decision
     */
    public record Clause(String path, String decision) {
        static Clause read(Members members) {
            if (members.has("path")) {
                String path = members.text("path", 200);
                if (!path.startsWith("/") || path.endsWith("/")) {
                    throw members.fault("path", "is not a path such as /rules; leave it out for everything else");
                }
                return new Clause(path, members.id("decision"));
            }
            return new Clause("", members.id("decision"));
        }
    }

    /**
     * What stewards may do at once when there is no time to decide. It ends by itself.
     *
     * @param threshold how many stewards
     * @param restHours how long the same may not be done again, counted from its end
     * @param reportDays within how many days after its end it must be accounted for
     */
    public record EmergencyClause(int threshold, Set<Power> powers, int maxHours, int restHours, int reportDays) {
        /** What may be done. */
        public enum Power {
            /** Nobody new joins. */
            PAUSE_JOINING,
            /** Posts of those who joined within the last week wait for a moderator. */
            HOLD_NEWCOMERS,
            /** Posts from outside the network are left out of its view. */
            MEMBERS_ONLY
        }

        static EmergencyClause read(Members members) {
            return new EmergencyClause(
                    members.small("threshold", 1, MAX_PEOPLE),
                    members.words("powers", Power.class),
                    members.small("maxHours", 1, 336),
                    members.small("restHours", 0, 8_760),
                    members.small("reportDays", 1, 90));
        }
    }

    /**
     * Who follows when the stewards are gone: the heirs may replace them, and change nothing else, once none of the stewards
     * has said anything for so long after the heirs said that they would.
     */
    public record Succession(int silentDays, List<Did> heirs, int threshold) {
        static Succession read(Members members) {
            Succession succession = new Succession(
                    members.small("silentDays", 30, 3_650),
                    members.dids("heirs", 1, MAX_PEOPLE),
                    members.small("threshold", 1, MAX_PEOPLE));
            if (succession.threshold > succession.heirs.size()) {
                throw members.fault("threshold", "is more than there are heirs");
            }
            return succession;
        }
    }

    static Governance read(Members members) {
        Governance governance = new Governance(
                members.dids("stewards", 1, MAX_PEOPLE),
                members.small("threshold", 1, MAX_PEOPLE),
                members.dids("witnesses", 0, MAX_PEOPLE),
                members.small("witnessThreshold", 0, MAX_PEOPLE),
                members.word("proposers", Proposers.class),
                members.objects("decisions", 1, 16, Decision::read),
                members.objects("amendments", 1, 64, Clause::read),
                members.optional("emergency", key -> members.object(key, EmergencyClause::read)),
                members.optional("succession", key -> members.object(key, Succession::read)));
        governance.check(members);
        return governance;
    }

    private void check(Members members) {
        if (threshold > stewards.size()) {
            throw members.fault("threshold", "is more than there are stewards");
        }
        if (witnessThreshold > witnesses.size() || (witnessThreshold == 0) != witnesses.isEmpty()) {
            throw members.fault("witnessThreshold", "does not fit the number of witnesses");
        }
        if (emergency.isPresent() && emergency.get().threshold() > stewards.size()) {
            throw members.fault("emergency/threshold", "is more than there are stewards");
        }
        Set<String> ids = new HashSet<>();
        for (Decision decision : decisions) {
            if (!ids.add(decision.id())) {
                throw members.fault("decisions", "has " + decision.id() + " twice");
            }
        }
        Set<String> paths = new HashSet<>();
        for (Clause clause : amendments) {
            if (!paths.add(clause.path())) {
                throw members.fault("amendments", "has the path \"" + clause.path() + "\" twice");
            }
            if (!ids.contains(clause.decision())) {
                throw members.fault("amendments", "names the decision " + clause.decision() + ", which there is not");
            }
        }
        if (!paths.contains("")) {
            throw members.fault("amendments", "has no clause without path, for everything else");
        }
    }

    /** The decision with this id, of which there is one. */
    public Decision decision(String id) {
        return decisions.stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no decision " + id));
    }

    /** Whether as many of these as it takes are stewards. */
    public boolean enough(Set<Did> people) {
        return stewards.stream().filter(people::contains).count() >= threshold;
    }

    /** Whether these are enough stewards, or enough witnesses, to confirm a roll or a count. */
    public boolean confirmed(Set<Did> people) {
        return enough(people)
                || (witnessThreshold > 0
                        && witnesses.stream().filter(people::contains).count() >= witnessThreshold);
    }
}
