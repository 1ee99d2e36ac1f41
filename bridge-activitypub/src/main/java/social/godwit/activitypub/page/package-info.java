/** Pages for people: a profile, a post, and what is said in their place when there is none. */
@NullMarked
package social.godwit.activitypub.page;

import org.jspecify.annotations.NullMarked;
