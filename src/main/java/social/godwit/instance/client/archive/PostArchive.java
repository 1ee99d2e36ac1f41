package social.godwit.instance.client.archive;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.instance.client.ClientProblem;

/**
 * An account in an archive: {@code actor.json}, {@code outbox.json}, {@code likes.json}, {@code bookmarks.json} and media, at the
 * top as Mastodon lays them, or under {@code activitypub/} as FEP-6fcd does.
 *
 * @param folder what all paths begin with; empty or {@code activitypub/}
 * @param actor the old account's actor document
 */
record PostArchive(ArchiveFiles files, String folder, JsonObject actor) {
    private static final long ACTOR_MAX = 1 << 20;
    private static final long COLLECTION_MAX = 8L << 30;
    private static final JsonLimits LIMITS = new JsonLimits((int) ACTOR_MAX, 32, 32_768, 1_024, false);

    /** The account in {@code files}, if there is one. */
    static Optional<PostArchive> in(ArchiveFiles files) throws IOException {
        for (String folder : new String[] {"", "activitypub/"}) {
            if (!files.names().contains(folder + "actor.json")) continue;
            if (!folder.isEmpty()
                    && !files.names().contains("manifest.yml")
                    && !files.names().contains("manifest.yaml"))
                throw new ClientProblem("The archive has no manifest.yml.", "Is it complete?");
            try (InputStream in = files.open(folder + "actor.json", ACTOR_MAX).orElseThrow()) {
                if (StrictJson.read(in.readAllBytes(), LIMITS) instanceof JsonReading.Read(JsonObject actor)
                        && actor.string("id").isPresent()) return Optional.of(new PostArchive(files, folder, actor));
            }
            throw new ClientProblem("actor.json in the archive cannot be read.", "Is the archive complete?");
        }
        return Optional.empty();
    }

    /** The old actor's id. */
    String id() {
        return actor.string("id").orElseThrow();
    }

    /** The old address, {@code name@host}. */
    String account() {
        String host = id().replaceFirst("^https?://", "").replaceFirst("[/?#].*$", "");
        String name = actor.string("preferredUsername").orElse("unknown");
        String account = actor.string("webfinger").orElse(name + "@" + host);
        return account.length() > 320 ? account.substring(0, 320) : account;
    }

    /** The items of a collection; empty when the archive has none of that name. */
    Optional<JsonItems> items(String name) throws IOException {
        return files.open(folder + name, COLLECTION_MAX).map(JsonItems::new);
    }

    /**
     * Where the file lies that a post names: archives write paths with and without a leading slash or the store's own folder,
     * and escaped; empty when it is missing.
     */
    Optional<String> find(String path) {
        String plain = path.replaceFirst("^https?://[^/]+", "")
                .replaceFirst("[?#].*$", "")
                .replaceFirst("^/+", "");
        for (String form : new String[] {plain, unescaped(plain)}) {
            int media = form.indexOf("media_attachments/");
            for (String name : new String[] {form, media > 0 ? form.substring(media) : form})
                if (files.names().contains(folder + name)) return Optional.of(folder + name);
        }
        return Optional.empty();
    }

    private static String unescaped(String path) {
        try {
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return path;
        }
    }
}
