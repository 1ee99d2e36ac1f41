/** Who belongs to a network, and who may vote in it. */
@NullMarked
package social.godwit.network.member;

import org.jspecify.annotations.NullMarked;
