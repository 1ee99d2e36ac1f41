/** Sessions of browsers over HTTP. */
@NullMarked
package social.godwit.instance.session.web;

import org.jspecify.annotations.NullMarked;
