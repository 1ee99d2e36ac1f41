package social.godwit.store.replication;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.receipt.Receipt;
import social.godwit.store.document.Repositories;
import social.godwit.store.document.StoredDocument;
import social.godwit.store.replication.PeerAnswer.Answered;

/** Sends a peer what it has not taken yet, account by account in turns, one request at a time. */
final class Pushing {
    static final int MAX_RECORDS = 256;
    static final int MAX_BYTES = 1 << 20;
    static final int PER_TURN = 32;
    static final Duration NOT_YET = Duration.ofMinutes(5);
    static final Duration UNKNOWN = Duration.ofHours(1);

    /** Requests before others get the process. */
    private static final int REQUESTS = 50;

    private static final Set<Visibility> EVERYTHING = EnumSet.allOf(Visibility.class);

    private final Repositories repositories;
    private final GatewayRecords records;
    private final Replicas replicas;
    private final Asking asking;
    private final Arrivals arrivals;
    private final InstantSource clock;

    Pushing(
            Repositories repositories,
            GatewayRecords records,
            Replicas replicas,
            Asking asking,
            Arrivals arrivals,
            InstantSource clock) {
        this.repositories = repositories;
        this.records = records;
        this.replicas = replicas;
        this.asking = asking;
        this.arrivals = arrivals;
        this.clock = clock;
    }

    /** Something to send, or to pass over because the peer has it ({@code frame} is nothing). */
    private record Piece(Position position, Optional<Frame> frame, Optional<StoredDocument> document, boolean open) {
        static Piece of(StoredDocument document, Frame frame) {
            return new Piece(
                    new Position(document.number(), 0),
                    Optional.of(frame),
                    Optional.of(document),
                    document.visibility() == Visibility.PUBLIC);
        }
    }

    /**
     * An account's turn.
     *
     * @param wholeDocuments whether the pieces are all that there is of documents
     * @param wholeRecords the same of records
     */
    private record Turn(Replica replica, List<Piece> pieces, boolean wholeDocuments, boolean wholeRecords) {}

    /** Sends until nothing is left, the peer fails, or it is time for others. */
    Uni<Void> to(Peer peer) {
        return round(peer, REQUESTS);
    }

    private Uni<Void> round(Peer peer, int left) {
        if (left == 0) {
            return Uni.createFrom().voidItem();
        }
        return replicas.toPush(peer.key(), clock.instant(), MAX_RECORDS)
                .chain(due -> due.isEmpty()
                        ? Uni.createFrom().item(false)
                        : turns(peer, due).chain(turns -> send(peer, turns)))
                .chain(more -> more ? round(peer, left - 1) : Uni.createFrom().voidItem());
    }

    private Uni<List<Turn>> turns(Peer peer, List<Replica> due) {
        List<Turn> turns = new ArrayList<>();
        Uni<Void> all = Uni.createFrom().voidItem();
        int[] room = {MAX_RECORDS, MAX_BYTES};
        for (Replica replica : due) {
            all = all.chain(() -> room[0] <= 0 || room[1] <= 0
                    ? Uni.createFrom().voidItem()
                    : turn(peer, replica, room).invoke(turns::add).replaceWithVoid());
        }
        return all.replaceWith(turns);
    }

    private Uni<Turn> turn(Peer peer, Replica replica, int[] room) {
        Position from = replica.taken().orElse(Position.START);
        Uni<List<StoredDocument>> documents =
                from.documents() < replica.newest().documents()
                        ? repositories.after(replica.account(), from.documents(), EVERYTHING, PER_TURN)
                        : Uni.createFrom().item(List.of());
        Uni<List<GatewayRecords.Numbered>> observed =
                from.records() < replica.newest().records()
                        ? records.after(replica.account(), from.records(), PER_TURN)
                        : Uni.createFrom().item(List.of());
        return documents.chain(some -> observed.map(others -> {
            List<Piece> pieces = new ArrayList<>();
            some.forEach(document -> pieces.add(piece(peer, replica.account(), document)));
            others.forEach(record -> pieces.add(new Piece(
                    new Position(0, record.number()),
                    Optional.of(new Frame.GatewayRecord(record.bytes())),
                    Optional.empty(),
                    false)));
            List<Piece> fitting = fit(pieces, room);
            boolean all = fitting.size() == pieces.size();
            return new Turn(replica, fitting, all && some.size() < PER_TURN, all && others.size() < PER_TURN);
        }));
    }

    private Piece piece(Peer peer, Did account, StoredDocument document) {
        if (arrivals.has(peer.key(), document.hash())) {
            return new Piece(new Position(document.number(), 0), Optional.empty(), Optional.empty(), true);
        }
        return Piece.of(
                document,
                arrivals.came(document.hash())
                        ? new Frame.Offer(account, document.hash())
                        : new Frame.Document(document.bytes()));
    }

    /** As many as there is room for; the first one of a request always fits. */
    private static List<Piece> fit(List<Piece> pieces, int[] room) {
        List<Piece> fitting = new ArrayList<>();
        for (Piece piece : pieces) {
            int size = piece.frame.map(Frame::size).orElse(0);
            boolean first = room[0] == MAX_RECORDS;
            if (room[0] == 0 || (size > room[1] && !first)) {
                break;
            }
            fitting.add(piece);
            if (size > 0) {
                room[0]--;
                room[1] -= size;
            }
        }
        return fitting;
    }

    /** Whether to go on. */
    private Uni<Boolean> send(Peer peer, List<Turn> turns) {
        List<Piece> pieces = turns.stream()
                .flatMap(turn -> turn.pieces.stream())
                .filter(piece -> piece.frame.isPresent())
                .toList();
        boolean open = pieces.stream().allMatch(Piece::open);
        Uni<Boolean> allowed = open ? Uni.createFrom().item(true) : asking.proven(peer);
        return allowed.chain(may -> may
                ? outcomes(peer, pieces)
                        .chain(outcomes -> outcomes.isEmpty()
                                ? Uni.createFrom().item(false)
                                : settle(peer, turns, outcomes.get()).replaceWith(true))
                : Uni.createFrom().item(false));
    }

    private Uni<Optional<Map<Piece, Outcome>>> outcomes(Peer peer, List<Piece> pieces) {
        return post(
                        peer,
                        pieces.stream().map(piece -> piece.frame.orElseThrow()).toList())
                .chain(answer -> {
                    if (answer.isEmpty()) {
                        return Uni.createFrom().item(Optional.empty());
                    }
                    Map<Piece, Outcome> outcomes = new LinkedHashMap<>();
                    List<Piece> wanted = new ArrayList<>();
                    int size = 0;
                    for (int i = 0; i < pieces.size(); i++) {
                        Piece piece = pieces.get(i);
                        Outcome outcome = answer.get().get(i);
                        outcomes.put(piece, outcome);
                        if (outcome.kind() == Outcome.Kind.WANTED && piece.document.isPresent()) {
                            size += piece.document.get().bytes().length;
                            if (wanted.isEmpty() || size <= MAX_BYTES) {
                                wanted.add(piece);
                            }
                        }
                    }
                    return wanted.isEmpty()
                            ? Uni.createFrom().item(Optional.of(outcomes))
                            : wanted(peer, wanted, outcomes);
                });
    }

    private Uni<Optional<Map<Piece, Outcome>>> wanted(Peer peer, List<Piece> wanted, Map<Piece, Outcome> outcomes) {
        List<Frame> frames = wanted.stream()
                .<Frame>map(
                        piece -> new Frame.Document(piece.document.orElseThrow().bytes()))
                .toList();
        return post(peer, frames).map(answer -> {
            answer.ifPresent(list -> {
                for (int i = 0; i < wanted.size(); i++) {
                    outcomes.put(wanted.get(i), list.get(i));
                }
            });
            return answer.map(list -> outcomes);
        });
    }

    /** An outcome per frame; nothing when the peer failed, or answered something else. */
    Uni<Optional<List<Outcome>>> post(Peer peer, List<Frame> frames) {
        if (frames.isEmpty()) {
            return Uni.createFrom().item(Optional.of(List.of()));
        }
        return asking.ask(peer, PeerRequest.post("records", PeerRequest.FRAMES, Frame.write(frames)))
                .chain(answer -> {
                    if (answer.isEmpty()) {
                        return Uni.createFrom().item(Optional.empty());
                    }
                    Optional<List<Outcome>> outcomes = outcomes(answer.get(), frames.size());
                    return outcomes.isPresent()
                            ? keepReceipts(peer, frames, answer.get()).replaceWith(outcomes)
                            : asking.breach(peer.key(), 0).replaceWith(Optional.empty());
                });
    }

    /** Those that the peer signed itself, for accounts that are shared with it: no more than one per account and request. */
    private Uni<Void> keepReceipts(Peer peer, List<Frame> frames, Answered answer) {
        Map<Did, Map.Entry<Receipt, JsonObject>> receipts = new LinkedHashMap<>();
        for (Json item : Asking.json(answer.body(), JsonLimits.PLAIN)
                .map(map -> map.list("receipts"))
                .orElse(List.of())) {
            if (item instanceof JsonObject map && receipts.size() < frames.size()) {
                Receipt.read(map)
                        .filter(receipt -> receipt.instance().equals(peer.key())
                                && receipt.gateway().equals(peer.origin()))
                        .ifPresent(receipt -> receipts.put(receipt.account(), Map.entry(receipt, map)));
            }
        }
        return InTurn.each(
                receipts.values(),
                one -> replicas.find(peer.key(), one.getKey().account())
                        .chain(replica -> replica.isEmpty()
                                ? Uni.createFrom().voidItem()
                                : replicas.audits().keep(one.getKey(), one.getValue())));
    }

    private static Optional<List<Outcome>> outcomes(Answered answer, int expected) {
        return Asking.json(answer.body(), JsonLimits.PLAIN)
                .flatMap(map -> map.get("outcomes") instanceof JsonArray array ? array.strings() : Optional.empty())
                .map(texts -> texts.stream()
                        .flatMap(text -> Outcome.parse(text).stream())
                        .toList())
                .filter(outcomes -> outcomes.size() == expected);
    }

    private Uni<Void> settle(Peer peer, List<Turn> turns, Map<Piece, Outcome> outcomes) {
        Instant now = clock.instant();
        Map<Did, Position> taken = new LinkedHashMap<>();
        Map<Did, Instant> paused = new LinkedHashMap<>();
        List<Sha256> refused = new ArrayList<>();
        for (Turn turn : turns) {
            taken.put(turn.replica.account(), position(turn, outcomes));
            for (Piece piece : turn.pieces) {
                Outcome outcome = outcomes.get(piece);
                if (outcome == null) {
                    continue;
                }
                piece.document.ifPresent(document -> {
                    switch (outcome.kind()) {
                        case STORED, KNOWN -> arrivals.delivered(document.hash(), peer.key());
                        case REFUSED, GONE -> refused.add(document.hash());
                        case WANTED, NOT_YET, UNKNOWN_ACCOUNT -> {}
                    }
                });
                if (outcome.kind() == Outcome.Kind.UNKNOWN_ACCOUNT) {
                    paused.put(turn.replica.account(), now.plus(UNKNOWN));
                } else if (outcome.kind() == Outcome.Kind.NOT_YET) {
                    paused.putIfAbsent(turn.replica.account(), now.plus(NOT_YET));
                }
            }
        }
        return replicas.taken(peer.key(), taken, now)
                .chain(() -> InTurn.each(
                        paused.entrySet(), pause -> replicas.pause(peer.key(), pause.getKey(), pause.getValue())))
                .chain(() ->
                        refused.isEmpty() ? Uni.createFrom().voidItem() : replicas.poison(peer.key(), refused, now));
    }

    /** Up to the first piece that is not done with; to the end when all are, and there are no more. */
    private static Position position(Turn turn, Map<Piece, Outcome> outcomes) {
        Position position = turn.replica.taken().orElse(Position.START);
        boolean documents = true;
        boolean records = true;
        for (Piece piece : turn.pieces) {
            Outcome outcome = outcomes.get(piece);
            boolean done = piece.frame.isEmpty() || (outcome != null && outcome.done());
            if (piece.position.documents() > 0) {
                documents &= done;
            } else {
                records &= done;
            }
            if (piece.position.documents() > 0 ? documents : records) {
                position = position.max(piece.position);
            }
        }
        return position.max(new Position(
                documents && turn.wholeDocuments ? turn.replica.newest().documents() : 0,
                records && turn.wholeRecords ? turn.replica.newest().records() : 0));
    }
}
