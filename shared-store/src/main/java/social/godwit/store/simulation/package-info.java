/**
 * Replication under bad conditions, many times: the real admission, versioning, checkpoints and replication over stores in
 * memory, several instances in one process on one thread, on a clock and a network that are made up. Everything follows from
 * a seed, so what fails can be seen again.
 */
@NullMarked
package social.godwit.store.simulation;

import org.jspecify.annotations.NullMarked;
