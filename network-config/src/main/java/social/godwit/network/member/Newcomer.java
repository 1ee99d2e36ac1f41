package social.godwit.network.member;

import java.util.List;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.proof.ProofTime;

/**
 * Somebody who joined, and for whom fewer members vouch than the charter asks.
 *
 * @param vouching the members and stewards who do
 * @param letIn whether all else that the charter's door asks for is there
 */
public record Newcomer(Membership membership, List<Did> vouching, boolean letIn) {
    public Newcomer {
        vouching = List.copyOf(vouching);
    }

    /** For programs. */
    public JsonObject json() {
        return JsonObject.builder()
                .put("account", membership.member().toString())
                .put("membership", membership.hash().multibase())
                .put("since", ProofTime.format(membership.since()))
                .put("vouching", vouching.stream().map(Did::toString).toList())
                .put("letIn", letIn)
                .build();
    }
}
