/** Networks' views over HTTP. */
@NullMarked
package social.godwit.instance.network.web;

import org.jspecify.annotations.NullMarked;
