package social.godwit.store.document;

import social.godwit.identity.document.ContentId;
import social.godwit.identity.document.PortableDocument;

/** From what a document is to the part it plays here. */
final class Kinds {
    private Kinds() {}

    static DocumentKind of(PortableDocument document) {
        return switch (document.type()) {
            case ContentId.KEY_LOG_ENTRY -> DocumentKind.KEY_LOG;
            case ContentId.CHECKPOINT -> DocumentKind.CHECKPOINT;
            default ->
                switch (document.kind()) {
                    case ACTOR -> DocumentKind.ACTOR;
                    case ACTIVITY -> DocumentKind.ACTIVITY;
                    default -> DocumentKind.OBJECT;
                };
        };
    }
}
