@NullMarked
package social.godwit.instance.config;

import org.jspecify.annotations.NullMarked;
