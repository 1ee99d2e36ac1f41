/** What moderators have before them when they decide. */
@NullMarked
package social.godwit.instance.admin.dossier;

import org.jspecify.annotations.NullMarked;
