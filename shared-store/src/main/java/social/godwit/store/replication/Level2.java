package social.godwit.store.replication;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.InTurn;
import social.godwit.store.document.Repositories;
import social.godwit.store.negentropy.ItemSet;
import social.godwit.store.negentropy.Negentropy;
import social.godwit.store.negentropy.Salt;
import social.godwit.store.negentropy.Step;

/** Finds which items a peer and this instance lack of each other, of many shelves at once, and evens them out. */
final class Level2 {
    private final Session session;
    private final Sets sets;
    private final Repositories repositories;
    private final Remedy remedy;
    private final Optional<Salt> salt;
    private final boolean likelyEqual;
    private final Set<Shelf> even = new LinkedHashSet<>();

    private Level2(
            Session session,
            Sets sets,
            Repositories repositories,
            Remedy remedy,
            Optional<Salt> salt,
            boolean likelyEqual) {
        this.session = session;
        this.sets = sets;
        this.repositories = repositories;
        this.remedy = remedy;
        this.salt = salt;
        this.likelyEqual = likelyEqual;
    }

    /** What is done about the differences of a shelf. */
    @FunctionalInterface
    interface Remedy {
        /** Whether nothing is left to do. */
        Uni<Boolean> out(Session session, Comparison comparison, Optional<Salt> salt);
    }

    /** Compares these shelves, most of which are likely equal or not; returns those in which nothing is left to do. */
    static Uni<Set<Shelf>> compare(
            Session session,
            Sets sets,
            Repositories repositories,
            Remedy remedy,
            Optional<Salt> salt,
            boolean likelyEqual,
            Collection<Shelf> shelves) {
        Level2 level2 = new Level2(session, sets, repositories, remedy, salt, likelyEqual);
        return InTurn.each(InTurn.parts(shelves, Serving.MAX_SHELVES), level2::compare)
                .replaceWith(level2.even);
    }

    /** A shelf that is being compared; {@code message} is what the peer is asked next. */
    static final class Comparison {
        final Shelf shelf;
        final ItemSet set;
        final Map<Sha256, Sha256> hashes;
        final Set<Sha256> have = new LinkedHashSet<>();
        final Set<Sha256> need = new LinkedHashSet<>();
        byte @Nullable [] message;
        boolean done;

        Comparison(Shelf shelf, ItemSet set, Map<Sha256, Sha256> hashes) {
            this.shelf = shelf;
            this.set = set;
            this.hashes = hashes;
        }
    }

    private Uni<Void> compare(List<Shelf> shelves) {
        if (!session.goesOn()) {
            return Uni.createFrom().voidItem();
        }
        int limit = Serving.itemsFrame(shelves.size());
        return InTurn.map(shelves, shelf -> begin(shelf, limit)).chain(begun -> {
            List<Comparison> comparisons =
                    begun.stream().flatMap(Optional::stream).toList();
            return rounds(comparisons)
                    .chain(() -> InTurn.each(
                            comparisons,
                            comparison -> remedy.out(session, comparison, salt).invoke(nothingLeft -> {
                                if (nothingLeft && comparison.done) {
                                    even.add(comparison.shelf);
                                }
                            })));
        });
    }

    /** Nothing for accounts that are not kept here, which a peer may name. */
    private Uni<Optional<Comparison>> begin(Shelf shelf, int limit) {
        return repositories
                .kind(shelf.account())
                .chain(kind -> kind.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : set(shelf)
                                .chain(comparison -> first(comparison.set, limit)
                                        .chain(step -> advance(comparison, step))
                                        .replaceWith(Optional.of(comparison))));
    }

    private Uni<Step> first(ItemSet set, int limit) {
        return likelyEqual ? Negentropy.expectEqual(set) : Negentropy.initiate(set, limit);
    }

    private Uni<Comparison> set(Shelf shelf) {
        return salt.map(secret -> sets.salted(shelf, secret)
                        .map(salted -> new Comparison(shelf, salted.items(), salted.hashes())))
                .orElseGet(() -> sets.of(shelf).map(set -> new Comparison(shelf, set, Map.of())));
    }

    private Uni<Void> advance(Comparison comparison, Step step) {
        comparison.message = null;
        return switch (step) {
            case Step.Broken broken -> session.breach();
            case Step.Done(List<Sha256> have, List<Sha256> need) -> {
                note(comparison, have, need);
                comparison.done = true;
                yield Uni.createFrom().voidItem();
            }
            case Step.Next next -> {
                note(comparison, next.have(), next.need());
                comparison.message = next.message();
                yield Uni.createFrom().voidItem();
            }
        };
    }

    private void note(Comparison comparison, List<Sha256> have, List<Sha256> need) {
        have.forEach(id -> comparison.have.add(comparison.hashes.getOrDefault(id, id)));
        for (Sha256 id : need) {
            if (comparison.need.size() < Evening.MOST) {
                comparison.need.add(id);
            } else {
                session.cut();
            }
        }
    }

    private Uni<Void> rounds(List<Comparison> comparisons) {
        List<Comparison> open = comparisons.stream()
                .filter(comparison -> comparison.message != null)
                .toList();
        if (open.isEmpty() || !session.goesOn()) {
            return Uni.createFrom().voidItem();
        }
        List<Frame> frames = new ArrayList<>();
        for (Comparison comparison : open) {
            frames.add(new Frame.Items(
                    comparison.shelf.account(),
                    comparison.shelf.itemClass(),
                    java.util.Objects.requireNonNull(comparison.message)));
        }
        String target =
                "reconcile/items" + salt.map(secret -> "?salt=" + secret.hex()).orElse("");
        return session.ask(PeerRequest.post(target, PeerRequest.FRAMES, Frame.write(frames)))
                .chain(answer -> {
                    if (answer.isEmpty()) {
                        return Uni.createFrom().voidItem();
                    }
                    Optional<List<Frame>> answers = Frame.read(answer.get().body());
                    return answers.isPresent() && fit(open, answers.get())
                            ? InTurn.each(
                                            open,
                                            comparison -> advance(
                                                    comparison,
                                                    (Frame.Items) answers.get().get(open.indexOf(comparison)),
                                                    Serving.itemsFrame(open.size())))
                                    .chain(() -> rounds(open))
                            : session.breach();
                });
    }

    private static boolean fit(List<Comparison> asked, List<Frame> answers) {
        if (asked.size() != answers.size()) {
            return false;
        }
        for (int i = 0; i < asked.size(); i++) {
            Shelf shelf = asked.get(i).shelf;
            if (!(answers.get(i) instanceof Frame.Items items)
                    || !items.account().equals(shelf.account())
                    || items.itemClass() != shelf.itemClass()) {
                return false;
            }
        }
        return true;
    }

    /** An empty message: the peer does not keep the account, or does not show it. There is nothing to be done about it. */
    private Uni<Void> advance(Comparison comparison, Frame.Items answer, int limit) {
        if (answer.message().length == 0) {
            comparison.message = null;
            return Uni.createFrom().voidItem();
        }
        return Negentropy.reconcile(comparison.set, answer.message(), limit).chain(step -> advance(comparison, step));
    }
}
