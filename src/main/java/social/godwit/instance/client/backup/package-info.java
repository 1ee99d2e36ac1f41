/** One encrypted file that holds an account: written, proven, and brought back to a fresh instance. See docs/backup-format.md. */
@NullMarked
package social.godwit.instance.client.backup;

import org.jspecify.annotations.NullMarked;
