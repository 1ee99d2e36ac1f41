package social.godwit.instance.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.key.KeyFile;
import social.godwit.identity.key.RsaKeyPair;
import social.godwit.instance.client.home.KeyRing;

/**
 * What a key bag and a backup hold: the account's own key, the hash of its key log's beginning, and the RSA copies, each as two secrets,
 * {@code rsa-HASH} (PKCS#8) and {@code rsa-HASH.id}. Device keys are each device's own, and the recovery key is kept apart.
 */
public final class BagContent {
    private static final String ID = ".id";
    private static final String RSA = "rsa-";

    private BagContent() {}

    /** The content for these keys. */
    public static KeyFile of(KeyRing keys, List<RsaCopies.Copy> copies) {
        KeyFile content = keys.account();
        for (RsaCopies.Copy copy : copies) {
            String name = copy.pair().publicKey().fragment();
            content = content.withSecret(name, copy.pair().pkcs8())
                    .withSecret(name + ID, copy.id().getBytes(StandardCharsets.UTF_8));
        }
        return content;
    }

    /** The RSA copies in a content. */
    public static List<RsaCopies.Copy> copies(KeyFile content) {
        List<RsaCopies.Copy> copies = new ArrayList<>();
        for (String name : content.secretNames()) {
            if (!name.startsWith(RSA) || name.endsWith(ID)) continue;
            Optional<RsaKeyPair> pair = content.secret(name).flatMap(RsaKeyPair::fromPkcs8);
            Optional<String> id = content.secret(name + ID).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
            if (pair.isPresent() && id.isPresent()) copies.add(new RsaCopies.Copy(id.get(), pair.get()));
        }
        return List.copyOf(copies);
    }
}
