package social.godwit.activitypub.note;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.document.Visibility;

/**
 * A post known here, its author's words verbatim.
 *
 * @param id as it is compared: canonical for portable objects, else as written
 * @param author the author's id as it is compared
 * @param type {@code Note}, {@code Question}, {@code Article}, {@code Page}, {@code Image}, {@code Video},
 *     {@code Audio} or {@code Event}
 * @param visibility who may see it
 * @param listed false when the Public collection stands in {@code cc} only: shown, but in no public list
 * @param published as the author says, but never later than its arrival here
 * @param inReplyTo the post that it answers, as it is compared
 * @param conversation the {@code context} or {@code conversation} that it names
 * @param quote the post that it quotes, as it is compared
 * @param edited when its newest version arrived, if it is not the first
 * @param document the object's JSON text, UTF-8, as received
 */
public record Note(
        String id,
        String author,
        String type,
        Visibility visibility,
        boolean listed,
        Instant published,
        Optional<String> inReplyTo,
        Optional<String> conversation,
        Optional<String> quote,
        Optional<Instant> edited,
        List<String> audience,
        String document) {

    public Note {
        audience = List.copyOf(audience);
    }

    /** The object's bytes, as received. */
    public byte[] bytes() {
        return document.getBytes(StandardCharsets.UTF_8);
    }
}
