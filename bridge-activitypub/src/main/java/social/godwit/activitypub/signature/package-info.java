/** HTTP signatures, draft-cavage-12 and RFC 9421, both ways: who sent a request, and how ours are signed. Pure but for the key lookup and the memory of peers, which are seams. */
@NullMarked
package social.godwit.activitypub.signature;

import org.jspecify.annotations.NullMarked;
