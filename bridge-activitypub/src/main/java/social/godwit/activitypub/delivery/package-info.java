/**
 * What accounts here say, on its way to other servers: a durable, ordered queue per host, and the lanes that empty it.
 */
@NullMarked
package social.godwit.activitypub.delivery;

import org.jspecify.annotations.NullMarked;
