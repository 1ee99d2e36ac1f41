/** Finds what two sets of items do not share, at a cost that grows with the difference: negentropy protocol v1. */
@NullMarked
package social.godwit.store.negentropy;

import org.jspecify.annotations.NullMarked;
