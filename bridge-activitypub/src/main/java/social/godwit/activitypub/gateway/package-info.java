/**
 * What owners and readers of portable documents ask a gateway for (FEP-ef61, FEP-ae97): registration, the outbox, the
 * inbox as its owner sees it, documents.
 */
@NullMarked
package social.godwit.activitypub.gateway;

import org.jspecify.annotations.NullMarked;
