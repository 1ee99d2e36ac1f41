/** Whether owners have a backup that was proven to work: all that a server can know of it is what they tell. */
@NullMarked
package social.godwit.activitypub.backup;

import org.jspecify.annotations.NullMarked;
