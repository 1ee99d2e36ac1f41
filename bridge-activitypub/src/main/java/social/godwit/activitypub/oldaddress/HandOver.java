package social.godwit.activitypub.oldaddress;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.instanceactor.InstanceKeys;
import social.godwit.activitypub.oldaddress.OldAddresses.Counts;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.encoding.RsaPublicKey;
import social.godwit.identity.key.HandedOverKey;

/**
 * Takes the key of an account's old home from its owner. It must be the key that the owner's own actor document lists for that home, and
 * this must be the home now; it is used for the servers that the owner names, for {@link #TIME} and no longer, and forgotten at once when
 * the owner says so.
 */
@ApplicationScoped
public class HandOver {
    /** The most servers named at once. */
    public static final int HOSTS_AT_ONCE = 5_000;

    /** How long a key is kept after it was handed over last. */
    static final Duration TIME = Duration.ofDays(30);

    private static final Pattern HOST =
            Pattern.compile("[a-z0-9.-]{1,253}(:[0-9]{1,5})?|\\[[0-9a-f:.]{2,45}](:[0-9]{1,5})?");

    private final OldAddresses addresses;
    private final OldHomeKeys keys;
    private final InstanceKeys instance;
    private final InstantSource clock;

    HandOver(OldAddresses addresses, OldHomeKeys keys, InstanceKeys instance, InstantSource clock) {
        this.addresses = addresses;
        this.keys = keys;
        this.instance = instance;
        this.clock = clock;
    }

    /** What is kept of an account. */
    public record Standing(OldAddress address, Counts hosts) {}

    /**
     * Keeps a key, or adds servers to one that is kept; the problem why not, if so.
     *
     * @param sealed a {@link HandedOverKey} that is sealed to this instance
     * @param hosts authorities of servers that know the account by its old address
     */
    public Uni<Optional<Problem>> take(Account account, String sealed, List<String> hosts) {
        if (hosts.size() > HOSTS_AT_ONCE
                || !hosts.stream().allMatch(host -> HOST.matcher(host).matches())) {
            return refused(400, "at most " + HOSTS_AT_ONCE + " servers, each named like example.org");
        }
        if (!account.home()) {
            return refused(409, "this is not the account's home");
        }
        Optional<HandedOverKey> opened = HandedOverKey.open(sealed, instance.identity());
        Optional<Origin> gateway = opened.flatMap(key -> PortableId.gatewayOf(key.keyId()))
                .filter(origin -> !origin.equals(account.origin()));
        return gateway.isEmpty()
                ? refused(400, "not the key of another home, sealed to this instance")
                : keys.listed(account, opened.get().keyId())
                        .chain(listed -> take(account, gateway.get(), opened.get(), listed, hosts));
    }

    private Uni<Optional<Problem>> take(
            Account account, Origin gateway, HandedOverKey key, Optional<RsaPublicKey> listed, List<String> hosts) {
        if (listed.filter(key.pair().publicKey()::equals).isEmpty()) {
            return refused(403, "the account's actor document lists another key under that id, or none");
        }
        OldAddress address =
                new OldAddress(gateway, key.keyId(), key.pair(), clock.instant().plus(TIME));
        return addresses
                .counts(account.did())
                .chain(kept -> kept.waiting() + kept.moved() + hosts.size() > OldAddresses.HOSTS_MAX
                        ? refused(429, "more than " + OldAddresses.HOSTS_MAX + " servers of an account")
                        : addresses.put(account.did(), address, hosts).replaceWith(Optional.empty()));
    }

    /** What is kept of the account; empty: nothing. */
    public Uni<Optional<Standing>> of(Account account) {
        return addresses
                .find(account.did())
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : addresses
                                .counts(account.did())
                                .map(counts -> Optional.of(new Standing(found.get(), counts))));
    }

    /** Forgets the key. */
    public Uni<Void> takeBack(Account account) {
        return addresses.drop(account.did());
    }

    private static Uni<Optional<Problem>> refused(int status, String detail) {
        String title = switch (status) {
            case 403 -> "Forbidden";
            case 409 -> "Conflict";
            case 429 -> "Too Many Requests";
            default -> "Bad Request";
        };
        return Uni.createFrom().item(Optional.of(Problem.of(status, "old-address", title, detail)));
    }
}
