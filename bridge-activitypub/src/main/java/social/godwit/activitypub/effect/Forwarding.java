package social.godwit.activitypub.effect;

import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.delivery.Outgoing;
import social.godwit.activitypub.inbox.Arrival.Proof;
import social.godwit.activitypub.vocabulary.Audience;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.document.Visibility;

/**
 * Inbox forwarding (ActivityPub 7.1.2): an answer to an owner's post that is for the owner's followers too goes on to them,
 * byte for byte, so that they see the whole conversation. Only what carries its author's own proof, as nobody could believe
 * the rest; and only of people whom the owner follows, or every stranger could write to all followers. Pure.
 *
 * <p>It cannot go in circles: an activity has its effects once, and where the answered post is not local nothing is forwarded.
 */
final class Forwarding {
    private Forwarding() {}

    /** What is sent on of an activity that is about {@code post}; empty when nothing is. */
    static Optional<Change> of(Incoming in, NoteRow post, Facts facts) {
        if (!in.portable() || in.proof() != Proof.INTEGRITY) {
            return Optional.empty();
        }
        return post.inReplyTo()
                .flatMap(facts::note)
                .filter(parent -> !parent.isDeleted() && parent.visibility() != Visibility.DIRECT)
                .flatMap(parent -> facts.accountOf(parent.author()))
                .filter(owner -> mayReachFollowers(in, owner, facts))
                .map(owner -> new Change.Sent(new Outgoing(
                        owner.did(), in.id(), in.text(), Set.of(), Set.of(), true, Outgoing.Signer.INSTANCE)));
    }

    private static boolean mayReachFollowers(Incoming in, Account owner, Facts facts) {
        String did = owner.did().toString();
        return owner.paths()
                        .followers()
                        .map(path -> Ids.compared(owner.idOf(path)))
                        .filter(collection -> Audience.of(in.json()).ids().stream()
                                .map(Ids::compared)
                                .anyMatch(collection::equals))
                        .isPresent()
                && facts.followersHere(in.actor()).contains(did)
                && !Notices.isBlocked(facts, did, in);
    }
}
