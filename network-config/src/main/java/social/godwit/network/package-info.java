@NullMarked
package social.godwit.network;

import org.jspecify.annotations.NullMarked;
