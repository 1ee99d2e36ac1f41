package social.godwit.instance.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import social.godwit.identity.encoding.Sha256;
import social.godwit.instance.client.document.Post;
import social.godwit.instance.client.media.MediaFile;
import social.godwit.instance.client.media.MediaPreparation;

/** Prepares files, sends them to a gateway, and checks that it keeps exactly what was sent. */
public final class MediaUpload {
    private static final String PATH = "/.well-known/apgateway-media";

    private final Owner owner;

    /** Uploads for {@code owner}. */
    public MediaUpload(Owner owner) {
        this.owner = owner;
    }

    /** Hears how much of a file has gone. */
    @FunctionalInterface
    public interface Progress {
        /** {@code sent} of {@code total} bytes of the file called {@code name}. */
        void sent(String name, long sent, long total);
    }

    /**
     * Uploads a file.
     *
     * @param description for those who cannot see it
     * @param asItIs publish sound and film with their metadata
     */
    public Post.Attachment upload(Path file, String description, boolean asItIs, Progress progress) {
        String name = String.valueOf(file.getFileName());
        return send(MediaPreparation.prepare(read(file), name, asItIs), name, description, progress);
    }

    /** Uploads a file that is prepared already; {@code name} is how messages call it. */
    public Post.Attachment send(MediaFile media, String name, String description, Progress progress) {
        byte[] bytes = media.bytes();
        Sha256 hash = Sha256.of(bytes);
        Gateways.From from;
        try {
            from = owner.gateways()
                    .upload(PATH, media.type().mime(), bytes, sent -> progress.sent(name, sent, bytes.length));
        } catch (Gateways.Unreachable e) {
            throw new ClientProblem(name + " was not uploaded: " + e.getMessage(), "Try again later.", e);
        }
        from.orRefuse("Uploading " + name);
        String kept =
                Answers.object(from.answer(), from.gateway()).string("url").orElse("");
        if (!kept.contains(hash.hashlink()))
            throw new ClientProblem(
                    from.gateway() + " did not keep " + name + " as it was sent.",
                    "Nothing was published. Use another server.");
        return new Post.Attachment(media, hash, owner.ids().home() + PATH + "/" + hash.hashlink(), description);
    }

    private static byte[] read(Path file) {
        try {
            if (Files.size(file) > MediaPreparation.LARGEST_FILE)
                throw new ClientProblem(file + " is too large; at most 40 MB can be attached.");
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ClientProblem(file + " cannot be read.", "Check the name and the permissions.", e);
        }
    }
}
