/** The URLs of media. */
@NullMarked
package social.godwit.activitypub.media.web;

import org.jspecify.annotations.NullMarked;
