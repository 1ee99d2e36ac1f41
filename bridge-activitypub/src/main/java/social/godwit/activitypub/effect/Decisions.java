package social.godwit.activitypub.effect;

import java.util.List;
import social.godwit.activitypub.inbox.Arrival;
import social.godwit.activitypub.policy.FederationPolicy.Stance;

/** What a stranger's activity changes, by its type. What is not listed changes nothing. Pure. */
final class Decisions {
    private Decisions() {}

    /** The changes, in order; none when the activity has no say here. */
    static List<Change> of(Incoming in, Facts facts) {
        if (facts.stanceOn(in.actorSpelling()) == Stance.DENY) {
            return List.of();
        }
        // The one thing that a portable actor's home may say without the owner's proof.
        if (in.portable() && in.proof() == Arrival.Proof.HTTP) {
            return in.type().equals("Accept") ? FollowDecisions.accept(in, facts) : List.of();
        }
        return switch (in.type()) {
            case "Follow" -> FollowDecisions.follow(in, facts);
            case "Accept" -> FollowDecisions.accept(in, facts);
            case "Reject" -> FollowDecisions.reject(in, facts);
            case "Block" -> FollowDecisions.block(in, facts);
            case "Move" -> FollowDecisions.move(in, facts);
            case "Undo" -> OtherDecisions.undo(in, facts);
            case "Create" -> PostDecisions.create(in, facts);
            case "Update" -> PostDecisions.update(in, facts);
            case "Delete" -> PostDecisions.delete(in, facts);
            case "Like", "EmojiReact" -> InteractionDecisions.like(in, facts);
            case "Announce" -> InteractionDecisions.announce(in, facts);
            case "Add" -> ActorDecisions.pin(in, facts, true);
            case "Remove" -> ActorDecisions.pin(in, facts, false);
            case "Flag" -> OtherDecisions.flag(in, facts);
            case "QuoteRequest" -> OtherDecisions.quoteRequest(in, facts);
            default -> List.of();
        };
    }
}
