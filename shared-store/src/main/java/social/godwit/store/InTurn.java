package social.godwit.store;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** One thing after the other. */
public final class InTurn {
    private InTurn() {}

    /** Does it with each, the next when the last has ended. */
    public static <T> Uni<Void> each(Collection<T> all, Function<T, Uni<?>> work) {
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(one -> work.apply(one).replaceWithVoid())
                .onItem()
                .ignoreAsUni();
    }

    /** Asks of each, the next when the last has answered; the answers in order. */
    public static <T, R> Uni<List<R>> map(Collection<T> all, Function<T, Uni<R>> question) {
        List<R> answers = new ArrayList<>(all.size());
        return each(all, one -> question.apply(one).invoke(answers::add)).replaceWith(answers);
    }

    /**
     * Does it again for as long as it answers that there is more, at most so many times. What one time needed is free for the
     * garbage collector before the next begins: a chain of {@code Uni}s that call themselves would hold all of it until the end.
     */
    public static Uni<Void> whileMore(int most, Supplier<Uni<? extends Boolean>> step) {
        return Uni.createFrom()
                .deferred(step)
                .repeat()
                .whilst(more -> more)
                .select()
                .first(most)
                .onItem()
                .ignoreAsUni();
    }

    /** In parts of at most {@code size}. */
    public static <T> List<List<T>> parts(Collection<T> all, int size) {
        List<T> list = List.copyOf(all);
        List<List<T>> parts = new ArrayList<>();
        for (int from = 0; from < list.size(); from += size) {
            parts.add(list.subList(from, Math.min(list.size(), from + size)));
        }
        return parts;
    }
}
