/** Verifying again, in the background, everything that is stored: bytes, hash, proof, and what was noted of them. */
@NullMarked
package social.godwit.store.inspection;

import org.jspecify.annotations.NullMarked;
