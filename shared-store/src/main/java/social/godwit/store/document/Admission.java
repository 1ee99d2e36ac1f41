package social.godwit.store.document;

import social.godwit.identity.encoding.Sha256;

/** What came of offering a document to its repository. */
public sealed interface Admission {
    /** Hash of the document that was offered. */
    Sha256 hash();

    /** It was not here before, and is now. Only this outcome is a reason to forward it or to apply effects. */
    record Stored(StoredDocument document, Standing standing) implements Admission {
        @Override
        public Sha256 hash() {
            return document.hash();
        }
    }

    /** It was here before; nothing changed. Also when only its hash is left. */
    record Known(Sha256 hash, Standing standing) implements Admission {}

    /** It does not belong in here. */
    record Refused(Sha256 hash, Refusal reason) implements Admission {}

    /** Why a valid document is not taken. Each may be offered again later. */
    enum Refusal {
        /** Its owner has no repository here. */
        NO_REPOSITORY,
        /** The operator removed it from this instance. */
        PURGED,
        /** Its owner deleted it, or what it carries, and it was erased; its hash is noted. */
        ERASED,
        /** It says to be a checkpoint or an entry of the key log, and is not in the form of one. */
        MALFORMED,
        /** The key log of the account begins otherwise, or does not allow this entry. */
        KEY_LOG
    }
}
