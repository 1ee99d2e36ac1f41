/** How ActivityStreams is read here: ids, audiences, terms. Pure functions over JSON. */
@NullMarked
package social.godwit.activitypub.vocabulary;

import org.jspecify.annotations.NullMarked;
