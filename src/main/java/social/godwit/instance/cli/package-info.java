/** The command line: thin picocli commands over the client library. */
@NullMarked
package social.godwit.instance.cli;

import org.jspecify.annotations.NullMarked;
