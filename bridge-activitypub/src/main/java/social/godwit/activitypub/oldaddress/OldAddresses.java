package social.godwit.activitypub.oldaddress;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.did.Did;

/** The addresses that accounts have left and go on under, one of an account at most, with the servers that know it. */
public interface OldAddresses {
    /** The most servers of an account. */
    int HOSTS_MAX = 30_000;

    /**
     * How a server stands to an old address.
     *
     * @param moved whether somebody there follows the new address by now
     */
    record Knows(OldAddress address, boolean moved) {}

    /** How many servers still know the account by its old address alone, and how many have moved along. */
    record Counts(long waiting, long moved) {}

    /** The account's old address; empty when none was handed over, or its time is over. */
    Uni<Optional<OldAddress>> find(Did account);

    /** What the server with the authority {@code host} knows the account by; empty when it has nothing to do with an old address. */
    Uni<Optional<Knows>> at(Did account, String host);

    /** Keeps an address with servers that know it, beside those that are kept with the same key already; another key begins anew. */
    Uni<Void> put(Did account, OldAddress address, List<String> hosts);

    /** The servers of an account by how they stand. */
    Uni<Counts> counts(Did account);

    /** A server does not believe the old key: nothing is said to it under the old address any more. */
    Uni<Void> disbelieved(Did account, String host);

    /** Forgets the account's old address and its key. */
    Uni<Void> drop(Did account);

    /** Forgets the keys whose time is over. */
    Uni<Void> sweep(Instant now);
}
