package social.godwit.store.replication;

import io.smallrye.mutiny.Uni;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.InTurn;
import social.godwit.store.negentropy.ItemSet;
import social.godwit.store.negentropy.Negentropy;
import social.godwit.store.negentropy.Step;

/** Finds the accounts and classes in which a peer and this instance differ. */
final class Level1 {
    /** Shelves of one session; the rest is for the next. */
    private static final int MAX_SHELVES = 10_000;

    private final Session session;
    private final CommonItems common;
    private final ItemSet set;
    private final Set<Shelf> differing = new LinkedHashSet<>();
    private final Set<Sha256> own = new LinkedHashSet<>();
    private final Set<Sha256> unknown = new LinkedHashSet<>();

    private Level1(Session session, CommonItems common, ItemSet set) {
        this.session = session;
        this.common = common;
        this.set = set;
    }

    /** Compares the items of what is shared with the session's peer; where nothing differed last time, very likely nothing does. */
    static Uni<Set<Shelf>> differing(Session session, CommonItems common, ItemSet set, boolean likelyEqual) {
        return new Level1(session, common, set).run(likelyEqual);
    }

    private Uni<Set<Shelf>> run(boolean likelyEqual) {
        return (likelyEqual ? Negentropy.expectEqual(set) : Negentropy.initiate(set, Serving.COMMON_FRAME))
                .chain(this::step)
                .chain(() -> InTurn.each(InTurn.parts(own, Frame.MAX_FRAMES), this::find))
                .chain(() -> InTurn.each(InTurn.parts(unknown, Frame.MAX_FRAMES), this::name))
                .replaceWith(differing);
    }

    private Uni<Void> step(Step step) {
        return switch (step) {
            case Step.Broken broken -> session.breach();
            case Step.Done(List<Sha256> have, List<Sha256> need) -> {
                note(have, need);
                yield Uni.createFrom().voidItem();
            }
            case Step.Next next -> {
                note(next.have(), next.need());
                yield session.goesOn()
                        ? session.ask(PeerRequest.post("reconcile", PeerRequest.NEGENTROPY, next.message()))
                                .chain(answer -> answer.isEmpty()
                                        ? Uni.createFrom().voidItem()
                                        : Negentropy.reconcile(set, answer.get().body(), Serving.COMMON_FRAME)
                                                .chain(this::step))
                        : Uni.createFrom().voidItem();
            }
        };
    }

    private void note(List<Sha256> have, List<Sha256> need) {
        keep(have, own);
        keep(need, unknown);
    }

    private void keep(List<Sha256> ids, Set<Sha256> kept) {
        for (Sha256 id : ids) {
            if (kept.size() < MAX_SHELVES) {
                kept.add(id);
            } else {
                session.cut();
            }
        }
    }

    /** Looks up what this instance's own items stand for. */
    private Uni<Void> find(List<Sha256> ids) {
        return common.find(session.peer.key(), ids)
                .invoke(found -> found.values().forEach(this::add))
                .replaceWithVoid();
    }

    private void add(Shelf shelf) {
        if (differing.size() < MAX_SHELVES) {
            differing.add(shelf);
        } else {
            session.cut();
        }
    }

    /** Asks what the peer's items stand for. */
    private Uni<Void> name(List<Sha256> ids) {
        if (!session.goesOn()) {
            return Uni.createFrom().voidItem();
        }
        byte[] body = Jcs.bytes(JsonObject.builder()
                .put("ids", ids.stream().map(Sha256::hex).toList())
                .build());
        return session.ask(PeerRequest.post("reconcile/accounts", PeerRequest.JSON, body))
                .invoke(answer -> answer.flatMap(one -> Asking.json(one.body(), JsonLimits.PLAIN))
                        .ifPresent(map -> map.list("accounts").stream()
                                .limit(ids.size())
                                .forEach(one -> shelf(one).ifPresent(this::add))))
                .replaceWithVoid();
    }

    private static Optional<Shelf> shelf(Json json) {
        return json instanceof JsonObject map
                ? map.string("account")
                        .flatMap(Did::parse)
                        .flatMap(account -> map.string("class")
                                .flatMap(ItemClass::parse)
                                .map(itemClass -> new Shelf(account, itemClass)))
                : Optional.empty();
    }
}
