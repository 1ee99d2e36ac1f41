/** What an account's gateways observed for it, each for itself, and tell each other: signed, bounded, never shown to others. */
@NullMarked
package social.godwit.store.record;

import org.jspecify.annotations.NullMarked;
