/** The HTTP side of pages. */
@NullMarked
package social.godwit.activitypub.page.web;

import org.jspecify.annotations.NullMarked;
