/**
 * HTTP requests signed by an Ed25519 identity (RFC 9421).
 */
@NullMarked
package social.godwit.identity.request;

import org.jspecify.annotations.NullMarked;
