/** The public stream over HTTP, as server-sent events. */
@NullMarked
package social.godwit.activitypub.stream.web;

import org.jspecify.annotations.NullMarked;
