/** The URLs of key bags. */
@NullMarked
package social.godwit.activitypub.keybag.web;

import org.jspecify.annotations.NullMarked;
