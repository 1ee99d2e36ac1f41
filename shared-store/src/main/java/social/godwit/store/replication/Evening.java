package social.godwit.store.replication;

import io.smallrye.mutiny.Uni;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.InTurn;
import social.godwit.store.document.Held;
import social.godwit.store.document.Repositories;
import social.godwit.store.document.StoredDocument;
import social.godwit.store.negentropy.Salt;
import social.godwit.store.replication.Level2.Comparison;

/** Evens out a difference that was found: fetches what is needed here, and sends what is had here. */
final class Evening {
    /** Hashes of a shelf in one session. */
    static final int MOST = 10_000;

    /** Hashes in a request. */
    static final int BATCH = 200;

    /** For each hash that a peer said to have and did not deliver. */
    private static final double NOT_DELIVERED = 0.1;

    private final Repositories repositories;
    private final GatewayRecords records;
    private final Replicas replicas;
    private final Asking asking;
    private final Pushing pushing;
    private final Taking taking;
    private final InstantSource clock;

    Evening(
            Repositories repositories,
            GatewayRecords records,
            Replicas replicas,
            Asking asking,
            Pushing pushing,
            Taking taking,
            InstantSource clock) {
        this.repositories = repositories;
        this.records = records;
        this.replicas = replicas;
        this.asking = asking;
        this.pushing = pushing;
        this.taking = taking;
        this.clock = clock;
    }

    /** Whether nothing is left to do. */
    Uni<Boolean> out(Session session, Comparison comparison, Optional<Salt> salt) {
        List<Boolean> left = new ArrayList<>();
        return wanted(session, comparison.need)
                .chain(need -> InTurn.each(
                        InTurn.parts(need, BATCH),
                        some -> fetch(session, comparison, salt, some).invoke(left::add)))
                .chain(() -> wanted(session, comparison.have))
                .chain(have -> InTurn.each(
                        InTurn.parts(have.stream().limit(MOST).toList(), BATCH),
                        some -> send(session, comparison, some).invoke(left::add)))
                .map(done -> {
                    boolean nothingLeft =
                            left.stream().allMatch(Boolean::booleanValue) && comparison.have.size() <= MOST;
                    if (!nothingLeft) {
                        session.leave();
                    }
                    return nothingLeft;
                });
    }

    private Uni<List<Sha256>> wanted(Session session, Collection<Sha256> hashes) {
        return hashes.isEmpty()
                ? Uni.createFrom().item(List.of())
                : replicas.poisoned(session.peer.key(), hashes, clock.instant())
                        .map(poisoned -> hashes.stream()
                                .filter(hash -> !poisoned.contains(hash))
                                .toList());
    }

    /** Asks for documents of an account. */
    static PeerRequest request(Did account, Optional<Salt> salt, List<Sha256> ids) {
        byte[] body = Jcs.bytes(JsonObject.builder()
                .put("account", account.toString())
                .put("hashes", ids.stream().map(Sha256::multibase).toList())
                .build());
        String target = "fetch" + salt.map(secret -> "?salt=" + secret.hex()).orElse("");
        return PeerRequest.post(target, PeerRequest.JSON, body);
    }

    /** Whether all came that was asked for, or never will. */
    private Uni<Boolean> fetch(Session session, Comparison comparison, Optional<Salt> salt, List<Sha256> ids) {
        if (!session.goesOn()) {
            return Uni.createFrom().item(false);
        }
        return session.ask(request(comparison.shelf.account(), salt, ids)).chain(answer -> {
            if (answer.isEmpty()) {
                return Uni.createFrom().item(false);
            }
            Optional<List<Frame>> frames =
                    Frame.read(answer.get().body()).filter(list -> !list.isEmpty() && list.size() <= ids.size());
            return frames.isEmpty()
                    ? session.breach().replaceWith(false)
                    : take(session, ids.subList(0, frames.get().size()), frames.get())
                            .chain(done -> frames.get().size() < ids.size()
                                    ? fetch(
                                                    session,
                                                    comparison,
                                                    salt,
                                                    ids.subList(frames.get().size(), ids.size()))
                                            .map(rest -> rest && done)
                                    : Uni.createFrom().item(done));
        });
    }

    private Uni<Boolean> take(Session session, List<Sha256> ids, List<Frame> answers) {
        List<Frame> records = new ArrayList<>();
        List<Sha256> asked = new ArrayList<>();
        Set<Sha256> poison = new LinkedHashSet<>();
        int absent = 0;
        for (int i = 0; i < answers.size(); i++) {
            switch (answers.get(i)) {
                case Frame.Document document -> {
                    records.add(document);
                    asked.add(ids.get(i));
                }
                case Frame.GatewayRecord record -> {
                    records.add(record);
                    asked.add(ids.get(i));
                }
                case Frame.Gone gone -> poison.add(ids.get(i));
                case Frame.Absent none -> {
                    poison.add(ids.get(i));
                    absent++;
                }
                case Frame.Items items -> poison.add(ids.get(i));
                case Frame.Offer offer -> poison.add(ids.get(i));
            }
        }
        double demerits = NOT_DELIVERED * absent;
        return taking.take(session.peer.key(), records).chain(taken -> {
            boolean all = true;
            for (int i = 0; i < asked.size(); i++) {
                Outcome outcome = taken.outcomes().get(i);
                boolean stays = outcome.kind() == Outcome.Kind.STORED || outcome.kind() == Outcome.Kind.KNOWN;
                if (outcome.done() && !stays) {
                    poison.add(asked.get(i));
                }
                all &= outcome.done();
            }
            boolean done = all;
            double invalid = 5.0 * taken.invalid();
            Uni<Void> judged = demerits + invalid == 0
                    ? Uni.createFrom().voidItem()
                    : replicas.note(
                            session.peer.key(), Exchange.breach(clock.instant(), 0, poison.size(), demerits + invalid));
            return judged.chain(() -> poison.isEmpty()
                            ? Uni.createFrom().voidItem()
                            : replicas.poison(session.peer.key(), poison, clock.instant()))
                    .replaceWith(done);
        });
    }

    /** Whether all was taken, or never will be. */
    private Uni<Boolean> send(Session session, Comparison comparison, List<Sha256> hashes) {
        if (!session.goesOn()) {
            return Uni.createFrom().item(false);
        }
        boolean open = comparison.shelf.itemClass() == ItemClass.PUBLIC;
        return (open ? Uni.createFrom().item(true) : mayHave(session, comparison))
                .chain(may -> may
                        ? sizes(comparison, hashes)
                                .chain(sizes -> InTurn.map(
                                        Room.parts(hashes, sizes, Pushing.MAX_BYTES),
                                        part -> post(session, comparison, part)))
                                .map(done -> done.stream().allMatch(Boolean::booleanValue))
                        : Uni.createFrom().item(false));
    }

    private Uni<Map<Sha256, Integer>> sizes(Comparison comparison, List<Sha256> hashes) {
        return comparison.shelf.itemClass() == ItemClass.RECORDS
                ? records.sizes(comparison.shelf.account(), hashes)
                : repositories.sizes(comparison.shelf.account(), hashes, EnumSet.allOf(Visibility.class));
    }

    /** What is not public goes only to a gateway of the account that has shown its key. */
    private Uni<Boolean> mayHave(Session session, Comparison comparison) {
        return replicas.find(session.peer.key(), comparison.shelf.account())
                .chain(replica -> replica.isEmpty()
                        ? Uni.createFrom().item(false)
                        : asking.proven(replica.get().peer()));
    }

    private record Found(Sha256 hash, Frame frame) {}

    private Uni<List<Found>> frames(Comparison comparison, List<Sha256> hashes) {
        return comparison.shelf.itemClass() == ItemClass.RECORDS
                ? records.find(comparison.shelf.account(), hashes)
                        .map(found -> found.entrySet().stream()
                                .map(entry -> new Found(
                                        entry.getKey(),
                                        new Frame.GatewayRecord(entry.getValue().bytes())))
                                .toList())
                : repositories.held(comparison.shelf.account(), hashes).map(Evening::documents);
    }

    private static List<Found> documents(Map<Sha256, Held> held) {
        List<Found> found = new ArrayList<>();
        held.forEach((hash, one) -> {
            if (one instanceof Held.Here(StoredDocument document)) {
                found.add(new Found(hash, new Frame.Document(document.bytes())));
            }
        });
        return found;
    }

    private Uni<Boolean> post(Session session, Comparison comparison, List<Sha256> part) {
        return session.goesOn()
                ? frames(comparison, part)
                        .chain(found -> pushing.post(
                                        session.peer,
                                        found.stream().map(Found::frame).toList())
                                .chain(outcomes -> judge(session.peer, found, outcomes)))
                : Uni.createFrom().item(false);
    }

    private Uni<Boolean> judge(Peer peer, List<Found> sent, Optional<List<Outcome>> outcomes) {
        if (outcomes.isEmpty()) {
            return Uni.createFrom().item(false);
        }
        List<Sha256> refused = new ArrayList<>();
        boolean done = true;
        for (int i = 0; i < sent.size(); i++) {
            Outcome outcome = outcomes.get().get(i);
            if (outcome.kind() == Outcome.Kind.REFUSED || outcome.kind() == Outcome.Kind.GONE) {
                refused.add(sent.get(i).hash());
            }
            done &= outcome.done();
        }
        boolean all = done;
        return (refused.isEmpty() ? Uni.createFrom().voidItem() : replicas.poison(peer.key(), refused, clock.instant()))
                .replaceWith(all);
    }
}
