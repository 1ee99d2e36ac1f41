/** What every HTTP surface of the bridge shares: header fields, media types, problems, origins. */
@NullMarked
package social.godwit.activitypub.http;

import org.jspecify.annotations.NullMarked;
