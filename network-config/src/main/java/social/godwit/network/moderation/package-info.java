/**
 * Reports, cases and decisions. A case is one timeline per subject; a decision is an overlay over signed documents, keyed by
 * their ids: it changes what this instance shows, takes and keeps, and nothing anywhere else.
 */
@NullMarked
package social.godwit.network.moderation;

import org.jspecify.annotations.NullMarked;
