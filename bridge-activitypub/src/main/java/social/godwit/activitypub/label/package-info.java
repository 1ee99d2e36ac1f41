/** Labels on actors and posts, and what each reader wants them to do. */
@NullMarked
package social.godwit.activitypub.label;

import org.jspecify.annotations.NullMarked;
