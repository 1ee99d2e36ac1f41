package social.godwit.network.host;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.network.card.NetworkCard;
import social.godwit.network.member.Members;
import social.godwit.network.member.Membership;

/**
 * Who joined a network, as far as is known here.
 *
 * @param memberships of one member there may be several, of those who have a repository here
 * @param own hash of all those that are kept here, in an order of their own
 * @param read what each document, by the hash of its bytes, was found to be: none is verified twice
 */
record Joined(List<Membership> memberships, Sha256 own, Map<Sha256, Optional<Membership>> read, Set<Did> members) {
    /** Reads documents that are kept here, and others that were fetched, which count for those of whom none is here. */
    static Joined read(
            Did network, List<byte[]> own, List<byte[]> others, Map<Sha256, Optional<Membership>> before, Instant now) {
        Map<Sha256, Optional<Membership>> read = new HashMap<>();
        List<Membership> memberships = new ArrayList<>(memberships(network, own, before, read, now));
        Sha256 hash = Jcs.hash(Json.strings(
                memberships.stream().map(one -> one.hash().multibase()).sorted().toList()));
        Set<Did> members = new HashSet<>();
        memberships.forEach(one -> members.add(one.member()));
        memberships(network, others, before, read, now).stream()
                .filter(one -> members.add(one.member()))
                .forEach(memberships::add);
        return new Joined(List.copyOf(memberships), hash, Map.copyOf(read), Set.copyOf(members));
    }

    private static List<Membership> memberships(
            Did network,
            List<byte[]> documents,
            Map<Sha256, Optional<Membership>> before,
            Map<Sha256, Optional<Membership>> read,
            Instant now) {
        List<Membership> memberships = new ArrayList<>();
        for (byte[] bytes : documents) {
            Sha256 hash = Sha256.of(bytes);
            Optional<Membership> one = before.containsKey(hash) ? before.get(hash) : Membership.read(bytes, now);
            read.put(hash, one);
            one.filter(membership -> membership.network().equals(network)).ifPresent(memberships::add);
        }
        return memberships;
    }

    /** How many people. */
    int count() {
        return members.size();
    }

    /** Whether somebody is among them. */
    boolean names(Did member) {
        return members.contains(member);
    }

    /** Who of them counts as a member, each by the membership that lasts longest, by actor's id. */
    Map<String, Membership> admitted(NetworkCard card) {
        Map<String, Membership> admitted = new HashMap<>();
        card.charter()
                .ifPresent(charter -> Members.admitted(charter, memberships, card)
                        .forEach(one -> admitted.merge(
                                one.actor(),
                                one,
                                (some, other) -> some.since().isAfter(other.since()) ? other : some)));
        return Map.copyOf(admitted);
    }
}
