/**
 * The public stream: what has come to count in the repositories that are kept here and everyone may see, in an order that
 * can be followed along and gone on with. The words on the wire are in docs/shared-store-replication.md.
 */
@NullMarked
package social.godwit.store.stream;

import org.jspecify.annotations.NullMarked;
