/**
 * Moving an account from one home to another: a journey whose every step is on the disk before the next begins, may be repeated, and
 * says whether one may stop there.
 */
@NullMarked
package social.godwit.instance.client.move;

import org.jspecify.annotations.NullMarked;
