/** The question of owners about servers. */
@NullMarked
package social.godwit.activitypub.software.web;

import org.jspecify.annotations.NullMarked;
