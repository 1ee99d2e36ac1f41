/** Paging that every list of this bridge shares. */
@NullMarked
package social.godwit.activitypub.listing;

import org.jspecify.annotations.NullMarked;
