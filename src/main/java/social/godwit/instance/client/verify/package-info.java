/** Offline proof checks of any document, told in words. */
@NullMarked
package social.godwit.instance.client.verify;

import org.jspecify.annotations.NullMarked;
