@NullMarked
package social.godwit.instance.postgres;

import org.jspecify.annotations.NullMarked;
