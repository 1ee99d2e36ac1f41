/**
 * Keys that sign only what they understand, boxes sealed to them, and the file that keeps them.
 */
@NullMarked
package social.godwit.identity.key;

import org.jspecify.annotations.NullMarked;
