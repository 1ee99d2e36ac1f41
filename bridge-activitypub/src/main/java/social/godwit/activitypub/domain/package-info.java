/**
 * Domains that accounts bring: a name is an account's when the DNS says so, is looked up again every day, and is answered by
 * this instance for that account alone.
 */
@NullMarked
package social.godwit.activitypub.domain;

import org.jspecify.annotations.NullMarked;
