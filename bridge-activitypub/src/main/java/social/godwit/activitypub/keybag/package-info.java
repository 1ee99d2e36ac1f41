/** Key bags: accounts' keys under their passphrases, kept for signing in on a new device; guessing is slow. */
@NullMarked
package social.godwit.activitypub.keybag;

import org.jspecify.annotations.NullMarked;
