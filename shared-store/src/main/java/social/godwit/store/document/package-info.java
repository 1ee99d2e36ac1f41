/** Repositories of signed documents: what an account, an instance or a network said, kept verbatim and found again. */
@NullMarked
package social.godwit.store.document;

import org.jspecify.annotations.NullMarked;
