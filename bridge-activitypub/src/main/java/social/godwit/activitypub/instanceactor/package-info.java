/** The instance as an actor: it signs every fetch, and what is delivered for no account. Also the keys of the instance. */
@NullMarked
package social.godwit.activitypub.instanceactor;

import org.jspecify.annotations.NullMarked;
