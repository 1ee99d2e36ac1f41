/**
 * Multibase base58btc, Multikey (FEP-521a) and SHA-256 hashlinks: how keys and hashes are spelt.
 */
@NullMarked
package social.godwit.identity.encoding;

import org.jspecify.annotations.NullMarked;
