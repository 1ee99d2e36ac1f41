/** The HTTP side of owners' views. */
@NullMarked
package social.godwit.activitypub.view.web;

import org.jspecify.annotations.NullMarked;
