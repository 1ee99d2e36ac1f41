package social.godwit.store.replication;

import io.smallrye.mutiny.Uni;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.InTurn;
import social.godwit.store.document.Audits;
import social.godwit.store.document.Audits.Completeness;
import social.godwit.store.replication.AuditReport.Evidence;
import social.godwit.store.replication.AuditReport.State;

/**
 * Asks a peer to account for what an account's checkpoints list: what it says of every hash, and the bytes of a random
 * sample. An account with more hashes than one audit asks about is walked through from a random place, so that audits after
 * each other reach them all.
 */
final class Auditing {
    /** Hashes that one audit asks about, give or take a request. */
    static final int MAX_CHECKED = 20_000;

    /** Documents whose bytes are demanded. */
    static final int SAMPLE = 16;

    private final Audits audits;
    private final AuditStore store;
    private final Asking asking;
    private final Pushing pushing;
    private final InstantSource clock;
    private final Randomness randomness;

    Auditing(
            Audits audits,
            AuditStore store,
            Asking asking,
            Pushing pushing,
            InstantSource clock,
            Randomness randomness) {
        this.audits = audits;
        this.store = store;
        this.asking = asking;
        this.pushing = pushing;
        this.clock = clock;
        this.randomness = randomness;
    }

    /** What has come to light so far. */
    private static final class Count {
        final Set<Sha256> asked = new LinkedHashSet<>();
        final List<Sha256> held = new ArrayList<>();
        final Set<Sha256> lacking = new LinkedHashSet<>();
        final List<Evidence> evidence = new ArrayList<>();
        long gone;
        long sampled;
        long delivered;
        long withheld;
        boolean silent;
    }

    /** Audits, and keeps the report. */
    Uni<AuditReport> audit(Peer peer, Did account) {
        return audits.completeness(account)
                .chain(known -> !known.attested()
                        ? Uni.createFrom().item(without(peer, account, State.NOT_ATTESTED, known))
                        : asking.proven(peer)
                                .chain(proven -> proven
                                        ? walk(peer, account, known)
                                        : Uni.createFrom().item(without(peer, account, State.UNREACHABLE, known))))
                .call(store::note);
    }

    private AuditReport without(Peer peer, Did account, State state, Completeness known) {
        return AuditReport.without(account, peer, clock.instant(), state, known.asOf(), known.listed());
    }

    private Uni<AuditReport> walk(Peer peer, Did account, Completeness known) {
        Count count = new Count();
        Sha256 start = Sha256.ofHash(randomness.bytes(Sha256.LENGTH));
        return claims(peer, account, start, start, false, count)
                .chain(() -> sample(peer, account, count))
                .chain(() -> confront(peer, account, count))
                .map(done -> report(peer, account, known, count));
    }

    /** Asks about the hashes from {@code from} on and, once at the end, from the first up to {@code start}. */
    private Uni<Void> claims(Peer peer, Did account, Sha256 start, Sha256 from, boolean wrapped, Count count) {
        return audits.listedFrom(account, from, Frame.MAX_FRAMES).chain(page -> {
            List<Sha256> hashes = page.stream()
                    .filter(hash -> !wrapped || hash.compareTo(start) < 0)
                    .filter(count.asked::add)
                    .toList();
            boolean end = page.size() < Frame.MAX_FRAMES;
            return claim(peer, account, hashes, count).chain(() -> {
                if (count.silent || count.asked.size() >= MAX_CHECKED || (wrapped && (end || hashes.isEmpty()))) {
                    return Uni.createFrom().voidItem();
                }
                return end
                        ? claims(peer, account, start, ZERO, true, count)
                        : claims(peer, account, start, page.getLast(), wrapped, count);
            });
        });
    }

    private static final Sha256 ZERO = Sha256.ofHash(new byte[Sha256.LENGTH]);

    private Uni<Void> claim(Peer peer, Did account, List<Sha256> hashes, Count count) {
        if (hashes.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return pushing.post(
                        peer,
                        hashes.stream()
                                .<Frame>map(hash -> new Frame.Offer(account, hash))
                                .toList())
                .invoke(answer -> {
                    if (answer.isEmpty()) {
                        count.silent = true;
                        count.asked.removeAll(hashes);
                        return;
                    }
                    for (int i = 0; i < hashes.size(); i++) {
                        switch (answer.get().get(i).kind()) {
                            case STORED, KNOWN -> count.held.add(hashes.get(i));
                            case GONE -> count.gone++;
                            case WANTED, NOT_YET, REFUSED, UNKNOWN_ACCOUNT -> count.lacking.add(hashes.get(i));
                        }
                    }
                })
                .replaceWithVoid();
    }

    /** Demands the bytes of some that the peer says to hold. */
    private Uni<Void> sample(Peer peer, Did account, Count count) {
        Set<Sha256> some = new LinkedHashSet<>();
        int most = Math.min(SAMPLE, count.held.size());
        while (some.size() < most) {
            some.add(count.held.get(random(count.held.size())));
        }
        if (some.isEmpty() || count.silent) {
            return Uni.createFrom().voidItem();
        }
        return demand(peer, account, List.copyOf(some), count)
                .invoke(answered -> answered.ifPresent(here -> {
                    count.sampled += some.size();
                    count.delivered += here.delivered.size();
                    some.removeAll(here.delivered);
                    some.removeAll(here.gone);
                    count.held.removeAll(some);
                    count.lacking.addAll(some);
                }))
                .replaceWithVoid();
    }

    private int random(int bound) {
        byte[] bytes = randomness.bytes(4);
        int number = 0;
        for (byte next : bytes) {
            number = (number << 8) | (next & 0xFF);
        }
        return Math.floorMod(number, bound);
    }

    private record Demanded(Set<Sha256> delivered, Set<Sha256> gone) {}

    /** What comes of asking for bytes; nothing when the peer gives no answer to all that was asked. */
    private Uni<Optional<Demanded>> demand(Peer peer, Did account, List<Sha256> hashes, Count count) {
        byte[] body = Jcs.bytes(JsonObject.builder()
                .put("account", account.toString())
                .put("hashes", hashes.stream().map(Sha256::multibase).toList())
                .build());
        return asking.ask(peer, PeerRequest.post("fetch", PeerRequest.JSON, body))
                .chain(answer -> {
                    Optional<List<Frame>> frames = answer.flatMap(one -> Frame.read(one.body()));
                    if (frames.isEmpty() || frames.get().isEmpty()) {
                        count.silent = true;
                        return Uni.createFrom().item(Optional.empty());
                    }
                    Demanded demanded = demanded(frames.get());
                    demanded.delivered.retainAll(hashes);
                    demanded.gone.retainAll(hashes);
                    List<Sha256> rest = frames.get().size() < hashes.size()
                            ? hashes.subList(frames.get().size(), hashes.size())
                            : List.of();
                    return rest.isEmpty()
                            ? Uni.createFrom().item(Optional.of(demanded))
                            : demand(peer, account, rest, count)
                                    .map(more -> more.map(also -> {
                                        demanded.delivered.addAll(also.delivered);
                                        demanded.gone.addAll(also.gone);
                                        return demanded;
                                    }));
                });
    }

    private Demanded demanded(List<Frame> frames) {
        Demanded demanded = new Demanded(new HashSet<>(), new HashSet<>());
        for (Frame frame : frames) {
            if (frame instanceof Frame.Document(byte[] bytes)
                    && PortableDocument.read(bytes, clock.instant())
                            instanceof DocumentVerdict.Admissible(PortableDocument document)) {
                demanded.delivered.add(document.hash());
            } else if (frame instanceof Frame.Gone gone) {
                demanded.gone.add(gone.hash());
            }
        }
        return demanded;
    }

    /** Demands what the peer has signed to hold and says not to: only an answer that it is absent makes it withheld. */
    private Uni<Void> confront(Peer peer, Did account, Count count) {
        if (count.lacking.isEmpty() || count.silent) {
            return Uni.createFrom().voidItem();
        }
        return store.receipts(account, peer.key(), count.lacking)
                .chain(signed -> InTurn.each(
                        InTurn.parts(signed.keySet(), Frame.MAX_FRAMES),
                        part -> confront(peer, account, part, signed, count)));
    }

    private Uni<Void> confront(
            Peer peer, Did account, List<Sha256> hashes, Map<Sha256, JsonObject> signed, Count count) {
        Set<Sha256> asked = Set.copyOf(hashes);
        return demand(peer, account, hashes, count)
                .invoke(answered -> answered.ifPresent(here -> signed.forEach((hash, receipt) -> {
                    if (asked.contains(hash)) {
                        settle(hash, receipt, here, count);
                    }
                })))
                .replaceWithVoid();
    }

    private void settle(Sha256 hash, JsonObject receipt, Demanded here, Count count) {
        if (here.delivered.contains(hash)) {
            count.lacking.remove(hash);
            count.held.add(hash);
        } else if (here.gone.contains(hash)) {
            count.lacking.remove(hash);
            count.gone++;
        } else {
            count.withheld++;
            if (count.evidence.size() < AuditReport.MAX_EVIDENCE) {
                count.evidence.add(new Evidence(hash, receipt, clock.instant()));
            }
        }
    }

    private AuditReport report(Peer peer, Did account, Completeness known, Count count) {
        State state = State.COMPLETE;
        if (count.withheld > 0) {
            state = State.WITHHELD;
        } else if (count.silent) {
            state = State.UNREACHABLE;
        } else if (!count.lacking.isEmpty()) {
            state = State.BEHIND;
        }
        return new AuditReport(
                account,
                peer,
                clock.instant(),
                state,
                known.asOf(),
                known.listed(),
                count.asked.size(),
                count.held.size(),
                count.gone,
                count.lacking.size(),
                count.withheld,
                count.sampled,
                count.delivered,
                count.evidence);
    }
}
