/** Conversations: what a post answers and what answers it, fetched within bounds. */
@NullMarked
package social.godwit.activitypub.thread;

import org.jspecify.annotations.NullMarked;
