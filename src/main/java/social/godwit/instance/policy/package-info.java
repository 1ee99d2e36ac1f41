/** The bridge's questions, answered out of the network's rules. */
@NullMarked
package social.godwit.instance.policy;

import org.jspecify.annotations.NullMarked;
