/** A network on one page: what people need to know before they join. */
@NullMarked
package social.godwit.network.card;

import org.jspecify.annotations.NullMarked;
