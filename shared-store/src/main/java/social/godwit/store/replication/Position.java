package social.godwit.store.replication;

/**
 * A place in the order in which an account's records arrived at an instance.
 *
 * @param documents number of a document, see {@link social.godwit.store.document.StoredDocument#number}; 0: before the first
 * @param records number of a gateway record that the instance made itself; 0: before the first
 */
public record Position(long documents, long records) {
    /** Before everything. */
    public static final Position START = new Position(0, 0);

    /** The farther of both, number by number. */
    public Position max(Position other) {
        return new Position(Math.max(documents, other.documents), Math.max(records, other.records));
    }

    /** Whether this is at least as far as {@code other} in both. */
    public boolean reaches(Position other) {
        return documents >= other.documents && records >= other.records;
    }
}
