/** The gateway's URLs. */
@NullMarked
package social.godwit.activitypub.gateway.web;

import org.jspecify.annotations.NullMarked;
