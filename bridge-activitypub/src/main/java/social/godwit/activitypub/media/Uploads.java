package social.godwit.activitypub.media;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import social.godwit.activitypub.media.Inspection.Fit;
import social.godwit.activitypub.media.Inspection.Unfit;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.media.MediaStore;

/** Takes files of owners: looked at, named by their hash, kept as they are. */
@ApplicationScoped
public class Uploads {
    private final MediaStore store;
    private final MediaLimits limits = MediaLimits.DEFAULT;
    private final MediaInspector inspector = new MediaInspector(limits);

    Uploads(MediaStore store) {
        this.store = store;
    }

    /** The longest file of any kind, in bytes. */
    public int bytesMax() {
        return Math.max(limits.imageBytesMax(), limits.filmBytesMax());
    }

    /** Keeps {@code file} for {@code account}. The same file again is the same outcome and costs nothing. */
    public Uni<Upload> upload(Did account, byte[] file) {
        return switch (inspector.inspect(file)) {
            case Unfit unfit -> Uni.createFrom().item(new Upload.Refused(unfit));
            case Fit fit
            when file.length > inspector.bytesMax(fit.format().kind()) ->
                Uni.createFrom()
                        .item(new Upload.TooLarge("a file of this kind has at most "
                                + inspector.bytesMax(fit.format().kind()) + " bytes"));
            case Fit fit -> keep(account, file, fit);
        };
    }

    private Uni<Upload> keep(Did account, byte[] file, Fit fit) {
        Sha256 hash = Sha256.of(file);
        return store.keeps(account, hash)
                .flatMap(known ->
                        known ? Uni.createFrom().item(0L) : store.used(account).map(used -> used + file.length))
                .flatMap(used -> used > limits.accountBytesMax()
                        ? Uni.createFrom()
                                .item(new Upload.TooLarge("the account's files would have more than "
                                        + limits.accountBytesMax() + " bytes together: delete some first"))
                        : store.put(account, file, fit.format().contentType())
                                .map(blob -> new Upload.Kept(hash, fit.format(), fit.width(), fit.height())));
    }

    /** What became of an upload. */
    public sealed interface Upload {
        /** It is kept. */
        record Kept(Sha256 hash, MediaFormat format, int width, int height) implements Upload {}

        /** It is no file that may be kept: 400. */
        record Refused(Unfit unfit) implements Upload {}

        /** It, or all files of the account together, would be too large: 413. */
        record TooLarge(String detail) implements Upload {}
    }
}
