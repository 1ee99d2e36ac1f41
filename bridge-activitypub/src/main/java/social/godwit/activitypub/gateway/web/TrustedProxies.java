package social.godwit.activitypub.gateway.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import social.godwit.activitypub.remote.Cidr;

/**
 * Whose word on the sender's address counts (row 59). Every proxy adds to the end of {@code X-Forwarded-For} whom it was
 * asked by: read from the end, what trusted proxies wrote is true as far as the first address that is no trusted proxy.
 * Everything before that is what the sender likes to claim.
 *
 * @param blocks addresses of the operator's own proxies; empty: the field is not looked at
 */
public record TrustedProxies(List<Cidr> blocks) {
    /** Longer lists are nobody's chain of proxies. */
    private static final int HOPS_MAX = 20;

    public TrustedProxies {
        blocks = List.copyOf(blocks);
    }

    /**
     * The network of one customer that a request came from: an IPv4 address, or the first half of an IPv6 one in
     * hexadecimal; empty when it is not known.
     *
     * @param peer the other end of the connection, as text
     * @param forwardedFor the values of {@code X-Forwarded-For}, in their order
     */
    public String network(String peer, List<String> forwardedFor) {
        return address(peer)
                .map(end -> sender(end, String.join(",", forwardedFor).split(",", -1)))
                .map(TrustedProxies::network)
                .orElse("");
    }

    private InetAddress sender(InetAddress peer, String[] hops) {
        InetAddress sender = peer;
        for (int i = hops.length - 1; i >= Math.max(0, hops.length - HOPS_MAX) && trusts(sender); i--) {
            Optional<InetAddress> hop = address(hops[i].strip());
            if (hop.isEmpty()) {
                return sender;
            }
            sender = hop.get();
        }
        return sender;
    }

    private boolean trusts(InetAddress address) {
        return blocks.stream().anyMatch(block -> block.contains(address));
    }

    /** Reads an address, possibly with brackets, port or zone; never asks the DNS. */
    private static Optional<InetAddress> address(String text) {
        String bare = text.startsWith("[") && text.indexOf(']') > 0
                ? text.substring(1, text.indexOf(']'))
                : text.matches("[0-9.]+:[0-9]+") ? text.substring(0, text.indexOf(':')) : text;
        int zone = bare.indexOf('%');
        String plain = zone < 0 ? bare : bare.substring(0, zone);
        if (!plain.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]{0,45}:[0-9a-fA-F:.]{0,45}")) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(plain));
        } catch (UnknownHostException malformed) {
            return Optional.empty();
        }
    }

    private static String network(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4 ? address.getHostAddress() : HexFormat.of().formatHex(bytes, 0, 8);
    }
}
