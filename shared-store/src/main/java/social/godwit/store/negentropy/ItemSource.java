package social.godwit.store.negentropy;

/**
 * The rows that a set of items in the database consists of.
 *
 * @param table with a condition: {@code table where …}
 * @param owner column of the set's owner, a text
 * @param classes column of the set's class, a text
 * @param second column, or the expression that an index has
 * @param hash column
 */
public record ItemSource(String table, String owner, String classes, String second, String hash) {}
