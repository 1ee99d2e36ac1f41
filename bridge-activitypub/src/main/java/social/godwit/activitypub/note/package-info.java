/** Posts known here, local and remote, kept as their authors wrote them. */
@NullMarked
package social.godwit.activitypub.note;

import org.jspecify.annotations.NullMarked;
