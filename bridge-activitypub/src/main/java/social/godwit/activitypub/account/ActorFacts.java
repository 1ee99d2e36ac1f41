package social.godwit.activitypub.account;

import java.util.List;
import java.util.Optional;
import social.godwit.identity.did.Origin;

/**
 * What an actor document says of an account, as far as its gateway has to know.
 *
 * @param username {@code preferredUsername}
 * @param paths where the account's parts are
 * @param displayName {@code name}, or nothing
 * @param ownHandle {@code webfinger} (FEP-2c59), {@code name@host}, where that host is none of the gateways
 * @param locked true unless the document says {@code manuallyApprovesFollowers: false}: only that word authorises this
 *     instance to accept follows for the owner
 * @param gateways all gateways in their order; the first is home
 * @param foreign those of them whose key the document does not pin: they are not Godwit
 * @param moved whether it says {@code movedTo}
 * @param warnings what the owner should know, in words
 */
public record ActorFacts(
        String username,
        ActorPaths paths,
        String displayName,
        Optional<String> ownHandle,
        boolean locked,
        List<Origin> gateways,
        List<Origin> foreign,
        boolean moved,
        List<String> warnings) {
    public ActorFacts {
        gateways = List.copyOf(gateways);
        foreign = List.copyOf(foreign);
        warnings = List.copyOf(warnings);
    }

    /** True when {@code origin} is the first gateway. */
    public boolean homeIs(Origin origin) {
        return gateways.getFirst().equals(origin);
    }

    /** What reading an actor document comes to. */
    public sealed interface Reading {
        /** It fits. */
        record Fit(ActorFacts facts) implements Reading {}

        /** It does not; {@code detail} says why in words for its owner. */
        record Unfit(String detail) implements Reading {}
    }
}
