/** The URL of it. */
@NullMarked
package social.godwit.activitypub.backup.web;

import org.jspecify.annotations.NullMarked;
