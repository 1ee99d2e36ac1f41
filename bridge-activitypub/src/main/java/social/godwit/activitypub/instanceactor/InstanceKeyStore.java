package social.godwit.activitypub.instanceactor;

import io.smallrye.mutiny.Uni;
import java.time.Instant;

/** Where the instance's private keys lie. */
public interface InstanceKeyStore {
    /** The secret called {@code name} ({@code rsa} or {@code ed25519}); when there is none, {@code fresh} becomes it. */
    Uni<byte[]> findOrInsert(String name, Uni<byte[]> fresh, Instant now);
}
