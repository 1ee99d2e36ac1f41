/** Collections of an account and of its documents, as this gateway lists them: paged, and filtered by who asks. */
@NullMarked
package social.godwit.activitypub.collection;

import org.jspecify.annotations.NullMarked;
