/** Where owners hand in requests that they have signed. */
@NullMarked
package social.godwit.activitypub.relay.web;

import org.jspecify.annotations.NullMarked;
