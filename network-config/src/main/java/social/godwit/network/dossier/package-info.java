/** All documents of a network in one file. */
@NullMarked
package social.godwit.network.dossier;

import org.jspecify.annotations.NullMarked;
