package social.godwit.network.moderation;

import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.json.JsonObject;
import social.godwit.network.moderation.Subject.Kind;

/**
 * An account or a post as somebody names it: {@code account:ID}, {@code post:ID}, or just an id, a DID, a handle or the address of a
 * page. What leads to it has to be looked up; {@link #found} says which subject that gave. Pure.
 *
 * @param kind what it has to be, where that was said
 * @param text an id, or what leads to one
 */
public record Meant(Optional<Kind> kind, String text) {
    /** Reads what somebody wrote. */
    public static Meant of(String written) {
        String text = written.strip();
        for (Kind kind : new Kind[] {Kind.ACCOUNT, Kind.POST}) {
            String prefix = kind.word() + ":";
            if (text.startsWith(prefix)) return new Meant(Optional.of(kind), asId(text.substring(prefix.length())));
        }
        return new Meant(Optional.empty(), asId(text));
    }

    /** A DID with a path is the id of a document without its scheme. */
    private static String asId(String text) {
        return text.startsWith("did:") && text.contains("/") ? "ap://" + text : text;
    }

    /** The DID, where somebody is named by it alone. */
    public Optional<Did> did() {
        return kind.equals(Optional.of(Kind.POST)) ? Optional.empty() : Did.parse(text);
    }

    /**
     * The subject, when an id of this shape names what it names wherever it is and the kind was said, so that nobody need be asked.
     * Whether there is such a document it does not say.
     */
    public Optional<Subject> spelled() {
        return kind.flatMap(
                one -> PortableId.parse(text).flatMap(id -> Subject.parse(one.word() + ":" + id.canonical())));
    }

    /** The subject whose document was found; empty when it is neither an account nor a post, or not what was meant. */
    public Optional<Subject> found(JsonObject document) {
        JsonObject it = document.object("object")
                .filter(inner ->
                        document.string("type").filter("Create"::equals).isPresent())
                .orElse(document);
        Kind what = it.has("inbox") ? Kind.ACCOUNT : Kind.POST;
        if (what == Kind.POST && !it.has("attributedTo")) return Optional.empty();
        return it.string("id")
                .map(id -> PortableId.parse(id).map(PortableId::canonical).orElse(id))
                .flatMap(id -> Subject.parse(what.word() + ":" + id))
                .filter(subject -> kind.map(subject.kind()::equals).orElse(true));
    }
}
