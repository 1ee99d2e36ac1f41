package social.godwit.store.document;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.keylog.Notice;
import social.godwit.store.testing.TestAccount;

/** One gateway's word on when it had entries, as a test says it. */
final class SaidNotices implements Notices {
    private static final SigningKey GATEWAY = new TestAccount(-77).newKey();

    private final Map<Sha256, Notice> said = new HashMap<>();

    void received(Sha256 entry, Instant time) {
        Did gateway = GATEWAY.did();
        said.put(entry, new Notice(Set.of(gateway), Map.of(gateway, time), Optional.of(gateway)));
    }

    @Override
    public Uni<Map<Sha256, Notice>> of(Did account, Optional<StoredDocument> actor) {
        return Uni.createFrom().item(() -> Map.copyOf(said));
    }
}
