/** The URLs of NodeInfo. */
@NullMarked
package social.godwit.activitypub.nodeinfo.web;

import org.jspecify.annotations.NullMarked;
