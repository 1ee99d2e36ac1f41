package social.godwit.activitypub.remote;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.http.RemoteUris;
import social.godwit.activitypub.policy.FederationPolicy;

/** What may be asked at all, decided by the URL alone, and then by the addresses that its host has. */
final class TargetRules {
    private final boolean development;
    private final AddressRules addresses;
    private final Origins own;
    private final FederationPolicy policy;

    TargetRules(boolean development, List<Cidr> allow, Origins own, FederationPolicy policy) {
        this.development = development;
        this.addresses = new AddressRules(development, allow);
        this.own = own;
        this.policy = policy;
    }

    /** Why {@code uri} is not asked, if so. */
    Optional<String> refuse(URI uri) {
        if (RemoteUris.parse(uri.toString()).filter(uri::equals).isEmpty()) {
            return Optional.of("not a plain http(s) URL");
        }
        if (!uri.getScheme().equals("https") && !development) {
            return Optional.of("not https");
        }
        String host = uri.getHost();
        if (!isLiteral(host)) {
            if (!RemoteUris.isHostName(host)) {
                return Optional.of("not a host name");
            }
            if (host.indexOf('.') < 0 && addresses.allow().isEmpty() && !development) {
                return Optional.of("not a full host name");
            }
        }
        if (own.answering(uri.getRawAuthority()).isPresent()) {
            return Optional.of("that is this instance itself");
        }
        if (policy.stanceOn(host) == FederationPolicy.Stance.DENY) {
            return Optional.of("this instance does not federate with " + host);
        }
        return Optional.empty();
    }

    /** Why a host with these addresses is not asked, if so. One bad address condemns all: the next lookup may pick it. */
    Optional<String> refuse(URI uri, List<InetAddress> resolved) {
        boolean local = true;
        for (InetAddress address : resolved) {
            if (!addresses.permits(address)) {
                return Optional.of(uri.getHost() + " has an address that is not public");
            }
            local &= addresses.isLocal(address);
        }
        if (local) {
            return Optional.empty();
        }
        if (uri.getScheme().equals("http")) {
            return Optional.of("not https");
        }
        if (isLiteral(uri.getHost())) {
            return Optional.of("an address, not a name");
        }
        return uri.getPort() == -1 ? Optional.empty() : Optional.of("port " + uri.getPort());
    }

    /** Whether {@code host} is an address in its one canonical spelling. */
    static boolean isLiteral(String host) {
        return (host.startsWith("[") && host.indexOf('%') < 0)
                || host.matches("(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?!$)|$)){4}");
    }
}
