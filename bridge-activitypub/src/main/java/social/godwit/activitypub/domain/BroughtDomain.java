package social.godwit.activitypub.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import social.godwit.identity.did.Did;

/**
 * A domain that an account has proven to be its own.
 *
 * @param holder whose it is
 * @param provenAt when the proof was last seen
 * @param missingSince since when the domain has been answering without it
 * @param elsewhere whether the account's newest actor document names another instance for it: then it is not answered here
 */
public record BroughtDomain(
        DomainName name,
        Did holder,
        Instant addedAt,
        Instant provenAt,
        Optional<Instant> missingSince,
        boolean elsewhere) {
    /** How long a domain is still answered after its proof is gone. */
    public static final Duration GRACE = Duration.ofDays(7);

    /** How long it is still answered when nobody can be asked. */
    public static final Duration SILENCE_MAX = Duration.ofDays(30);

    /** How long its owner is told that it has ended. */
    static final Duration REMEMBERED = Duration.ofDays(30);

    /** Until when the proof counts, as things stand. */
    public Instant until() {
        Instant unheard = provenAt.plus(SILENCE_MAX);
        return missingSince
                .map(since -> since.plus(GRACE))
                .filter(unheard::isAfter)
                .orElse(unheard);
    }

    /** Whether the domain is its holder's at {@code now}. */
    public boolean stands(Instant now) {
        return now.isBefore(until());
    }

    /** Whether this instance answers for it at {@code now}. */
    public boolean answered(Instant now) {
        return stands(now) && !elsewhere;
    }
}
