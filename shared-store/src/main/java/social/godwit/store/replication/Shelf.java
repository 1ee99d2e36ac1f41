package social.godwit.store.replication;

import social.godwit.identity.did.Did;

/** An account's items of one class. */
public record Shelf(Did account, ItemClass itemClass) {}
