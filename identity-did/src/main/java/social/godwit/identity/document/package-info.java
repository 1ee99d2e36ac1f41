/**
 * Portable documents (FEP-ef61): admission, ownership and visibility as pure functions of the bytes.
 */
@NullMarked
package social.godwit.identity.document;

import org.jspecify.annotations.NullMarked;
