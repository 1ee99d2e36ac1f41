/** A network's charter: what its rules are, who decides, and how that may change. */
@NullMarked
package social.godwit.network.charter;

import org.jspecify.annotations.NullMarked;
