/**
 * Receipts: what a gateway has received, and when, signed by its instance key.
 */
@NullMarked
package social.godwit.identity.receipt;

import org.jspecify.annotations.NullMarked;
