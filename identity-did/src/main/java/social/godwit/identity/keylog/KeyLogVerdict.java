package social.godwit.identity.keylog;

import social.godwit.identity.encoding.Sha256;

/** What a log says to an entry. */
public sealed interface KeyLogVerdict {
    /** The entry belongs to the log; this is the log with it, which may be frozen now. */
    record Added(KeyLog log) implements KeyLogVerdict {}

    /** The log has this entry. */
    record Known() implements KeyLogVerdict {}

    /** An entry whose predecessor in the recovery chain is not here yet: keep it and try again. */
    record Waiting(Sha256 forEntry) implements KeyLogVerdict {}

    /** The entry does not belong to the log. */
    record Refused(Reason reason, String detail) implements KeyLogVerdict {}

    /** Why an entry is refused. */
    enum Reason {
        /** For another account, or another genesis. */
        OTHER_LOG,
        /** A second first entry: shown to the owner as evidence, never followed. */
        SECOND_GENESIS,
        /** Not by the recovery key that the predecessor commits to. */
        RECOVERY_KEY,
        /** By somebody who was no helper when the last recovery was signed. */
        NO_HELPER,
        /** The recovery chain has forked before this entry. */
        FROZEN,
        /** Too many entries. */
        FULL
    }
}
