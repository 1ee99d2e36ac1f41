/** The URLs of the instance actor. */
@NullMarked
package social.godwit.activitypub.instanceactor.web;

import org.jspecify.annotations.NullMarked;
