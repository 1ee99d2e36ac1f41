/** What waits in a network for somebody's signature. */
@NullMarked
package social.godwit.network.duty;

import org.jspecify.annotations.NullMarked;
