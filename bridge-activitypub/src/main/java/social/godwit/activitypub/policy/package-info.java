@NullMarked
package social.godwit.activitypub.policy;

import org.jspecify.annotations.NullMarked;
