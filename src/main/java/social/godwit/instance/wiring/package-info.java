@NullMarked
package social.godwit.instance.wiring;

import org.jspecify.annotations.NullMarked;
