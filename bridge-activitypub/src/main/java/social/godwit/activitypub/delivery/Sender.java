package social.godwit.activitypub.delivery;

import io.smallrye.mutiny.Uni;

/** Sends one delivery. */
@FunctionalInterface
interface Sender {
    /** Posts {@code body} to {@code inbox} and says what the answer means; never fails. */
    Uni<Reply> send(Body body, String inbox);
}
