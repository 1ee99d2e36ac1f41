package social.godwit.activitypub.media;

import java.util.Optional;
import social.godwit.identity.encoding.Sha256;

/**
 * Where a file is served: {@code /.well-known/apgateway-media/hl:zQm…} (FEP-ae97), and for readers of FEP-ef61 also
 * {@code /.well-known/apgateway/hl:zQm…}. Neither can be taken for a document's path, which begins with a DID.
 */
public final class HashlinkPath {
    /** What this instance writes. */
    public static final String MEDIA = "/.well-known/apgateway-media/";

    private HashlinkPath() {}

    /** The URL of a file at {@code origin}, for servers that cannot read hashlinks. */
    public static String url(String origin, Sha256 hash) {
        return origin + MEDIA + hash.hashlink();
    }

    /** Reads the last part of the path: a hashlink, or the bare multihash. */
    public static Optional<Sha256> parse(String last) {
        String decoded = last.replace("%3A", ":").replace("%3a", ":");
        return Sha256.parseHashlink(decoded).or(() -> Sha256.parseMultibase(decoded));
    }
}
