package social.godwit.activitypub.remote;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which addresses may be connected to: global unicast only, by allow-list. IPv6 forms that carry an IPv4 address inside
 * (mapped, compatible, NAT64, 6to4, Teredo) are judged by that address too, and never global by themselves.
 *
 * @param loopback whether loopback is allowed, for development
 * @param allow private networks that the operator opened
 */
record AddressRules(boolean loopback, List<Cidr> allow) {
    /** What is not global in IPv4: the IANA special-purpose registry, and multicast and the reserved top. */
    private static final List<Cidr> SPECIAL_IPV4 = blocks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");

    /** All global unicast IPv6 of today lies in here … */
    private static final Cidr GLOBAL_IPV6 = Cidr.of("2000::/3");

    /** … but for these: protocol assignments with Teredo and ORCHID, documentation, 6to4. */
    private static final List<Cidr> SPECIAL_IPV6 =
            blocks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "2620:4f:8000::/48");

    private static final Cidr LOOPBACK_IPV4 = Cidr.of("127.0.0.0/8");
    private static final Cidr LOOPBACK_IPV6 = Cidr.of("::1");
    private static final Cidr COMPATIBLE = Cidr.of("::/96");
    private static final Cidr NAT64 = Cidr.of("64:ff9b::/96");
    private static final Cidr SIX_TO_FOUR = Cidr.of("2002::/16");

    AddressRules {
        allow = List.copyOf(allow);
    }

    private static List<Cidr> blocks(String... texts) {
        return Arrays.stream(texts).map(Cidr::of).toList();
    }

    /** Whether {@code address} may be connected to. */
    boolean permits(InetAddress address) {
        Optional<InetAddress> embedded = embedded(address);
        if (isLocal(address)) {
            return embedded.isEmpty() || isLocal(embedded.get()) || isGlobal(embedded.get());
        }
        return isGlobal(address);
    }

    /** Whether {@code address} is allowed although it is not global: the operator's networks, or loopback. */
    boolean isLocal(InetAddress address) {
        return (loopback && (LOOPBACK_IPV4.contains(address) || LOOPBACK_IPV6.contains(address)))
                || allow.stream().anyMatch(block -> block.contains(address));
    }

    private static boolean isGlobal(InetAddress address) {
        if (address instanceof Inet4Address) {
            return SPECIAL_IPV4.stream().noneMatch(block -> block.contains(address));
        }
        return GLOBAL_IPV6.contains(address) && SPECIAL_IPV6.stream().noneMatch(block -> block.contains(address));
    }

    /** The IPv4 address inside of an IPv6 one. Mapped ones (::ffff:0:0/96) the JDK has unwrapped before. */
    private static Optional<InetAddress> embedded(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != 16 || LOOPBACK_IPV6.contains(address)) {
            return Optional.empty();
        }
        if (COMPATIBLE.contains(address) || NAT64.contains(address)) {
            return Optional.of(ipv4(bytes, 12));
        }
        return SIX_TO_FOUR.contains(address) ? Optional.of(ipv4(bytes, 2)) : Optional.empty();
    }

    private static InetAddress ipv4(byte[] bytes, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
