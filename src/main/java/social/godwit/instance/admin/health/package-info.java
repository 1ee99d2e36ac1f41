/** Whether the people here could go on elsewhere if this server were gone. */
@NullMarked
package social.godwit.instance.admin.health;

import org.jspecify.annotations.NullMarked;
