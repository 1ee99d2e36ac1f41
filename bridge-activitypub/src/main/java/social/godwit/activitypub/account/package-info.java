/** Accounts hosted here: names, registered paths, the key that this gateway signs with, suspension. */
@NullMarked
package social.godwit.activitypub.account;

import org.jspecify.annotations.NullMarked;
