package social.godwit.activitypub.domain;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import social.godwit.identity.did.Did;

/** What a look for a domain's proof found. */
public sealed interface DomainProof {
    /** What a record, or a line of the file, begins with; the DID follows. */
    String MARK = "did=";

    /** More records or lines than this are not read. */
    int RECORDS_MAX = 20;

    /** A DID in a record takes less. */
    int RECORD_LENGTH_MAX = 255;

    /**
     * The domain names accounts as its own.
     *
     * @param file whether a file at the domain says so; that ends when the name points here
     */
    record Shown(Set<Did> accounts, boolean file) implements DomainProof {
        public Shown {
            accounts = Set.copyOf(accounts);
        }
    }

    /** It was answered, and names none. */
    record None() implements DomainProof {}

    /** Nobody could be asked, which says nothing. */
    record Unknown(String reason) implements DomainProof {}

    /** Whether it names {@code did}. */
    default boolean shows(Did did) {
        return this instanceof Shown shown && shown.accounts().contains(did);
    }

    /** The accounts that records, or lines of the file, name. */
    static Set<Did> accounts(List<String> records) {
        Set<Did> accounts = new TreeSet<>(java.util.Comparator.comparing(Did::toString));
        records.stream().limit(RECORDS_MAX).flatMap(DomainProof::account).forEach(accounts::add);
        return accounts;
    }

    private static Stream<Did> account(String record) {
        String bare = record.strip();
        return bare.length() <= RECORD_LENGTH_MAX && bare.startsWith(MARK)
                ? Did.parse(bare.substring(MARK.length()).strip()).stream()
                : Stream.empty();
    }
}
