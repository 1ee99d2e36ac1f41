package social.godwit.activitypub.media;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Typed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import social.godwit.store.document.RepositoryChange;
import social.godwit.store.document.StoredDocument;
import social.godwit.store.document.Watcher;
import social.godwit.store.media.WantedMedia;

/** Wants the files that documents name when these come to count here, whoever brought them. */
@ApplicationScoped
@Typed(MediaWishes.class)
public class MediaWishes implements Watcher {
    private static final byte[] HASH = "zQm".getBytes(StandardCharsets.US_ASCII);

    private final WantedMedia wanted;

    MediaWishes(WantedMedia wanted) {
        this.wanted = wanted;
    }

    @Override
    public Uni<Void> changed(List<RepositoryChange> changes) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (RepositoryChange change : changes) {
            for (StoredDocument document : change.counting()) {
                if (mayNameFiles(document.bytes())) {
                    all = all.chain(() -> wanted.want(change.owner(), document.hash(), NamedMedia.of(document.json())));
                }
            }
        }
        return all;
    }

    /** Most documents name none, and are not read once more to find that out. */
    private static boolean mayNameFiles(byte[] bytes) {
        for (int i = 0; i + HASH.length <= bytes.length; i++) {
            if (bytes[i] == HASH[0] && bytes[i + 1] == HASH[1] && bytes[i + 2] == HASH[2]) {
                return true;
            }
        }
        return false;
    }
}
