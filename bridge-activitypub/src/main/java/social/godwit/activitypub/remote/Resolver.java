package social.godwit.activitypub.remote;

import io.smallrye.mutiny.Uni;
import java.net.InetAddress;
import java.util.List;

/** Names to addresses. A seam, so that tests and simulations own the network. */
@FunctionalInterface
public interface Resolver {
    /** All addresses of {@code host}, which may be a literal; an empty list when there are none. */
    Uni<List<InetAddress>> resolve(String host);
}
