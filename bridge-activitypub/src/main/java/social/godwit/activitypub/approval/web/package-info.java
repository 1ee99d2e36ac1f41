/** The requests of {@code social.godwit.activitypub.approval}. */
@NullMarked
package social.godwit.activitypub.approval.web;

import org.jspecify.annotations.NullMarked;
