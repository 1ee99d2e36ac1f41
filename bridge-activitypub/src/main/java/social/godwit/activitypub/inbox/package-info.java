/** What strangers send: admitted, made durable in a group commit, listed for the owner, and queued for its effects. */
@NullMarked
package social.godwit.activitypub.inbox;

import org.jspecify.annotations.NullMarked;
