package social.godwit.store.document;

import io.smallrye.mutiny.Uni;
import java.util.List;

/**
 * Is told of every change of repositories, whoever made it, inside the transaction that makes it: what it writes is there
 * exactly when the documents are. It must not admit documents itself.
 */
@FunctionalInterface
public interface Watcher {
    /** Nobody watches. */
    Watcher NONE = changes -> Uni.createFrom().voidItem();

    /**
     * Something was stored that was not there before: told once, of all repositories that the transaction changes, when everything
     * else is written. A failure undoes the admission.
     */
    Uni<Void> changed(List<RepositoryChange> changes);

    /** Tells all of them, one after the other. */
    static Watcher all(List<Watcher> watchers) {
        List<Watcher> copy = List.copyOf(watchers);
        return changes -> {
            Uni<Void> told = Uni.createFrom().voidItem();
            for (Watcher watcher : copy) {
                told = told.chain(() -> watcher.changed(changes));
            }
            return told;
        };
    }
}
