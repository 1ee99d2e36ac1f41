/** What people say in a network's affairs, each a signed document that can neither be changed nor taken back. */
@NullMarked
package social.godwit.network.act;

import org.jspecify.annotations.NullMarked;
