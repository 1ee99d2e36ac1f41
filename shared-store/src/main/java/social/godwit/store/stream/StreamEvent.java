package social.godwit.store.stream;

import social.godwit.identity.did.Did;
import social.godwit.identity.did.PortableId;
import social.godwit.store.document.StoredDocument;

/** What happened in a repository that everyone may know. */
public sealed interface StreamEvent {
    /** The place after it. */
    StreamCursor cursor();

    /** In whose repository. */
    Did account();

    /** A public document has come to count. It is told of as long as it is shown, and not when an older event is read late. */
    record Document(StreamCursor cursor, StoredDocument document) implements StreamEvent {
        @Override
        public Did account() {
            return document.owner();
        }
    }

    /** A public document was deleted, with all its versions. */
    record Deletion(StreamCursor cursor, PortableId id) implements StreamEvent {
        @Override
        public Did account() {
            return id.did();
        }
    }

    /** The key log has changed what counts: whoever keeps what came before reads the account's documents anew. */
    record Revision(StreamCursor cursor, Did account) implements StreamEvent {}
}
