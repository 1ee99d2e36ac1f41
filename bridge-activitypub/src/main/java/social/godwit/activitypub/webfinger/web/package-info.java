/** The URLs of WebFinger and host-meta. */
@NullMarked
package social.godwit.activitypub.webfinger.web;

import org.jspecify.annotations.NullMarked;
