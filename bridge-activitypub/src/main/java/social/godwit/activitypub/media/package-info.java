/** Media that owners upload: checked, content-addressed, never altered. */
@NullMarked
package social.godwit.activitypub.media;

import org.jspecify.annotations.NullMarked;
