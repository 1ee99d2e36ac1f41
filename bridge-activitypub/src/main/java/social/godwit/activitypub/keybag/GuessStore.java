package social.godwit.activitypub.keybag;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;
import social.godwit.identity.did.Did;

/** Counts wrong passphrases; all within the caller's transaction, so that attempts on one account come one after the other. */
interface GuessStore {
    /** Most rows that are kept. */
    int ROWS_MAX = 200_000;

    /**
     * What an attempt is judged by.
     *
     * @param network wrong ones from this network, for whatever account
     * @param account wrong ones for this account, from networks that never had the right one
     * @param known wrong ones for this account from this network, if it once had the right one: they count by themselves, so
     *     that no stranger's guessing keeps the owner out where the owner has been
     */
    record Counted(Guesses network, Guesses account, Optional<Guesses> known) {}

    /** Reads and locks what concerns an attempt. */
    Uni<Counted> lock(Did account, String network, Instant now);

    /** Keeps the counts of a wrong attempt. */
    Uni<Void> save(Did account, String network, Counted counted);

    /** From this network somebody had the right passphrase of the account. */
    Uni<Void> know(Did account, String network, Instant now);

    /** Forgets what is old, and the oldest beyond {@link #ROWS_MAX}. */
    Uni<Void> upkeep(Instant now);
}
