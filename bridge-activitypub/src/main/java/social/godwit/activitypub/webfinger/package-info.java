/** Who stands behind a handle here: WebFinger (RFC 7033, FEP-d556) and host-meta (RFC 6415). */
@NullMarked
package social.godwit.activitypub.webfinger;

import org.jspecify.annotations.NullMarked;
