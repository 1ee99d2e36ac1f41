/** The HTTP side of the instance's own pages. */
@NullMarked
package social.godwit.instance.page.web;

import org.jspecify.annotations.NullMarked;
