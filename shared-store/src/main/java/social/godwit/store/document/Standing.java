package social.godwit.store.document;

/** How an admitted version stands among the others. */
public enum Standing {
    /** It is what is shown under its id (at least to those who ask for its spelling). */
    CURRENT,
    /** A newer version of the id is there: kept, shown to nobody. */
    SUPERSEDED,
    /** The account has devices, and no checkpoint of one lists it yet: kept, shown to nobody. */
    UNLISTED,
    /** Its id, or an object in it, was deleted. */
    DELETED
}
