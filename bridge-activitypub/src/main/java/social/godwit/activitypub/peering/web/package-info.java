/** Routes between instances, {@code /store/v1}. */
@NullMarked
package social.godwit.activitypub.peering.web;

import org.jspecify.annotations.NullMarked;
