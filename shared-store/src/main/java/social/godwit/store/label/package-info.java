/** Labels on accounts and posts, and the document in which each reader says what they are to do. */
@NullMarked
package social.godwit.store.label;

import org.jspecify.annotations.NullMarked;
