/** Replication between instances over HTTP: the way out, the way in, and when it runs. */
@NullMarked
package social.godwit.activitypub.peering;

import org.jspecify.annotations.NullMarked;
