/** What the account's other gateways say that strangers sent: verified once more, then taken like everything else. */
@NullMarked
package social.godwit.activitypub.attested;

import org.jspecify.annotations.NullMarked;
