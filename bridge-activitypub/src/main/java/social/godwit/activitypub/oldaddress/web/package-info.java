/** Handing over the key of an old home, over HTTP. */
@NullMarked
package social.godwit.activitypub.oldaddress.web;

import org.jspecify.annotations.NullMarked;
