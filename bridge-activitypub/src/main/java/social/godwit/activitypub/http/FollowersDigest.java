package social.godwit.activitypub.http;

import java.util.Collection;
import java.util.HexFormat;
import social.godwit.identity.encoding.Sha256;

/**
 * The digest of a partial followers collection (FEP-8fcf): the exclusive-or of the SHA-256 of every follower's id. The order
 * does not count; no followers at all give zeros.
 */
public final class FollowersDigest {
    private FollowersDigest() {}

    /** The digest of these ids, in hex. */
    public static String of(Collection<String> followers) {
        byte[] digest = new byte[Sha256.LENGTH];
        for (String follower : followers) {
            byte[] hash = Sha256.of(follower.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    .bytes();
            for (int i = 0; i < digest.length; i++) {
                digest[i] ^= hash[i];
            }
        }
        return HexFormat.of().formatHex(digest);
    }

    /** The value of a {@code Collection-Synchronization} field. */
    public static String header(String collectionId, String partialUrl, String digest) {
        return "collectionId=\"" + collectionId + "\", url=\"" + partialUrl + "\", digest=\"" + digest + "\"";
    }
}
