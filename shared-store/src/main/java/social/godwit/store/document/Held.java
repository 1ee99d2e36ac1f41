package social.godwit.store.document;

import social.godwit.identity.document.Visibility;

/** What is here of a hash that was here once. */
public sealed interface Held {
    /** Its class. */
    Visibility visibility();

    /** The document, shown or not. */
    record Here(StoredDocument document) implements Held {
        @Override
        public Visibility visibility() {
            return document.visibility();
        }
    }

    /**
     * Only the hash is left.
     *
     * @param second proof time in seconds since 1970
     */
    record Gone(Reason reason, Visibility visibility, long second) implements Held {}

    /** Why the bytes are no longer here. */
    enum Reason {
        /** Their owner deleted them. */
        ERASED,
        /** The operator removed them here. */
        PURGED
    }
}
