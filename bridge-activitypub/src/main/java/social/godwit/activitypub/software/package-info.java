/** What other servers run, as they say themselves (NodeInfo), for owners who want to know what becomes of their followers. */
@NullMarked
package social.godwit.activitypub.software;

import org.jspecify.annotations.NullMarked;
