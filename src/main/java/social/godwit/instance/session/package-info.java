/** Being signed in with a browser: a cookie instead of a signature, for what the instance shows and lets its staff do. */
@NullMarked
package social.godwit.instance.session;

import org.jspecify.annotations.NullMarked;
