/** HTTP answers that more than one resource gives. */
@NullMarked
package social.godwit.activitypub.http.web;

import org.jspecify.annotations.NullMarked;
