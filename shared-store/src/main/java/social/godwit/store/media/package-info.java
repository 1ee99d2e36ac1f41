/** Pictures, sounds and films: blobs under the hash of their bytes. */
@NullMarked
package social.godwit.store.media;

import org.jspecify.annotations.NullMarked;
