/** What this instance tells of itself to statistics and to other software: NodeInfo 2.0 and 2.1. */
@NullMarked
package social.godwit.activitypub.nodeinfo;

import org.jspecify.annotations.NullMarked;
