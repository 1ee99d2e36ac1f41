/**
 * A strict JSON reader, an immutable model, and the canonical form of RFC 8785 that everything signed is hashed in.
 */
@NullMarked
package social.godwit.identity.json;

import org.jspecify.annotations.NullMarked;
