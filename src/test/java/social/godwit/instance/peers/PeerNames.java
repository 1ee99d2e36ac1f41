package social.godwit.instance.peers;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Resolves, within a test's own JVM, the host names of its {@link PeerNetwork}. Names made for tests (RFC 2606) are asked of nobody. */
public final class PeerNames extends InetAddressResolverProvider {
    private static final List<String> RESERVED = List.of(".test", ".example", ".invalid");
    private static final Map<String, InetAddress> KNOWN = new ConcurrentHashMap<>();

    /** From now on the name is this address's; fails where this class is not asked, which is found by the first thread that looks up a name. */
    static void add(String name, String address) {
        try {
            // With its name, which TLS asks for and checks.
            InetAddress named = InetAddress.getByAddress(
                    name, InetAddress.getByName(address).getAddress());
            KNOWN.put(name, named);
            if (!InetAddress.getByName(name).equals(named)) {
                throw new IllegalStateException(name + " is somebody else's");
            }
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public InetAddressResolver get(Configuration configuration) {
        InetAddressResolver others = configuration.builtinResolver();
        return new InetAddressResolver() {
            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
                InetAddress known = KNOWN.get(host);
                if (known != null) {
                    return Stream.of(known);
                }
                if (RESERVED.stream().anyMatch(host::endsWith)) {
                    throw new UnknownHostException(host);
                }
                return others.lookupByName(host, policy);
            }

            @Override
            public String lookupByAddress(byte[] address) throws UnknownHostException {
                return others.lookupByAddress(address);
            }
        };
    }

    @Override
    public String name() {
        return "the peers of a test";
    }
}
