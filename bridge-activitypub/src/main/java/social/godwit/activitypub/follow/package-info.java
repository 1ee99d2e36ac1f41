/** Followers, followed accounts, requests, blocks and mutes of the accounts here. */
@NullMarked
package social.godwit.activitypub.follow;

import org.jspecify.annotations.NullMarked;
