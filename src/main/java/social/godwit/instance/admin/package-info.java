/** The operator's side of the instance. */
@NullMarked
package social.godwit.instance.admin;

import org.jspecify.annotations.NullMarked;
