@NullMarked
package social.godwit.activitypub;

import org.jspecify.annotations.NullMarked;
