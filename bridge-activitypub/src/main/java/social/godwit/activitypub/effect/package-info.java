/** What an activity changes: pure decisions per type, applied in batches, exactly once. */
@NullMarked
package social.godwit.activitypub.effect;

import org.jspecify.annotations.NullMarked;
