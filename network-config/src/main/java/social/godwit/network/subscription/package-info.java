/** Lists of domains that others keep: read in their forms, compared with the rules here, applied or kept as drafts. */
@NullMarked
package social.godwit.network.subscription;

import org.jspecify.annotations.NullMarked;
