package social.godwit.instance.admin.figure;

import java.util.Locale;
import java.util.Optional;

/** What is counted: of a day (what happened on it), or as it stands (at the end of a day what was seen last). */
public enum Figure {
    /** Accounts here that posted or reacted. Who only reads is not recorded, so it is not counted. */
    ACTIVE_ACCOUNTS(true),
    /** Accounts registered here. */
    NEW_ACCOUNTS(true),
    /** Posts written here. */
    POSTS(true),
    /** Likes, boosts and reactions by accounts here. */
    INTERACTIONS(true),
    /** Reports filed. */
    REPORTS(true),
    /** Cases resolved. */
    CASES_RESOLVED(true),
    /** Entries of the moderation log: decisions, appeals, answers, reversals. */
    DECISIONS(true),

    /** Accounts that are not deleted. */
    ACCOUNTS(false),
    /** Open cases. */
    CASES_OPEN(false),
    /** Open cases that have waited more than a day. */
    CASES_OPEN_A_DAY(false),
    /** Open cases that have waited more than a week. */
    CASES_OPEN_A_WEEK(false),
    /** Appeals that nobody has answered. */
    APPEALS_OPEN(false),
    /** Activities that wait to be delivered, each counted once a host. */
    DELIVERIES_WAITING(false),
    /** Hosts that nothing gets through to. */
    HOSTS_FAILING(false),
    /** Activities from elsewhere that wait to be applied. */
    INBOX_WAITING(false),
    /** Accounts of which another gateway has not all. */
    REPLICAS_BEHIND(false),
    /** Documents and records that other gateways are behind. */
    REPLICATION_LAG(false),
    /** Bytes of signed documents, with their indexes. */
    STORAGE_DOCUMENTS(false),
    /** Bytes of media. */
    STORAGE_MEDIA(false),
    /** Bytes of what was observed and received for accounts here. */
    STORAGE_RECEIVED(false),
    /** Bytes of everything else in the database. */
    STORAGE_OTHER(false);

    private final boolean daily;

    Figure(boolean daily) {
        this.daily = daily;
    }

    /** Whether it counts what happened on a day; otherwise it says how something stood. */
    public boolean daily() {
        return daily;
    }

    /** Whether it says what the database takes on the disk, which not every database tells. */
    boolean ofStorage() {
        return word().startsWith("storage-");
    }

    /** The word that stands for it in requests, answers and the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads the word. */
    public static Optional<Figure> parse(String word) {
        for (Figure figure : values()) {
            if (figure.word().equals(word)) {
                return Optional.of(figure);
            }
        }
        return Optional.empty();
    }
}
