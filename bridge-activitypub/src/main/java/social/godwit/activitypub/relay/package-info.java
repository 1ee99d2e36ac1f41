/**
 * Sends what an account's owner has signed on a device with the key of a home that was left. Servers that know nothing but HTTP
 * signatures believe a Move only when that key has signed it, and the home that holds the key may be gone.
 */
@NullMarked
package social.godwit.activitypub.relay;

import org.jspecify.annotations.NullMarked;
