package social.godwit.activitypub.domain;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.http.InstanceOrigins;
import social.godwit.activitypub.http.Origins;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;

/**
 * The instance's own origin, and the domains that accounts have brought and proven. They are answered from memory, for every
 * request asks; {@link #refresh} brings it up to date, so that another replica's change is seen within seconds.
 */
@Singleton
public final class BroughtOrigins implements Origins {
    /** Also what the stamp does not tell is seen by then. */
    private static final Duration WHOLE = Duration.ofMinutes(1);

    private final Instance instance;
    private final InstanceOrigins own;
    private final DomainStore store;
    private final InstantSource clock;

    private volatile Known known = new Known(Map.of(), "", Instant.MIN);

    private record Known(Map<String, BroughtDomain> byAuthority, String stamp, Instant read) {}

    BroughtOrigins(Instance instance, DomainStore store, InstantSource clock) {
        this.instance = instance;
        this.own = new InstanceOrigins(instance);
        this.store = store;
        this.clock = clock;
    }

    /** Reads what has changed. */
    public Uni<Void> refresh() {
        return store.stamp()
                .flatMap(stamp ->
                        stamp.equals(known.stamp()) && known.read().plus(WHOLE).isAfter(clock.instant())
                                ? Uni.createFrom().voidItem()
                                : read(stamp));
    }

    /** Reads everything: after a change that was made here. */
    public Uni<Void> reload() {
        return store.stamp().flatMap(this::read);
    }

    private Uni<Void> read(String stamp) {
        return store.all()
                .invoke(all -> {
                    Map<String, BroughtDomain> domains = new HashMap<>();
                    for (BroughtDomain domain : all) {
                        domains.put(domain.name().origin(instance).authority(), domain);
                    }
                    known = new Known(Map.copyOf(domains), stamp, clock.instant());
                })
                .replaceWithVoid();
    }

    @Override
    public Optional<String> answering(String authority) {
        Optional<String> origin = own.answering(authority);
        return origin.isPresent()
                ? origin
                : find(authority)
                        .filter(domain -> domain.answered(clock.instant()))
                        .map(domain -> domain.name().origin(instance).toString());
    }

    @Override
    public Optional<Did> holder(Origin origin) {
        return find(origin.authority())
                .filter(domain -> domain.answered(clock.instant())
                        && domain.name().origin(instance).equals(origin))
                .map(BroughtDomain::holder);
    }

    /**
     * Whether a certificate may be had for {@code host}: this instance's own name, or a domain that stands, also while another
     * instance still answers for it.
     */
    public boolean mayCertify(String host) {
        if (host.equals(Origin.parse(instance.origin()).orElseThrow().host())) {
            return true;
        }
        return DomainName.read(host, instance) instanceof DomainName.Reading.Fit(DomainName name)
                && name.text().equals(host)
                && find(name.origin(instance).authority())
                        .filter(domain -> domain.stands(clock.instant()))
                        .isPresent();
    }

    private Optional<BroughtDomain> find(String authority) {
        String lower = authority.toLowerCase(java.util.Locale.ROOT);
        return Optional.ofNullable(known.byAuthority().get(own.withoutDefaultPort(lower)));
    }
}
