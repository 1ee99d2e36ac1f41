/** What the networks that are hosted here show. */
@NullMarked
package social.godwit.instance.network;

import org.jspecify.annotations.NullMarked;
