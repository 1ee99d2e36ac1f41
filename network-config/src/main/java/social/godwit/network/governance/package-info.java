/** What follows from a charter and what was signed: which version is in force, how a vote ended. Pure functions. */
@NullMarked
package social.godwit.network.governance;

import org.jspecify.annotations.NullMarked;
