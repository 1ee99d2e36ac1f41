/** Everything that leaves this instance and what comes back: the one guarded client, remote documents, actors, keys and handles. */
@NullMarked
package social.godwit.activitypub.remote;

import org.jspecify.annotations.NullMarked;
