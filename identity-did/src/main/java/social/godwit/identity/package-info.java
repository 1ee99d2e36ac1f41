@NullMarked
package social.godwit.identity;

import org.jspecify.annotations.NullMarked;
