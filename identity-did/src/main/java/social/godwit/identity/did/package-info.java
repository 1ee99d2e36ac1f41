/**
 * did:key, portable ids (FEP-ef61) and origins: who, what and where.
 */
@NullMarked
package social.godwit.identity.did;

import org.jspecify.annotations.NullMarked;
