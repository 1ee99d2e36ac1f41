/** Pictures and other files before they are published: metadata out, re-encoded, hashed. */
@NullMarked
package social.godwit.instance.client.media;

import org.jspecify.annotations.NullMarked;
