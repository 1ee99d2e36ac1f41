/**
 * Who may do what: roles with separate permissions and a rank, tokens that stand for some of somebody's permissions, and who is
 * signed in with which browser.
 */
@NullMarked
package social.godwit.network.staff;

import org.jspecify.annotations.NullMarked;
