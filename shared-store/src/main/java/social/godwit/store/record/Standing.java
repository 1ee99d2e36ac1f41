package social.godwit.store.record;

/** How far a record is believed here. */
public enum Standing {
    /** The stranger's request is still to be verified. */
    PENDING,
    /** Verified here, or observed here. */
    VERIFIED,
    /** Could not be verified: shown nowhere, and serves only to tell its stranger of a Move. */
    UNVERIFIED
}
