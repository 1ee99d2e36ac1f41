/** The HTTP side of inboxes. */
@NullMarked
package social.godwit.activitypub.inbox.web;

import org.jspecify.annotations.NullMarked;
