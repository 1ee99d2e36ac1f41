package social.godwit.activitypub.effect;

import java.util.List;
import java.util.Optional;
import social.godwit.activitypub.follow.Followed;
import social.godwit.activitypub.follow.Shunned;
import social.godwit.activitypub.notification.Notification;
import social.godwit.activitypub.policy.FederationPolicy.Stance;
import social.godwit.activitypub.vocabulary.Ids;

/** Decides whether an owner is told of something, and under which key, so that nobody is told twice. Pure. */
final class Notices {
    private Notices() {}

    /** The notice, unless the owner does not want to hear of the actor or the instance limits its host. */
    static Optional<Change> of(
            Facts facts,
            Incoming in,
            String account,
            Notification.Type type,
            String key,
            Optional<String> object,
            Optional<String> content) {
        boolean own = Ids.did(in.actor())
                .filter(did -> did.toString().equals(account))
                .isPresent();
        if (own || isShunned(facts, account, in) || isLimited(facts, account, in)) {
            return Optional.empty();
        }
        return Optional.of(new Change.Notified(
                account, new Notification(key, type, in.actor(), object, in.id(), content, in.at())));
    }

    /** True when the owner blocks the author or its host. */
    static boolean isBlocked(Facts facts, String account, Incoming in) {
        return isBlocked(facts, account, in.actor(), in.actorSpelling());
    }

    /** True when the owner blocks {@code actor} or the host of its spelling. */
    static boolean isBlocked(Facts facts, String account, String actor, String spelling) {
        return facts.shuns(account, Shunned.Kind.BLOCK, actor)
                || facts.shuns(account, Shunned.Kind.DOMAIN, Ids.host(spelling));
    }

    private static boolean isShunned(Facts facts, String account, Incoming in) {
        return isBlocked(facts, account, in) || facts.shuns(account, Shunned.Kind.MUTE, in.actor());
    }

    private static boolean isLimited(Facts facts, String account, Incoming in) {
        return facts.stanceOn(in.actorSpelling()) != Stance.ALLOW
                && facts.followed(account, in.actor())
                        .filter(followed -> followed.state() == Followed.State.ACCEPTED)
                        .isEmpty();
    }

    /** Adds a notice if there is one. */
    static void add(List<Change> changes, Optional<Change> notice) {
        notice.ifPresent(changes::add);
    }
}
