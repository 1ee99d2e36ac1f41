package social.godwit.activitypub.media;

import java.util.Optional;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;

/** Where the file of an attachment or an icon lies. */
public final class FileAddress {
    private FileAddress() {}

    /** The URL of a file, however it is written: {@code url} as text or {@code Link}, one or several, or {@code href}. */
    public static Optional<String> of(JsonObject file) {
        for (Json url : file.list("url")) {
            if (url instanceof JsonString text) {
                return Optional.of(text.value());
            }
            if (url instanceof JsonObject link && link.string("href").isPresent()) {
                return link.string("href");
            }
        }
        return file.string("href");
    }

    /** The place of a file at the instance with this origin, if it is one of ours. */
    public static Optional<String> here(String url, String origin) {
        String prefix = origin + HashlinkPath.MEDIA;
        Optional<Sha256> hash =
                url.startsWith(prefix) ? HashlinkPath.parse(url.substring(prefix.length())) : Sha256.parseHashlink(url);
        return hash.map(known -> HashlinkPath.url(origin, known));
    }
}
