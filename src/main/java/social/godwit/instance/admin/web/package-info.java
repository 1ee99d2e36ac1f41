/** The operator's side of the instance. */
@NullMarked
package social.godwit.instance.admin.web;

import org.jspecify.annotations.NullMarked;
