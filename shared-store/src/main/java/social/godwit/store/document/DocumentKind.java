package social.godwit.store.document;

/** What part a document plays in its repository. */
public enum DocumentKind {
    ACTOR,
    ACTIVITY,
    /** Notes, collections, tombstones and all that is none of the others. */
    OBJECT,
    /** An entry of the key log; shown without being listed, as it says which listings count. */
    KEY_LOG,
    /** A signed list of what the account said; shown without being listed. */
    CHECKPOINT
}
