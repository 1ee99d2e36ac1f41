package social.godwit.store;

import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/**
 * Where a use case that calls several stores says "all of this or nothing". Stores that are called inside join the
 * running transaction. {@link Database} is the durable one; {@link #IMMEDIATE} serves the stores in memory.
 */
public interface Transactions {
    /** For stores in memory: every call takes effect at once, and nothing is undone. */
    Transactions IMMEDIATE = new Transactions() {
        @Override
        public <T> Uni<T> inTransaction(Supplier<Uni<T>> work) {
            return Uni.createFrom().deferred(work::get);
        }

        @Override
        public void afterCommit(Runnable then) {
            then.run();
        }
    };

    /**
     * Runs {@code work} in a transaction: the running one, or else a new one that is committed when the result is there
     * and rolled back when it fails. The work may be run again from its start (see {@link Database}), so it changes
     * nothing outside of the database.
     */
    <T> Uni<T> inTransaction(Supplier<Uni<T>> work);

    /**
     * Runs {@code then} when the running transaction is committed, never when it is rolled back; at once where none runs. Whoever looks
     * into the database then finds what was written.
     *
     * @param then takes no time to speak of, and does not fail: the commit cannot be undone
     */
    void afterCommit(Runnable then);
}
