/** Polls: options, votes counted once, results. */
@NullMarked
package social.godwit.activitypub.poll;

import org.jspecify.annotations.NullMarked;
