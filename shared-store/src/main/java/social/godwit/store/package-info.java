@NullMarked
package social.godwit.store;

import org.jspecify.annotations.NullMarked;
