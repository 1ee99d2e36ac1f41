/** Networks over HTTP, for everybody. */
@NullMarked
package social.godwit.network.host.web;

import org.jspecify.annotations.NullMarked;
