/**
 * Rules about domains: allow, limit, deny.
 */
@NullMarked
package social.godwit.network.domain;

import org.jspecify.annotations.NullMarked;
