package social.godwit.activitypub.media;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;

/**
 * The files that a document names by their hash, in {@code attachment}, {@code icon} and {@code image} of its own or of the
 * object that it carries: hashlinks in {@code url} and {@code href}, also in the path of a gateway, and {@code
 * digestMultibase}. Pure.
 */
public final class NamedMedia {
    /** Most files of one document that are looked at. */
    public static final int MAX = 64;

    private NamedMedia() {}

    /** Their hashes, each once. */
    public static Set<Sha256> of(JsonObject document) {
        Set<Sha256> hashes = new LinkedHashSet<>();
        add(document, hashes);
        document.list("object").forEach(item -> {
            if (item instanceof JsonObject object) {
                add(object, hashes);
            }
        });
        return hashes;
    }

    private static void add(JsonObject document, Set<Sha256> hashes) {
        for (String key : Set.of("attachment", "icon", "image")) {
            document.list(key).forEach(item -> addFile(item, hashes));
        }
    }

    private static void addFile(Json item, Set<Sha256> hashes) {
        if (hashes.size() >= MAX) {
            return;
        }
        switch (item) {
            case JsonString url -> hash(url.value()).ifPresent(hashes::add);
            case JsonObject file -> {
                file.string("digestMultibase").flatMap(Sha256::parseMultibase).ifPresent(hashes::add);
                for (String key : Set.of("url", "href")) {
                    file.list(key).forEach(inner -> addFile(inner, hashes));
                }
            }
            default -> {}
        }
    }

    private static Optional<Sha256> hash(String url) {
        return HashlinkPath.parse(url.substring(url.lastIndexOf('/') + 1));
    }
}
