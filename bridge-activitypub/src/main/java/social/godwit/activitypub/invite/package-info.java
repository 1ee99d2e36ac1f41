/** Invite codes: hashed at rest, counted, expiring. */
@NullMarked
package social.godwit.activitypub.invite;

import org.jspecify.annotations.NullMarked;
