/** Labels as signed documents: made by this instance, and taken from labelers that it trusts. */
@NullMarked
package social.godwit.network.label;

import org.jspecify.annotations.NullMarked;
