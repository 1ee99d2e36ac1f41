/** How closed maps are read: what is missing, unknown or over its limit is refused, and where. */
@NullMarked
package social.godwit.network.form;

import org.jspecify.annotations.NullMarked;
