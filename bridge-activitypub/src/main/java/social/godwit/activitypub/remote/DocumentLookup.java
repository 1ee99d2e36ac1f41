package social.godwit.activitypub.remote;

/** How the search for a document ended. */
public sealed interface DocumentLookup {
    /** The document, authentic: by proof when portable, by the origin that served it otherwise. */
    record Found(RemoteDocument document) implements DocumentLookup {}

    /** Its origin says that it was deleted (410, or a Tombstone). */
    record Gone() implements DocumentLookup {}

    /** There is none that we would believe: 404 and other refusals, wrong type, wrong id, bad proof, blocked address. */
    record NotFound(String detail) implements DocumentLookup {}

    /** Nobody answered in time; later it may be there. */
    record Unavailable(String detail) implements DocumentLookup {}
}
