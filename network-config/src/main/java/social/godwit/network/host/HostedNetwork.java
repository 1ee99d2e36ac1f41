package social.godwit.network.host;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.network.act.SignedAct;
import social.godwit.network.card.NetworkCard;
import social.godwit.network.duty.Duties;
import social.godwit.network.duty.Duty;
import social.godwit.network.governance.Evidence;
import social.godwit.network.member.Members;
import social.godwit.network.member.Membership;
import social.godwit.network.member.Newcomer;
import social.godwit.network.view.Standings;

/**
 * What is in memory of a hosted network.
 *
 * @param turn when its reading was begun: a later one has a higher number
 * @param acts verified once
 * @param number of the newest of the acts
 * @param card that follows from them
 * @param speakers whose acts are kept
 * @param joined everybody who joined
 * @param members who of these counts as a member, by actor's id
 * @param duties what waits for signatures
 * @param newcomers who waits for somebody to vouch for them
 */
record HostedNetwork(
        long turn,
        Map<Sha256, SignedAct> acts,
        long number,
        NetworkCard card,
        Set<Did> speakers,
        Joined joined,
        Map<String, Membership> members,
        Optional<Standings> standings,
        List<Duty> duties,
        List<Newcomer> newcomers) {

    /** What follows at {@code now} from these acts, and from who joined. */
    static HostedNetwork of(
            long turn, Did network, Map<Sha256, SignedAct> acts, long number, Joined joined, Instant now) {
        NetworkCard card = NetworkCard.of(Evidence.of(network, acts.values()), joined.count(), now);
        Map<String, Membership> members = joined.admitted(card);
        Set<Did> speakers = new HashSet<>(card.speakers());
        if (card.charter().filter(charter -> charter.joining().vouches() > 0).isPresent()) {
            speakers.addAll(joined.members()); // Members vouch for newcomers.
        }
        return new HostedNetwork(
                turn,
                Map.copyOf(acts),
                number,
                card,
                Set.copyOf(speakers),
                joined,
                members,
                Standings.of(card, members),
                Duties.of(card, joined.memberships()),
                card.charter()
                        .map(charter -> Members.unvouched(charter, joined.memberships(), card))
                        .orElse(List.of()));
    }

    /** One that was begun earlier and took longer does not take anything back. */
    HostedNetwork orNewer(HostedNetwork other) {
        boolean newer = number == other.number ? other.turn > turn : other.number > number;
        return newer ? other : this;
    }
}
