/** Who may do what: roles with separate permissions and a rank, and tokens that stand for some of somebody's permissions. */
@NullMarked
package social.godwit.network.staff;

import org.jspecify.annotations.NullMarked;
