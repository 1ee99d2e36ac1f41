@NullMarked
package social.godwit.instance;

import org.jspecify.annotations.NullMarked;
