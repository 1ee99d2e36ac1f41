/** Pages for people about the instance: who runs it, its networks, what was decided; and what is vouched for about an account. */
@NullMarked
package social.godwit.instance.page;

import org.jspecify.annotations.NullMarked;
