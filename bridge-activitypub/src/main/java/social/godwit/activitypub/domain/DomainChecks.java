package social.godwit.activitypub.domain;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.Randomness;

/**
 * Looks for the proofs of brought domains: every day for those that stand, every hour for those that do not. What is due is
 * taken from the database, so that several replicas share the work; {@value #AT_ONCE} in each run at most.
 */
@ApplicationScoped
public class DomainChecks {
    /** All domains that there can be take a third of a day, a run a minute. */
    private static final int AT_ONCE = 20;

    private static final Duration LOOK = Duration.ofHours(24);
    private static final Duration LOOK_AGAIN = Duration.ofHours(1);
    /** Longer than any look takes. */
    private static final Duration LEASE = Duration.ofMinutes(10);

    private final DomainStore store;
    private final DomainProofs proofs;
    private final Randomness randomness;
    private final InstantSource clock;

    DomainChecks(DomainStore store, DomainProofs proofs, Randomness randomness, InstantSource clock) {
        this.store = store;
        this.proofs = proofs;
        this.randomness = randomness;
        this.clock = clock;
    }

    /** Looks for what is due, and forgets what ended long ago; answers how those stand that it looked for. */
    public Uni<List<BroughtDomain>> run() {
        Instant now = clock.instant();
        return store.takeDue(now, now.plus(LEASE), AT_ONCE)
                .flatMap(due -> Multi.createFrom()
                        .iterable(due)
                        .onItem()
                        .transformToUniAndConcatenate(this::look)
                        .collect()
                        .asList())
                .call(() -> store.sweep(now.minus(BroughtDomain.REMEMBERED)));
    }

    /** Looks for one proof now, and writes down what came of it. */
    public Uni<BroughtDomain> look(BroughtDomain domain) {
        return proofs.look(domain.name()).flatMap(proof -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            BroughtDomain after = after(domain, proof, now);
            return store.looked(after, due(proof.shows(domain.holder()), now), now)
                    .replaceWith(after);
        });
    }

    /** When a domain is looked for again: not all at the same hour. */
    public Instant due(boolean stands, Instant now) {
        Duration interval = stands ? LOOK : LOOK_AGAIN;
        int eighth = (int) interval.toSeconds() / 8;
        byte[] chance = randomness.bytes(2);
        int jitter = ((chance[0] & 0xff) << 8 | (chance[1] & 0xff)) * eighth / 0x10000;
        return now.plus(interval).minusSeconds(jitter);
    }

    static BroughtDomain after(BroughtDomain domain, DomainProof proof, Instant now) {
        if (proof instanceof DomainProof.Unknown) {
            return domain;
        }
        boolean stands = proof.shows(domain.holder());
        return new BroughtDomain(
                domain.name(),
                domain.holder(),
                domain.addedAt(),
                stands ? now : domain.provenAt(),
                stands ? Optional.empty() : Optional.of(domain.missingSince().orElse(now)),
                domain.elsewhere());
    }
}
