package social.godwit.store.media;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.NullUnmarked;
import social.godwit.identity.encoding.Sha256;

/** A row of {@code blob}. */
@Entity
@Table(name = "blob")
@NullUnmarked
class BlobRow {
    @Id
    String hash;

    String type;
    long size;

    @Column(name = "stored_at")
    Instant storedAt;

    Blob blob() {
        return new Blob(Sha256.parseHex(hash).orElseThrow(), type, size, storedAt);
    }
}
