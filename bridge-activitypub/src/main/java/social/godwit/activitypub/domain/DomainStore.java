package social.godwit.activitypub.domain;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.did.Did;

/** The domains that accounts have brought. */
public interface DomainStore {
    /** Domains of one account. */
    int OF_ONE_MAX = 5;

    /** Domains of all accounts. */
    int OF_ALL_MAX = 10_000;

    /**
     * Gives {@code name} to {@code did}, whom the proof seen at {@code now} names, within the caller's transaction. Who held it
     * before keeps it as long as the proof names them too.
     *
     * @param shown all accounts that the proof names
     * @param due when it is looked for again
     */
    Uni<Held> hold(DomainName name, Did did, Set<Did> shown, Instant now, Instant due);

    /** The domains of {@code did}, also those whose proof is gone. */
    Uni<List<BroughtDomain>> of(Did did);

    /** The domain, whoever holds it. */
    Uni<Optional<BroughtDomain>> find(DomainName name);

    /** All of them, for memory. */
    Uni<List<BroughtDomain>> all();

    /** Something that differs, nearly always, when anything has changed. */
    Uni<String> stamp();

    /** Lets a domain go; false when it was not {@code did}'s. */
    Uni<Boolean> release(DomainName name, Did did);

    /** Notes, within the caller's transaction, that of the domains of {@code did} exactly these are answered by another instance. */
    Uni<Void> elsewhere(Did did, Set<DomainName> names, Instant now);

    /** Takes domains whose proof has to be looked for, oldest first; others look for them no sooner than at {@code until}. */
    Uni<List<BroughtDomain>> takeDue(Instant now, Instant until, int limit);

    /** Writes down how a look ended, unless the domain has another holder by now. */
    Uni<Void> looked(BroughtDomain after, Instant due, Instant now);

    /** Forgets domains that ended before {@code before}. */
    Uni<Void> sweep(Instant before);

    /** What an attempt to hold a domain came to. */
    enum Held {
        HELD,
        /** Another account holds it, and the proof names that one too. */
        TAKEN,
        /** This account has {@value #OF_ONE_MAX} domains, or all have {@value #OF_ALL_MAX}. */
        FULL
    }
}
