package social.godwit.store.replication;

import io.smallrye.mutiny.Uni;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.InTurn;
import social.godwit.store.document.Admission;
import social.godwit.store.document.Repositories;
import social.godwit.store.document.RepositoryKind;
import social.godwit.store.replication.Mirror.Kind;
import social.godwit.store.replication.PeerAnswer.Answered;

/**
 * Keeps public records of other accounts: fetched account by account from the peer's numbers on, so that nothing is passed
 * over, and for whole peers followed along their stream. Once a day both sides' public items are compared, so that nothing
 * that was missed stays missed. What is not public, or belongs to another account than it was asked for, is left.
 */
final class Mirroring {
    /** Between two looks at an account, or at the end of a stream. */
    static final Duration LOOK = Duration.ofSeconds(20);

    /** Between two walks through all accounts of a peer, and between two comparisons of what it has of each with what is here. */
    static final Duration WALK = Duration.ofDays(1);

    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Duration FAILED = Duration.ofMinutes(1);
    private static final Duration FULL = Duration.ofHours(1);
    private static final Duration NEVER = Duration.ofDays(36_500);
    private static final int PAGES = 50;
    private static final JsonLimits EVENT = new JsonLimits(PeerRequest.MAX_BODY, 4, 100, 20, false);

    private final Self self;
    private final Sets sets;
    private final Repositories repositories;
    private final Replicas replicas;
    private final MirrorStore store;
    private final Effects effects;
    private final Verifier verifier;
    private final Asking asking;
    private final InstantSource clock;

    Mirroring(Replication.Surroundings with, Sets sets, Asking asking) {
        this.sets = sets;
        this.self = with.self();
        this.repositories = with.repositories();
        this.replicas = with.replicas();
        this.store = with.replicas().mirrors();
        this.effects = with.effects();
        this.verifier = with.verifier();
        this.asking = asking;
        this.clock = with.clock();
    }

    /** The peer has given no usable answer; the turn ends. */
    private static final class Silent extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Silent(String message) {
            super(message, null, false, false);
        }
    }

    /** The turn of one mirror that is due; whether there was one. */
    Uni<Boolean> turn() {
        Instant now = clock.instant();
        return store.claim(now, now.plus(LEASE))
                .chain(due -> due.isEmpty()
                        ? Uni.createFrom().item(false)
                        : turn(due.get())
                                .onFailure(Silent.class)
                                .recoverWithUni(silent -> store.all()
                                        .map(all -> all.stream()
                                                .filter(mirror -> mirror.target()
                                                        .equals(due.get().target()))
                                                .findFirst()
                                                .orElse(due.get()))
                                        .map(mirror -> mirror.next(
                                                clock.instant().plus(FAILED), String.valueOf(silent.getMessage()))))
                                .chain(store::save)
                                .replaceWith(true));
    }

    private Uni<Mirror> turn(Mirror mirror) {
        if (mirror.full()) {
            return Uni.createFrom().item(mirror.next(clock.instant().plus(FULL), "the quota is used up"));
        }
        return switch (mirror.kind()) {
            case ACCOUNT ->
                account(mirror, Did.parse(mirror.target()).orElseThrow())
                        .chain(done -> walkIsDue(done)
                                ? even(done, List.of(Did.parse(mirror.target()).orElseThrow()))
                                        .map(compared -> compared.walked(clock.instant()))
                                : Uni.createFrom().item(done))
                        .map(done -> done.next(clock.instant().plus(LOOK), ""));
            case INSTANCE -> instance(mirror);
            case REFILL ->
                walk(mirror)
                        .map(done -> done.walkedAt().isPresent()
                                ? done.next(clock.instant().plus(NEVER), "")
                                : done.next(clock.instant(), ""));
        };
    }

    private Uni<Mirror> instance(Mirror mirror) {
        // First the place in the stream, then the walk: what is stored meanwhile is in one of both.
        if (mirror.cursor().isEmpty()) {
            return follow(mirror).map(begun -> begun.next(clock.instant(), ""));
        }
        boolean walk = mirror.walkedTo().isPresent() || walkIsDue(mirror);
        return (walk ? walk(mirror) : Uni.createFrom().item(mirror))
                .chain(this::follow)
                .map(done -> done.next(
                        walk && done.walkedTo().isPresent()
                                ? clock.instant()
                                : clock.instant().plus(LOOK),
                        ""));
    }

    private boolean walkIsDue(Mirror mirror) {
        return mirror.walkedAt()
                .map(at -> !clock.instant().isBefore(at.plus(WALK)))
                .orElse(true);
    }

    /** A page of the peer's accounts, each with its records; and what was missed of them. */
    private Uni<Mirror> walk(Mirror mirror) {
        String after = mirror.walkedTo().map(did -> "?after=" + did).orElse("");
        return ask(mirror.peer(), "accounts" + after).chain(answer -> {
            JsonObject page = Asking.json(answer.body(), JsonLimits.PLAIN).orElse(JsonObject.empty());
            List<Did> accounts = page.ids("accounts").stream()
                    .flatMap(text -> Did.parse(text).stream())
                    .limit(Frame.MAX_FRAMES)
                    .toList();
            Uni<Mirror> walked = Uni.createFrom().item(mirror);
            for (Did account : accounts) {
                walked = walked.chain(soFar -> soFar.full()
                        ? Uni.createFrom().item(soFar)
                        : account(soFar, account)
                                .map(done -> done.walkedTo(Optional.of(account)))
                                .call(store::save));
            }
            if (mirror.kind() == Kind.INSTANCE) {
                walked = walked.chain(soFar -> even(soFar, accounts)).call(store::save);
            }
            Uni<Mirror> done = walked;
            Optional<Did> next = page.string("next").flatMap(Did::parse).filter(did -> !accounts.isEmpty());
            return done.map(all -> next.isPresent() || all.full() ? all : all.walked(clock.instant()));
        });
    }

    /**
     * Fetches what was missed of these accounts, as a comparison of both sides' public items shows: a request for 64 of them where
     * nothing was. What a session does not finish is left to the next walk. Nothing is sent to the peer that it lacks.
     */
    private Uni<Mirror> even(Mirror mirror, List<Did> accounts) {
        Mirror[] soFar = {mirror};
        Level2.Remedy fetching =
                (session, comparison, salt) -> replicas.poisoned(mirror.peer().key(), comparison.need, clock.instant())
                        .map(poisoned -> comparison.need.stream()
                                .filter(hash -> !poisoned.contains(hash))
                                .toList())
                        .chain(need -> InTurn.each(
                                InTurn.parts(need, Evening.BATCH),
                                some -> soFar[0].full() || !session.goesOn()
                                        ? Uni.createFrom().voidItem()
                                        : fetch(session, comparison.shelf.account(), some, soFar)))
                        .replaceWith(true);
        return Level2.compare(
                        new Session(mirror.peer(), asking, new Budget(clock)),
                        sets,
                        repositories,
                        fetching,
                        Optional.empty(),
                        true,
                        accounts.stream()
                                .map(account -> new Shelf(account, ItemClass.PUBLIC))
                                .toList())
                .map(compared -> soFar[0]);
    }

    private Uni<Void> fetch(Session session, Did account, List<Sha256> ids, Mirror[] soFar) {
        return session.ask(Evening.request(account, Optional.empty(), ids)).chain(answer -> {
            List<Frame> frames = answer.flatMap(one -> Frame.read(one.body()))
                    .filter(list -> list.size() <= ids.size())
                    .orElse(List.of());
            List<byte[]> documents = new ArrayList<>();
            for (Frame frame : frames) {
                if (frame instanceof Frame.Document document) {
                    documents.add(document.bytes());
                }
            }
            return verifier.read(documents, clock.instant())
                    .map(verdicts -> wanted(account, verdicts))
                    .chain(wanted -> admit(account, wanted)
                            .invoke(bytes -> soFar[0] = soFar[0].used(bytes))
                            .chain(() -> poison(session.peer, ids.subList(0, frames.size()), wanted)));
        });
    }

    /** What the peer has listed and not given is not asked for again for a day. */
    private Uni<Void> poison(Peer peer, List<Sha256> asked, List<PortableDocument> came) {
        Set<Sha256> missing = new LinkedHashSet<>(asked);
        came.forEach(document -> missing.remove(document.hash()));
        return missing.isEmpty() ? Uni.createFrom().voidItem() : replicas.poison(peer.key(), missing, clock.instant());
    }

    /** An account's public records from where they were fetched to. */
    private Uni<Mirror> account(Mirror mirror, Did account) {
        Mirror[] reached = {mirror};
        return InTurn.whileMore(
                        PAGES,
                        () -> page(reached[0], account).map(page -> {
                            reached[0] = page.mirror();
                            return page.more();
                        }))
                .replaceWith(() -> reached[0]);
    }

    /** A mirror after a page, and whether another may follow. */
    private record Page(Mirror mirror, boolean more) {}

    private Uni<Page> page(Mirror mirror, Did account) {
        return store.position(mirror.peer().key(), account)
                .chain(position -> ask(
                                mirror.peer(),
                                "accounts/" + account + "/records?after=" + position + "&limit=" + Frame.MAX_FRAMES)
                        .chain(answer -> page(mirror, account, position, answer)));
    }

    private Uni<Page> page(Mirror mirror, Did account, long from, Answered answer) {
        Optional<List<Frame>> frames = Frame.read(answer.body());
        long position = Pulling.number(answer, "godwit-position");
        if (frames.isEmpty() || position < from) {
            return asking.breach(mirror.peer().key(), 0).chain(() -> silent("the answer breaks the protocol"));
        }
        if (frames.get().isEmpty() || position == from) {
            return Uni.createFrom().item(new Page(mirror, false));
        }
        List<byte[]> bytes = new ArrayList<>();
        for (Frame frame : frames.get()) {
            if (frame instanceof Frame.Document document) {
                bytes.add(document.bytes());
            }
        }
        return verifier.read(bytes, clock.instant()).chain(verdicts -> {
            List<PortableDocument> documents = wanted(account, verdicts);
            if (mirror.kind() != Kind.REFILL || from > 0) {
                return keep(mirror, account, documents, position);
            }
            if (documents.stream().noneMatch(this::listsThisInstance)) {
                return Uni.createFrom().item(new Page(mirror, false));
            }
            Uni<Boolean> returned = documents.stream().anyMatch(this::pinsThisInstance)
                    ? effects.returned(account, documents)
                    : Uni.createFrom().item(false);
            return returned.chain(served -> served
                    ? replicas.pull(account)
                            .replaceWith(new Page(
                                    mirror.used(documents.stream()
                                            .mapToLong(document -> document.bytes().length)
                                            .sum()),
                                    false))
                    : keep(mirror, account, documents, position));
        });
    }

    private Uni<Page> keep(Mirror mirror, Did account, List<PortableDocument> documents, long position) {
        return admit(account, documents)
                .map(mirror::used)
                .call(() -> store.fetched(mirror.peer().key(), account, position))
                .call(() -> mirror.kind() == Kind.REFILL
                        ? replicas.pull(account)
                        : Uni.createFrom().voidItem())
                .map(kept -> new Page(kept, !kept.full()));
    }

    /** An actor document by itself, or as owners' clients publish it: inside an Update. */
    private boolean listsThisInstance(PortableDocument document) {
        return document.json().ids("gateways").contains(self.origin().toString())
                || document.embedded().stream().anyMatch(this::listsThisInstance);
    }

    private boolean pinsThisInstance(PortableDocument document) {
        return Peer.gateways(document.json()).contains(new Peer(self.origin(), self.did()))
                || document.embedded().stream().anyMatch(this::pinsThisInstance);
    }

    private static List<PortableDocument> wanted(Did account, List<DocumentVerdict> verdicts) {
        List<PortableDocument> wanted = new ArrayList<>();
        for (DocumentVerdict verdict : verdicts) {
            if (verdict instanceof DocumentVerdict.Admissible(PortableDocument document)
                    && document.visibility() == Visibility.PUBLIC
                    && Repositories.keeping(document).equals(account)) {
                wanted.add(document);
            }
        }
        return wanted;
    }

    /** How many bytes are new. */
    private Uni<Long> admit(Did account, List<PortableDocument> documents) {
        if (documents.isEmpty()) {
            return Uni.createFrom().item(0L);
        }
        return repositories
                .open(account, RepositoryKind.ACCOUNT)
                .chain(() -> repositories.admit(documents))
                .map(intake -> intake.outcomes().stream()
                        .mapToLong(outcome -> outcome instanceof Admission.Stored stored
                                ? stored.document().bytes().length
                                : 0)
                        .sum());
    }

    /** What the peer's stream has after the cursor, or where it ends now. */
    private Uni<Mirror> follow(Mirror mirror) {
        String cursor = mirror.cursor()
                .map(place -> "&cursor=" + URLEncoder.encode(place, StandardCharsets.UTF_8))
                .orElse("");
        return asking.ask(mirror.peer(), PeerRequest.get("stream?once=true" + cursor), 410)
                .chain(answer -> {
                    if (answer.isEmpty()) {
                        return silent("no answer");
                    }
                    return answer.get().status() == 410
                            ? Uni.createFrom().item(mirror.lost())
                            : take(mirror, new String(answer.get().body(), StandardCharsets.UTF_8));
                });
    }

    private Uni<Mirror> take(Mirror mirror, String text) {
        Map<Did, List<byte[]>> documents = new LinkedHashMap<>();
        List<Did> revised = new ArrayList<>();
        String place = mirror.cursor().orElse("");
        for (String event : text.split("\n\n", -1)) {
            Map<String, String> fields = fields(event);
            place = fields.getOrDefault("id", place);
            Optional<JsonObject> data =
                    Asking.json(fields.getOrDefault("data", "").getBytes(StandardCharsets.UTF_8), EVENT);
            Optional<Did> account = data.flatMap(map -> map.string("account")).flatMap(Did::parse);
            if (account.isEmpty()) {
                continue;
            }
            if ("revision".equals(fields.get("event"))) {
                revised.add(account.get());
            }
            data.flatMap(map -> map.string("document"))
                    .ifPresent(document -> documents
                            .computeIfAbsent(account.get(), absent -> new ArrayList<>())
                            .add(document.getBytes(StandardCharsets.UTF_8)));
        }
        String end = place;
        Uni<Mirror> taken = Uni.createFrom().item(mirror);
        for (var entry : documents.entrySet()) {
            taken = taken.chain(soFar -> verifier.read(entry.getValue(), clock.instant())
                    .chain(verdicts -> admit(entry.getKey(), wanted(entry.getKey(), verdicts)))
                    .map(soFar::used));
        }
        for (Did account : revised) {
            taken = taken.chain(soFar -> account(soFar, account));
        }
        return taken.map(done -> done.at(end));
    }

    private static Map<String, String> fields(String event) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line : event.split("\n", -1)) {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 2));
            }
        }
        return fields;
    }

    private Uni<Answered> ask(Peer peer, String target) {
        return asking.ask(peer, PeerRequest.get(target))
                .chain(answer -> answer.map(one -> Uni.createFrom().item(one)).orElseGet(() -> silent("no answer")));
    }

    private static <T> Uni<T> silent(String why) {
        return Uni.createFrom().failure(new Silent(why));
    }

    /**
     * Adds a mirror of what {@code origin} has, after the instance there has shown its key.
     *
     * @param account of this account; nothing: of everything
     * @return whether it answered as an instance does, and there was room
     */
    Uni<Boolean> add(Origin origin, Optional<Did> account, Kind kind, long quota) {
        String nonce = Sha256.of((origin + " " + clock.instant()).getBytes(StandardCharsets.UTF_8))
                .hex()
                .substring(0, PeerHello.SHORTEST_NONCE * 2);
        return asking.identity(origin, nonce)
                .chain(peer -> peer.isEmpty()
                        ? Uni.createFrom().item(false)
                        : store.add(Mirror.begin(
                                account.map(Did::toString).orElse(origin.toString()),
                                kind,
                                peer.get(),
                                quota,
                                clock.instant())));
    }
}
