/** What a browser gets for the app: one small document at every address, and the headers of its files. */
@NullMarked
package social.godwit.instance.web;

import org.jspecify.annotations.NullMarked;
