package social.godwit.store.record;

import java.util.Locale;
import java.util.Optional;

/** What a gateway record tells. */
public enum RecordKind {
    /** How a stranger stands to the account: its Follow, Block, or the Undo of one; the last word counts. State. */
    FOLLOWER,
    /** A stranger's answer to a Follow of the account: Accept or Reject; the last word counts. State. */
    FOLLOWING,
    /** Any other activity for the account. */
    ACTIVITY,
    /** Which inboxes have taken a document of the account from the gateway that says so. */
    DELIVERED,
    /** Where a follower is delivered to, so that a Move reaches it when nobody can ask its server any more. State. */
    PEER,
    /** When the gateway first had an entry of the account's key log, and which gateways the account listed then. State. */
    ENTRY;

    /** As it is written in a record. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #text}. */
    public static Optional<RecordKind> parse(String text) {
        for (RecordKind kind : values()) {
            if (kind.text().equals(text)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** True for what is kept as long as the account is: the newest of its kind and subject. */
    public boolean isState() {
        return this == FOLLOWER || this == FOLLOWING || this == PEER || this == ENTRY;
    }

    /** True for what carries a stranger's request, which each gateway verifies again. */
    public boolean isRequest() {
        return this == FOLLOWER || this == FOLLOWING || this == ACTIVITY;
    }

    /** True when there is one record per kind and subject. */
    public boolean isSingle() {
        return this != DELIVERED;
    }
}
