/**
 * The account's key log: which devices may speak, and who may recover.
 */
@NullMarked
package social.godwit.identity.keylog;

import org.jspecify.annotations.NullMarked;
