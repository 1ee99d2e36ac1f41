/** Who reads here, and what they want labels to do for them. */
@NullMarked
package social.godwit.activitypub.label;

import org.jspecify.annotations.NullMarked;
