/**
 * How instances that share accounts keep them alike: who is a peer, pushing, pulling, finding differences. Plain: HTTP,
 * PostgreSQL, and what the fediverse makes of a document are behind {@link social.godwit.store.replication.PeerTransport},
 * {@link social.godwit.store.replication.Replicas} and {@link social.godwit.store.replication.Effects}. The words on the wire
 * are in docs/shared-store-replication.md.
 */
@NullMarked
package social.godwit.store.replication;

import org.jspecify.annotations.NullMarked;
