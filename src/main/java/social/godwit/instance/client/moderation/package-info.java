/** Moderation as seen from outside: whether a server's log is whole, and what its moderators decided about an account. */
@NullMarked
package social.godwit.instance.client.moderation;

import org.jspecify.annotations.NullMarked;
