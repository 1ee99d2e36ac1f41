/** What an owner reads: home, threads. */
@NullMarked
package social.godwit.activitypub.timeline;

import org.jspecify.annotations.NullMarked;
