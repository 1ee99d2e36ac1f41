/** What owners see of their own account: timeline, notifications, people, conversations, look-ups. */
@NullMarked
package social.godwit.activitypub.view;

import org.jspecify.annotations.NullMarked;
