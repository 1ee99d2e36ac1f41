/** HTML of strangers made harmless, and HTML of our own written safely. */
@NullMarked
package social.godwit.activitypub.html;

import org.jspecify.annotations.NullMarked;
