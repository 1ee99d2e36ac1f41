/** Likes, boosts and reactions; bookmarks, pins and lists; reports. */
@NullMarked
package social.godwit.activitypub.interaction;

import org.jspecify.annotations.NullMarked;
