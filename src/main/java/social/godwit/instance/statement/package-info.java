/** Statements of reasons in the language of whom they concern. */
@NullMarked
package social.godwit.instance.statement;

import org.jspecify.annotations.NullMarked;
