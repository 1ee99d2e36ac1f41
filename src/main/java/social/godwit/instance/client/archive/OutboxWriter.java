package social.godwit.instance.client.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;

/**
 * Writes an outbox as Mastodon's archives have it: posts in their newest versions and boosts, files by their paths in the archive.
 * What is changed has no proof any more; who wants the proofs takes the signed archive.
 */
final class OutboxWriter {
    private static final Set<String> POSTS = OldActivity.POSTS;

    private final OutputStream out;
    private final Map<Sha256, String> media;
    private final Tally tally;
    private final Map<String, JsonObject> edited = new HashMap<>();
    private final Set<String> undone = new HashSet<>();
    private final List<String> likes = new ArrayList<>();
    private long items;

    /** {@code media} gets the files, each with its path. */
    OutboxWriter(OutputStream out, Map<Sha256, String> media, Tally tally) throws IOException {
        this.out = out;
        this.media = media;
        this.tally = tally;
        write("{\"@context\":\"https://www.w3.org/ns/activitystreams\",\"id\":\"outbox.json\","
                + "\"type\":\"OrderedCollection\",\"orderedItems\":[");
    }

    /** The next activity; newest come first. */
    void add(JsonObject activity) {
        switch (activity.string("type").orElse("")) {
            case "Update" ->
                activity.object("object")
                        .filter(object -> POSTS.contains(object.string("type").orElse("")))
                        .ifPresent(
                                object -> edited.putIfAbsent(object.string("id").orElse(""), object));
            case "Undo" -> activity.id("object").ifPresent(undone::add);
            case "Like" -> {
                if (!undone.contains(activity.string("id").orElse("")))
                    activity.id("object").ifPresent(likes::add);
            }
            case "Announce" -> {
                if (!undone.contains(activity.string("id").orElse(""))) item(activity, "boosts");
            }
            case "Create" ->
                activity.object("object")
                        .filter(object -> POSTS.contains(object.string("type").orElse("")) && !isVote(object))
                        .map(object -> Optional.ofNullable(
                                        edited.remove(object.string("id").orElse("")))
                                .orElse(object))
                        .ifPresent(object -> item(activity.with("object", plain(object)), "posts"));
            default -> {}
        }
    }

    private void item(JsonObject activity, String counter) {
        try {
            write((items++ == 0 ? "\n" : ",\n")
                    + new String(Jcs.bytes(activity.without("proof", "@context")), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        tally.count(counter);
    }

    private static boolean isVote(JsonObject object) {
        return object.has("name") && !object.has("content") && object.has("inReplyTo");
    }

    private JsonObject plain(JsonObject object) {
        List<Json> files = new ArrayList<>();
        for (Json item : object.list("attachment"))
            if (item instanceof JsonObject file) {
                Optional<Sha256> hash = Export.hash(file);
                if (hash.isEmpty()) files.add(file);
                else {
                    String path = "media_attachments/"
                            + hash.get().hashlink().replaceFirst("^hl:", "")
                            + ending(file.string("mediaType").orElse(""));
                    media.put(hash.get(), path);
                    files.add(file.with("url", new JsonString(path)));
                }
            }
        JsonObject plain = object.without("proof", "@context");
        return files.isEmpty() ? plain : plain.with("attachment", new JsonArray(files));
    }

    /** What the owner likes, newest first. */
    List<String> likes() {
        return List.copyOf(likes);
    }

    /** Ends the outbox; the stream stays open. */
    void close() throws IOException {
        write("\n],\"totalItems\":" + items + "}\n");
        out.flush();
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What a file of this type is called at its end. */
    static String ending(String mediaType) {
        return switch (mediaType) {
            case "image/jpeg" -> ".jpg";
            case "audio/mpeg" -> ".mp3";
            case String type
            when type.matches("(image|video|audio)/[a-z0-9]{1,8}") -> "." + type.substring(type.indexOf('/') + 1);
            default -> "";
        };
    }
}
