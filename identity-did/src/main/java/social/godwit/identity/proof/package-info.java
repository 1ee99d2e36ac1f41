/**
 * FEP-8b32 integrity proofs with eddsa-jcs-2022.
 */
@NullMarked
package social.godwit.identity.proof;

import org.jspecify.annotations.NullMarked;
