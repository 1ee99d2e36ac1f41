/** The owner's own domains: proven to the account's servers, pointed from one to the next. */
@NullMarked
package social.godwit.instance.client.domain;

import org.jspecify.annotations.NullMarked;
