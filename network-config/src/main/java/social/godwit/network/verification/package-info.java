/** What is vouched for about people: credentials by issuers that a charter names, and links that point back. */
@NullMarked
package social.godwit.network.verification;

import org.jspecify.annotations.NullMarked;
