/** What admins look at each morning: what is counted of each day, how things stand now, and what has just changed. */
@NullMarked
package social.godwit.instance.admin.figure;

import org.jspecify.annotations.NullMarked;
