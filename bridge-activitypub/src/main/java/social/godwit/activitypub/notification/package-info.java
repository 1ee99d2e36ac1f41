/** What an owner is told about. */
@NullMarked
package social.godwit.activitypub.notification;

import org.jspecify.annotations.NullMarked;
