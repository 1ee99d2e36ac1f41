/** The public stream for those who follow it: which accounts it tells of, and the text of its events. */
@NullMarked
package social.godwit.activitypub.stream;

import org.jspecify.annotations.NullMarked;
