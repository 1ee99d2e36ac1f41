/** Signing in on a new device by the word of one that has the keys already, without a passphrase. */
@NullMarked
package social.godwit.activitypub.approval;

import org.jspecify.annotations.NullMarked;
