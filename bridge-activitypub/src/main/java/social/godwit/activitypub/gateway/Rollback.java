package social.godwit.activitypub.gateway;

import io.smallrye.mutiny.Uni;
import java.util.function.Function;
import social.godwit.activitypub.http.Problem;

/**
 * Undoes the running transaction because of what was found inside of it. Never leaves this package: outside of the
 * transaction it becomes an outcome again.
 */
final class Rollback extends RuntimeException {
    private final transient Problem problem;

    Rollback(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    /** Undoes the transaction unless something holds. */
    static void unless(boolean holds, Problem problem) {
        if (!holds) {
            throw new Rollback(problem);
        }
    }

    /** The transaction's outcome, or that of the problem for which it was undone. */
    static <T> Uni<T> undoing(Uni<T> transaction, Function<Problem, T> outcome) {
        return transaction.onFailure(Rollback.class).recoverWithItem(failure -> outcome.apply(failure.problem));
    }
}
