package social.godwit.store.record;

/** What became of a record that was to be kept. */
public enum Taking {
    /** It is kept. */
    STORED,
    /** It was kept already. */
    KNOWN,
    /** A verified record of the same subject says something newer; there is no need to keep this one. */
    SUPERSEDED,
    /** So many of this gateway wait to be verified that it has to come again later. */
    LATER,
    /** There is no repository of the account here. */
    NO_REPOSITORY
}
