package social.godwit.activitypub.delivery;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.record.GatewayRecord;
import social.godwit.store.record.RecordRules.Gateway;
import social.godwit.store.replication.Peer;

/**
 * What of a document's delivery is done, by the word of those whose word counts (ADR 0014): a home's for its own work, which
 * is everything; another gateway's, as long as it is listed, for portable recipients alone, whom it may serve when the
 * home is away. Pure.
 *
 * @param byHomes inboxes that a home has delivered to
 * @param byOthers inboxes that other gateways have delivered to
 * @param complete whether a home says that nothing of it waits any more
 */
public record Coverage(Set<String> byHomes, Set<String> byOthers, boolean complete) {
    /** Nothing is done. */
    static final Coverage NONE = new Coverage(Set.of(), Set.of(), false);

    public Coverage {
        byHomes = Set.copyOf(byHomes);
        byOthers = Set.copyOf(byOthers);
    }

    /**
     * Weighs what gateways have recorded.
     *
     * @param positions records of one document
     * @param actors the versions of the account's actor document, newest first
     */
    static Coverage of(List<GatewayRecord> positions, List<JsonObject> actors) {
        Set<Gateway> homes = actors.stream().flatMap(Coverage::home).collect(Collectors.toSet());
        Set<Gateway> listed =
                actors.stream().limit(1).flatMap(Coverage::gateways).collect(Collectors.toSet());
        Set<String> byHomes = new LinkedHashSet<>();
        Set<String> byOthers = new LinkedHashSet<>();
        boolean complete = false;
        for (GatewayRecord position : positions) {
            var gateway = new Gateway(position.gateway(), position.instance());
            if (homes.contains(gateway)) {
                byHomes.addAll(position.inboxes());
                complete |= position.complete();
            } else if (listed.contains(gateway)) {
                byOthers.addAll(position.inboxes());
            }
        }
        return new Coverage(byHomes, byOthers, complete);
    }

    private static Stream<Gateway> gateways(JsonObject actor) {
        return Peer.gateways(actor).stream().map(peer -> new Gateway(peer.origin(), peer.key()));
    }

    /** The first gateway, if the actor document pins its key. */
    private static Stream<Gateway> home(JsonObject actor) {
        Optional<Origin> first = actor.ids("gateways").stream().findFirst().flatMap(Origin::parse);
        return gateways(actor).filter(gateway -> first.equals(Optional.of(gateway.origin())));
    }

    /** Whether the document need not go to an inbox any more; {@code portable} says whether a portable recipient is there. */
    boolean spares(String inbox, boolean portable) {
        return complete || byHomes.contains(inbox) || (portable && byOthers.contains(inbox));
    }
}
