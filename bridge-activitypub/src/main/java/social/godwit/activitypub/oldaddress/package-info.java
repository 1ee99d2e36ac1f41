/**
 * Going on under an address that was left: until a server has moved along, it gets the account's posts under their old ids, signed with
 * the key of the old home, if the owner has handed that key over for it. Without that nothing here speaks under an old address.
 */
@NullMarked
package social.godwit.activitypub.oldaddress;

import org.jspecify.annotations.NullMarked;
