/**
 * The moderation log: what was decided here, in a chain that nobody can shorten or change unnoticed. Each entry carries the
 * hash of the one before it and the instance's signature; who decided stands in it under a pseudonym.
 */
@NullMarked
package social.godwit.network.log;

import org.jspecify.annotations.NullMarked;
