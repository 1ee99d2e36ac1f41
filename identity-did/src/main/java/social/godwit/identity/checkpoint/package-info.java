/**
 * Checkpoints: what a device has published, signed by device and authority.
 */
@NullMarked
package social.godwit.identity.checkpoint;

import org.jspecify.annotations.NullMarked;
