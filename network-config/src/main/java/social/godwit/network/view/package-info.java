/** What a network shows: which posts, in which order, with which effects, and why. */
@NullMarked
package social.godwit.network.view;

import org.jspecify.annotations.NullMarked;
