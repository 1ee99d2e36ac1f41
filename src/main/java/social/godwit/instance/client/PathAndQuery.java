package social.godwit.instance.client;

import java.net.URI;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.PortableId;

/** Follows a link to another page of the owner's own collections, and no link to anywhere else. */
final class PathAndQuery {
    private PathAndQuery() {}

    static Optional<String> of(String url, Did did) {
        try {
            URI link = URI.create(url);
            String path = link.getRawPath();
            if (path == null || !path.startsWith(PortableId.GATEWAY_PATH + did + "/")) return Optional.empty();
            return Optional.of(link.getRawQuery() == null ? path : path + "?" + link.getRawQuery());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
