package social.godwit.store.replication;

import io.smallrye.mutiny.Uni;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.store.InTurn;
import social.godwit.store.document.Held;
import social.godwit.store.document.Repositories;
import social.godwit.store.document.StoredDocument;
import social.godwit.store.negentropy.ItemSet;
import social.godwit.store.negentropy.Negentropy;
import social.godwit.store.negentropy.Salt;
import social.godwit.store.negentropy.Step;
import social.godwit.store.replication.PeerAnswer.Answered;

/** Answers what peers ask. */
final class Serving {
    /** Bytes of a negentropy message of level 1. */
    static final int COMMON_FRAME = 250_000;

    /** Shelves in a request. */
    static final int MAX_SHELVES = 64;

    /** Bytes of a negentropy message on one shelf of so many in a request: a lone one may fill a frame. */
    static int itemsFrame(int shelves) {
        return Math.min(1_000_000, (4 << 20) / shelves);
    }

    private static final Set<Visibility> PUBLIC = Set.of(Visibility.PUBLIC);
    private static final Set<Visibility> EVERYTHING = EnumSet.allOf(Visibility.class);

    private final Self self;
    private final Repositories repositories;
    private final GatewayRecords records;
    private final Replicas replicas;
    private final Sets sets;
    private final Taking taking;
    private final InstantSource clock;
    private final Consumer<Peer> back;
    private final Quota quota = new Quota();

    Serving(Replication.Surroundings with, Sets sets, Taking taking, Consumer<Peer> back) {
        this.self = with.self();
        this.repositories = with.repositories();
        this.records = with.records();
        this.replicas = with.replicas();
        this.sets = sets;
        this.taking = taking;
        this.clock = with.clock();
        this.back = back;
    }

    Uni<Answered> handle(Did signer, PeerRequest request) {
        var now = clock.instant();
        if (request.body().length > PeerRequest.MAX_BODY) {
            return broken(signer, "size");
        }
        long wait = quota.take(signer, Quota.REQUEST + Quota.bytes(request.body().length), now);
        if (wait > 0) {
            return Uni.createFrom().item(Problem.tooMuch(wait));
        }
        return replicas.state(signer)
                .invoke(state -> quota.know(signer, state.shares()))
                .chain(state -> state.trusted(now)
                        ? heard(signer, state, request).chain(() -> route(signer, request))
                        : Uni.createFrom().item(Problem.tooMuch(PeerState.HALF_LIFE.toSeconds())))
                .invoke(answer -> quota.count(signer, Quota.bytes(answer.body().length), clock.instant()));
    }

    /** A peer that was away is back when it asks: it need not wait until it is asked again. */
    private Uni<Void> heard(Did signer, PeerState state, PeerRequest request) {
        if (state.failures() == 0) {
            return Uni.createFrom().voidItem();
        }
        return replicas.with(signer, Optional.empty(), 1)
                .chain(shared -> shared.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : replicas.note(signer, Exchange.good(clock.instant(), 0, request.body().length))
                                .invoke(() -> back.accept(shared.getFirst().peer())));
    }

    /** The caller broke the protocol, and loses score. */
    private Uni<Answered> broken(Did signer, String what) {
        return replicas.note(signer, Exchange.breach(clock.instant(), 0, 0, 10)).replaceWith(Problem.breach(what));
    }

    private Uni<Answered> route(Did signer, PeerRequest request) {
        Target target = Target.of(request.target());
        return switch (request.method() + " " + target.name()) {
            case "POST hello" -> hello(signer, request.body());
            case "POST records" -> records(signer, request.body());
            case "POST fetch" -> fetch(signer, target, request.body());
            case "POST reconcile" -> reconcile(signer, request.body());
            case "POST reconcile/accounts" -> shelves(signer, request.body());
            case "POST reconcile/items" -> items(signer, target, request.body());
            case "GET accounts" -> accounts(target);
            case "GET accounts/records" -> stream(signer, target);
            default -> Uni.createFrom().item(Problem.unknown());
        };
    }

    /**
     * A target in its parts.
     *
     * @param account in the path, if there is one
     */
    record Target(String name, Optional<Did> account, Map<String, String> query) {
        static Target of(String target) {
            int mark = target.indexOf('?');
            String path = mark < 0 ? target : target.substring(0, mark);
            Map<String, String> query = new HashMap<>();
            if (mark >= 0) {
                for (String pair : target.substring(mark + 1).split("&", 9)) {
                    int equal = pair.indexOf('=');
                    if (equal > 0) {
                        query.put(pair.substring(0, equal), decode(pair.substring(equal + 1)));
                    }
                }
            }
            String name = path.startsWith(PeerRequest.ROOT) ? path.substring(PeerRequest.ROOT.length()) : "";
            if (name.startsWith("accounts/") && name.endsWith("/records")) {
                String did = decode(name.substring(9, Math.max(9, name.length() - 8)));
                return new Target("accounts/records", Did.parse(did), query);
            }
            return new Target(name, Optional.empty(), query);
        }

        private static String decode(String text) {
            try {
                return URLDecoder.decode(text, StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                return "";
            }
        }

        long number(String key, long otherwise) {
            String text = query.getOrDefault(key, "");
            return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : otherwise;
        }

        Optional<Salt> salt() {
            return Optional.ofNullable(query.get("salt")).flatMap(Salt::parse);
        }

        boolean malformed() {
            return query.containsKey("salt") && salt().isEmpty();
        }
    }

    private Uni<Answered> hello(Did signer, byte[] body) {
        Optional<String> nonce = Asking.json(body, JsonLimits.PLAIN)
                .flatMap(map -> map.string("nonce"))
                .filter(text -> text.length() >= PeerHello.SHORTEST_NONCE && text.length() <= PeerHello.LONGEST_NONCE);
        return nonce.isEmpty()
                ? broken(signer, "hello")
                : json(new PeerHello(
                                self.origin(),
                                self.did(),
                                signer,
                                nonce.get(),
                                clock.instant().truncatedTo(ChronoUnit.SECONDS))
                        .sign(self.key()));
    }

    private static Uni<Answered> json(JsonObject object) {
        return Uni.createFrom().item(Answered.ok(PeerRequest.JSON, Jcs.bytes(object)));
    }

    private Uni<Answered> records(Did signer, byte[] body) {
        Optional<List<Frame>> frames = Frame.read(body);
        if (frames.isEmpty()) {
            return broken(signer, "frames");
        }
        quota.count(signer, frames.get().size(), clock.instant());
        return taking.take(signer, frames.get()).chain(taken -> {
            JsonObject answer = JsonObject.builder()
                    .put(
                            "outcomes",
                            taken.outcomes().stream().map(Outcome::text).toList())
                    .put("receipts", taken.receipts(self, clock.instant()))
                    .build();
            Uni<Void> noted = taken.invalid() == 0
                    ? Uni.createFrom().voidItem()
                    : replicas.note(
                            signer,
                            Exchange.breach(clock.instant(), body.length, taken.invalid(), 5.0 * taken.invalid()));
            return noted.chain(() -> json(answer));
        });
    }

    private Uni<Boolean> pinned(Did signer, Did account) {
        return replicas.find(signer, account).map(Optional::isPresent);
    }

    /** Whether a signer may have a shelf. */
    private Uni<Boolean> may(Did signer, Shelf shelf) {
        return shelf.itemClass() == ItemClass.PUBLIC ? Uni.createFrom().item(true) : pinned(signer, shelf.account());
    }

    private Uni<Answered> fetch(Did signer, Target target, byte[] body) {
        Optional<JsonObject> asked = Asking.json(body, JsonLimits.PLAIN);
        Optional<Did> account = asked.flatMap(map -> map.string("account")).flatMap(Did::parse);
        List<Sha256> hashes = asked.map(map -> hashes(map.list("hashes"))).orElse(List.of());
        if (account.isEmpty() || hashes.isEmpty() || target.malformed()) {
            return broken(signer, "fetch");
        }
        return pinned(signer, account.get())
                .chain(pinned -> target.salt().isEmpty()
                        ? found(account.get(), hashes, pinned)
                        : unsalted(signer, account.get(), pinned, target.salt().get())
                                .chain(known -> found(
                                        account.get(),
                                        hashes.stream()
                                                .map(id -> known.getOrDefault(id, id))
                                                .toList(),
                                        pinned)));
    }

    /** At most {@link Frame#MAX_FRAMES}, all well-formed; else none. */
    private static List<Sha256> hashes(List<Json> list) {
        List<Sha256> hashes = new ArrayList<>();
        for (Json item : list) {
            Optional<Sha256> hash =
                    item instanceof JsonString text ? Sha256.parseMultibase(text.value()) : Optional.empty();
            if (hash.isEmpty() || hashes.size() == Frame.MAX_FRAMES) {
                return List.of();
            }
            hashes.add(hash.get());
        }
        return hashes;
    }

    /** What salted ids of an account stand for, as far as the signer may know. */
    private Uni<Map<Sha256, Sha256>> unsalted(Did signer, Did account, boolean pinned, Salt salt) {
        Map<Sha256, Sha256> known = new HashMap<>();
        return InTurn.each(
                        pinned ? List.of(ItemClass.values()) : List.of(ItemClass.PUBLIC),
                        itemClass -> salted(signer, new Shelf(account, itemClass), salt)
                                .invoke(salted -> known.putAll(salted.hashes())))
                .replaceWith(known);
    }

    private Uni<Salt.Salted> salted(Did signer, Shelf shelf, Salt salt) {
        return sets.salted(shelf, salt)
                .invoke(salted -> quota.count(signer, salted.hashes().size() / Quota.SALTED, clock.instant()));
    }

    /** As many as fit, by their sizes: no more is read than is answered. */
    private Uni<Answered> found(Did account, List<Sha256> hashes, boolean pinned) {
        return repositories
                .sizes(account, hashes, pinned ? EVERYTHING : PUBLIC)
                .chain(documents -> (pinned
                                ? records.sizes(account, hashes)
                                : Uni.createFrom().item(Map.<Sha256, Integer>of()))
                        .map(observed -> {
                            Map<Sha256, Integer> sizes = new HashMap<>(documents);
                            sizes.putAll(observed);
                            return sizes;
                        }))
                .chain(sizes -> fitting(
                        account, Room.parts(hashes, sizes, PeerRequest.MAX_BODY).getFirst(), pinned));
    }

    private Uni<Answered> fitting(Did account, List<Sha256> hashes, boolean pinned) {
        Uni<Map<Sha256, GatewayRecords.Numbered>> observed =
                pinned ? records.find(account, hashes) : Uni.createFrom().item(Map.of());
        return repositories
                .held(account, hashes)
                .chain(held -> observed.map(others -> {
                    List<Frame> frames = hashes.stream()
                            .map(hash -> frame(hash, held.get(hash), others.get(hash), pinned))
                            .toList();
                    return Answered.ok(PeerRequest.FRAMES, Frame.write(frames));
                }));
    }

    private static Frame frame(
            Sha256 hash, @Nullable Held held, GatewayRecords.@Nullable Numbered record, boolean pinned) {
        if (record != null) {
            return new Frame.GatewayRecord(record.bytes());
        }
        if (held == null || !(pinned || held.visibility() == Visibility.PUBLIC)) {
            return new Frame.Absent(hash);
        }
        return switch (held) {
            case Held.Here(StoredDocument document) -> new Frame.Document(document.bytes());
            case Held.Gone(Held.Reason reason, Visibility visibility, long second) ->
                new Frame.Gone(hash, reason == Held.Reason.ERASED ? 1 : 2, second, ItemClass.of(visibility));
        };
    }

    private Uni<Answered> stream(Did signer, Target target) {
        if (target.account().isEmpty()) {
            return Uni.createFrom().item(Problem.unknown());
        }
        Did account = target.account().get();
        long after = target.number("after", 0);
        int limit = Math.clamp(target.number("limit", Frame.MAX_FRAMES), 1, Frame.MAX_FRAMES);
        return repositories
                .kind(account)
                .chain(kind -> kind.isEmpty()
                        ? Uni.createFrom().item(Problem.unknown())
                        : replicas.find(signer, account)
                                .chain(replica -> repositories
                                        .after(
                                                account,
                                                after,
                                                replica.isPresent() ? EVERYTHING : PUBLIC,
                                                limit,
                                                PeerRequest.MAX_BODY)
                                        .call(documents -> documents.isEmpty()
                                                ? place(replica, after)
                                                : Uni.createFrom().voidItem())
                                        .map(documents -> page(documents, after, replica))));
    }

    /** The peer has all that lies before; from now on it is pushed to. */
    private Uni<Void> place(Optional<Replica> replica, long after) {
        return replica.isEmpty()
                ? Uni.createFrom().voidItem()
                : replicas.taken(
                        replica.get().peer().key(),
                        Map.of(
                                replica.get().account(),
                                new Position(
                                        Math.min(after, replica.get().newest().documents()), 0)),
                        clock.instant());
    }

    private static Answered page(List<StoredDocument> documents, long after, Optional<Replica> replica) {
        List<Frame> frames = new ArrayList<>();
        long size = 0;
        long position = after;
        for (StoredDocument document : documents) {
            Frame frame = new Frame.Document(document.bytes());
            size += frame.size();
            if (size > PeerRequest.MAX_BODY) {
                break;
            }
            frames.add(frame);
            position = document.number();
        }
        long newest =
                Math.max(position, replica.map(one -> one.newest().documents()).orElse(0L));
        return new Answered(
                200,
                PeerRequest.FRAMES,
                Map.of("godwit-position", Long.toString(position), "godwit-newest", Long.toString(newest)),
                Frame.write(frames));
    }

    private Uni<Answered> accounts(Target target) {
        Optional<Did> after = Optional.ofNullable(target.query().get("after")).flatMap(Did::parse);
        return repositories.accounts(after, Frame.MAX_FRAMES).chain(accounts -> {
            var answer = JsonObject.builder()
                    .put("accounts", accounts.stream().map(Did::toString).toList());
            if (accounts.size() == Frame.MAX_FRAMES) {
                answer.put("next", accounts.getLast().toString());
            }
            return json(answer.build());
        });
    }

    private Uni<Answered> reconcile(Did signer, byte[] message) {
        quota.count(signer, Quota.COMMON, clock.instant());
        return sets.common()
                .with(signer)
                .chain(set -> Negentropy.respond(set, message, COMMON_FRAME))
                .chain(step -> switch (step) {
                    case Step.Next next -> Uni.createFrom().item(Answered.ok(PeerRequest.NEGENTROPY, next.message()));
                    case Step.Done done -> throw new IllegalStateException("who answers is never done");
                    case Step.Broken broken -> broken(signer, "negentropy");
                });
    }

    private Uni<Answered> shelves(Did signer, byte[] body) {
        Optional<List<String>> ids = Asking.json(body, JsonLimits.PLAIN)
                .flatMap(map -> map.get("ids") instanceof JsonArray array ? array.strings() : Optional.empty())
                .filter(list -> list.size() <= Frame.MAX_FRAMES);
        if (ids.isEmpty()) {
            return broken(signer, "ids");
        }
        List<Sha256> hashes =
                ids.get().stream().flatMap(id -> Sha256.parseHex(id).stream()).toList();
        return sets.common().find(signer, hashes).chain(shelves -> {
            List<JsonObject> found = new ArrayList<>();
            for (Sha256 hash : hashes) {
                Shelf shelf = shelves.get(hash);
                if (shelf != null) {
                    found.add(JsonObject.builder()
                            .put("id", hash.hex())
                            .put("account", shelf.account().toString())
                            .put("class", shelf.itemClass().wireName())
                            .build());
                }
            }
            return json(JsonObject.builder().put("accounts", found).build());
        });
    }

    private Uni<Answered> items(Did signer, Target target, byte[] body) {
        Optional<List<Frame>> frames = Frame.read(body)
                .filter(list -> list.size() <= MAX_SHELVES && list.stream().allMatch(Frame.Items.class::isInstance));
        if (frames.isEmpty() || target.malformed()) {
            return broken(signer, "frames");
        }
        quota.count(signer, Quota.SHELF * frames.get().size(), clock.instant());
        int limit = itemsFrame(Math.max(1, frames.get().size()));
        return InTurn.map(frames.get(), frame -> answer(signer, target.salt(), (Frame.Items) frame, limit))
                .chain(answers -> answers.contains(BROKEN)
                        ? broken(signer, "negentropy")
                        : Uni.createFrom().item(Answered.ok(PeerRequest.FRAMES, Frame.write(answers))));
    }

    private static final Frame BROKEN = new Frame.Absent(Sha256.of(new byte[0]));

    private Uni<Frame> answer(Did signer, Optional<Salt> salt, Frame.Items frame, int limit) {
        var shelf = new Shelf(frame.account(), frame.itemClass());
        Frame nothing = new Frame.Items(frame.account(), frame.itemClass(), new byte[0]);
        return may(signer, shelf)
                .chain(may -> may
                        ? repositories.kind(frame.account())
                        : Uni.createFrom().item(Optional.empty()))
                .chain(kind -> {
                    if (kind.isEmpty()) {
                        return Uni.createFrom().item(nothing);
                    }
                    Uni<ItemSet> set = salt.isEmpty()
                            ? sets.of(shelf)
                            : salted(signer, shelf, salt.get()).map(Salt.Salted::items);
                    return set.chain(items -> Negentropy.respond(items, frame.message(), limit))
                            .map(step -> step instanceof Step.Next next
                                    ? new Frame.Items(frame.account(), frame.itemClass(), next.message())
                                    : BROKEN);
                });
    }
}
