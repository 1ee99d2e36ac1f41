/** Filters: what they look for, how they find it in one pass over a post, and what a hit does. */
@NullMarked
package social.godwit.network.filter;

import org.jspecify.annotations.NullMarked;
