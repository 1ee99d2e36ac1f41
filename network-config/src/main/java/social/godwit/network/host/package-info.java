/** The networks that an instance hosts: what was said about them is kept, fetched from others, and shown. */
@NullMarked
package social.godwit.network.host;

import org.jspecify.annotations.NullMarked;
