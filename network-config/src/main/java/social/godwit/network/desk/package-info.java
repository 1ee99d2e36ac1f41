/** Where moderators work: what they do in cases is stored, logged and put into force in one step. */
@NullMarked
package social.godwit.network.desk;

import org.jspecify.annotations.NullMarked;
