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
import social.godwit.store.InTurn;
import social.godwit.store.Transactions;
import social.godwit.store.document.Repositories;
import social.godwit.store.document.StoredDocument;
import social.godwit.store.replication.PeerAnswer.Answered;

/**
 * Sends a peer what it has not taken yet, account by account in turns, one request at a time. What is stored while a request
 * is under way goes with the next, so that requests grow with what is waiting, and cost less for each record.
 */
final class Pushing {
    static final int MAX_RECORDS = 512;
    static final int MAX_BYTES = 2 << 20;

    /** Records of an account in a request, while others wait. */
    private static final int PER_TURN = 32;

    /** Records that are read at once, each of which may have its full size. */
    private static final int READ = 64;

    static final Duration NOT_YET = Duration.ofMinutes(5);
    static final Duration UNKNOWN = Duration.ofHours(1);

    /** Requests before others get the process. */
    private static final int REQUESTS = 50;

    private static final Set<Visibility> EVERYTHING = EnumSet.allOf(Visibility.class);

    private final Repositories repositories;
    private final GatewayRecords records;
    private final Replicas replicas;
    private final Transactions transactions;
    private final Asking asking;
    private final Arrivals arrivals;
    private final InstantSource clock;

    Pushing(Replication.Surroundings with, Asking asking, Arrivals arrivals) {
        this.repositories = with.repositories();
        this.records = with.records();
        this.replicas = with.replicas();
        this.transactions = with.transactions();
        this.asking = asking;
        this.arrivals = arrivals;
        this.clock = with.clock();
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
    private record Turn(Replica replica, List<Piece> pieces, boolean wholeDocuments, boolean wholeRecords) {
        boolean whole() {
            return wholeDocuments && wholeRecords;
        }
    }

    /**
     * Sends until everything is sent that was there at the last look, the peer fails, or it is time for others. What comes
     * meanwhile is left to the next call: so many small requests become fewer larger ones.
     */
    Uni<Void> to(Peer peer) {
        return InTurn.whileMore(REQUESTS, () -> round(peer));
    }

    /** Whether there may be more at once. */
    private Uni<Boolean> round(Peer peer) {
        return replicas.toPush(peer.key(), clock.instant(), MAX_RECORDS)
                .chain(due -> due.isEmpty()
                        ? Uni.createFrom().item(false)
                        : turns(peer, due)
                                .chain(turns -> send(peer, turns)
                                        .map(sent ->
                                                sent == Sent.PARTLY || (sent == Sent.ALL && !covers(turns, due)))));
    }

    private static boolean covers(List<Turn> turns, List<Replica> due) {
        return turns.size() == due.size()
                && due.size() < MAX_RECORDS
                && turns.stream().allMatch(Turn::whole);
    }

    /** The turns of as many as there is room for. What they need is read in one transaction, of several accounts at once. */
    private Uni<List<Turn>> turns(Peer peer, List<Replica> due) {
        int each = Math.clamp(MAX_RECORDS / due.size(), PER_TURN, READ);
        List<Turn> turns = new ArrayList<>();
        int[] room = {MAX_RECORDS, MAX_BYTES};
        return transactions.inTransaction(() -> InTurn.each(
                        parts(due, each),
                        some -> room[0] > 0 && room[1] > 0
                                ? turns(peer, some, each, room).invoke(turns::addAll)
                                : Uni.createFrom().voidItem())
                .replaceWith(turns));
    }

    /** Parts that have no more than {@link #READ} records that are due, as far as numbers, which have gaps, can tell. */
    private static List<List<Replica>> parts(List<Replica> due, int each) {
        List<List<Replica>> parts = new ArrayList<>();
        long numbers = READ;
        for (Replica replica : due) {
            long more = Math.min(replica.lag(), each);
            if (numbers + more > READ) {
                parts.add(new ArrayList<>());
                numbers = 0;
            }
            parts.getLast().add(replica);
            numbers += more;
        }
        return parts;
    }

    private Uni<List<Turn>> turns(Peer peer, List<Replica> some, int each, int[] room) {
        return documents(some, each)
                .chain(documents -> InTurn.map(some, replica -> records(replica, each))
                        .map(observed -> {
                            List<Turn> turns = new ArrayList<>();
                            for (int i = 0; i < some.size() && room[0] > 0 && room[1] > 0; i++) {
                                List<StoredDocument> own =
                                        documents.getOrDefault(some.get(i).account(), List.of());
                                turns.add(turn(peer, some.get(i), own, observed.get(i), each, room));
                            }
                            return turns;
                        }));
    }

    private Uni<Map<Did, List<StoredDocument>>> documents(List<Replica> some, int each) {
        Map<Did, Long> from = new LinkedHashMap<>();
        for (Replica replica : some) {
            long taken = replica.taken().orElse(Position.START).documents();
            if (taken < replica.newest().documents()) {
                from.put(replica.account(), taken);
            }
        }
        return from.isEmpty() ? Uni.createFrom().item(Map.of()) : repositories.after(from, EVERYTHING, each);
    }

    private Uni<List<GatewayRecords.Numbered>> records(Replica replica, int each) {
        long taken = replica.taken().orElse(Position.START).records();
        return taken < replica.newest().records()
                ? records.after(replica.account(), taken, each)
                : Uni.createFrom().item(List.of());
    }

    private Turn turn(
            Peer peer,
            Replica replica,
            List<StoredDocument> documents,
            List<GatewayRecords.Numbered> observed,
            int each,
            int[] room) {
        List<Piece> pieces = new ArrayList<>();
        documents.forEach(document -> pieces.add(piece(peer, replica.account(), document)));
        observed.forEach(record -> pieces.add(new Piece(
                new Position(0, record.number()),
                Optional.of(new Frame.GatewayRecord(record.bytes())),
                Optional.empty(),
                false)));
        List<Piece> fitting = fit(pieces, room);
        boolean all = fitting.size() == pieces.size();
        return new Turn(replica, fitting, all && documents.size() < each, all && observed.size() < each);
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

    private enum Sent {
        ALL,
        /** There was no room for some of what the peer wanted. */
        PARTLY,
        /** The peer has not answered. */
        NOTHING
    }

    private Uni<Sent> send(Peer peer, List<Turn> turns) {
        List<Piece> pieces = turns.stream()
                .flatMap(turn -> turn.pieces.stream())
                .filter(piece -> piece.frame.isPresent())
                .toList();
        boolean open = pieces.stream().allMatch(Piece::open);
        Uni<Boolean> allowed = open ? Uni.createFrom().item(true) : asking.proven(peer);
        return allowed.chain(may -> may
                ? outcomes(peer, pieces)
                        .chain(outcomes -> outcomes.isEmpty()
                                ? Uni.createFrom().item(Sent.NOTHING)
                                : settle(peer, turns, outcomes.get())
                                        .replaceWith(
                                                outcomes.get().values().stream().anyMatch(Pushing::open)
                                                        ? Sent.PARTLY
                                                        : Sent.ALL))
                : Uni.createFrom().item(Sent.NOTHING));
    }

    private static boolean open(Outcome outcome) {
        return outcome.kind() == Outcome.Kind.WANTED;
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

    /** Those that the peer signed itself: no more than one per account and request. */
    private Uni<Void> keepReceipts(Peer peer, List<Frame> frames, Answered answer) {
        Map<Did, AuditStore.Signed> receipts = new LinkedHashMap<>();
        for (Json item : Asking.json(answer.body(), JsonLimits.PLAIN)
                .map(map -> map.list("receipts"))
                .orElse(List.of())) {
            if (item instanceof JsonObject map && receipts.size() < frames.size()) {
                Receipt.read(map)
                        .filter(receipt -> receipt.instance().equals(peer.key())
                                && receipt.gateway().equals(peer.origin()))
                        .ifPresent(receipt -> receipts.put(receipt.account(), new AuditStore.Signed(receipt, map)));
            }
        }
        return receipts.isEmpty()
                ? Uni.createFrom().voidItem()
                : replicas.audits().keep(peer.key(), List.copyOf(receipts.values()));
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
                pause(piece, outcome)
                        .ifPresent(pause -> paused.merge(
                                turn.replica.account(),
                                now.plus(pause),
                                (one, other) -> one.isAfter(other) ? one : other));
            }
        }
        return replicas.taken(peer.key(), taken, now)
                .chain(() -> InTurn.each(
                        paused.entrySet(), pause -> replicas.pause(peer.key(), pause.getKey(), pause.getValue())))
                .chain(() ->
                        refused.isEmpty() ? Uni.createFrom().voidItem() : replicas.poison(peer.key(), refused, now));
    }

    /** Records are unknown as long as the peer has not heard that this instance is a gateway of the account: that comes soon. */
    private static Optional<Duration> pause(Piece piece, Outcome outcome) {
        return switch (outcome.kind()) {
            case UNKNOWN_ACCOUNT -> Optional.of(piece.document.isPresent() ? UNKNOWN : NOT_YET);
            case NOT_YET -> Optional.of(NOT_YET);
            case STORED, KNOWN, WANTED, GONE, REFUSED -> Optional.empty();
        };
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
