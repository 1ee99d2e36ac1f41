/** Pure builders of every document that the client signs; nothing here reads a clock, a file or the network. */
@NullMarked
package social.godwit.instance.client.document;

import org.jspecify.annotations.NullMarked;
