/** What the client keeps in its own folder: sealed keys, its state, and batches that are not acknowledged yet. */
@NullMarked
package social.godwit.instance.client.home;

import org.jspecify.annotations.NullMarked;
