package social.godwit.store.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import social.godwit.identity.checkpoint.ChainClass;
import social.godwit.identity.checkpoint.Checkpoint;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.keylog.ChainEnd;
import social.godwit.identity.keylog.KeyLogEntry;
import social.godwit.identity.keylog.KeyLogEntry.DeviceAddition;
import social.godwit.identity.keylog.KeyLogEntry.DeviceRevocation;
import social.godwit.identity.keylog.KeyLogEntry.Genesis;
import social.godwit.identity.keylog.KeyLogEntry.Revocation;
import social.godwit.identity.proof.IntegrityProof;
import social.godwit.store.replication.Frame;
import social.godwit.store.replication.Peer;
import social.godwit.store.replication.PeerAnswer;
import social.godwit.store.replication.PeerRequest;

/** An owner with devices, who writes, edits and deletes, and sends everything again until a gateway has answered. */
final class SimulatedOwner {
    private static final String EVERYONE = "https://www.w3.org/ns/activitystreams#Public";
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private final Set<Peer> liars;
    private final SigningKey authority;
    private final SimulatedTime time;
    private final SimulatedNetwork network;
    private final MemoVerifier verifier;
    private final Chance chance;
    private final Trace trace;
    private final Origin place;
    private final Genesis genesis;
    private final List<Device> devices = new ArrayList<>();
    private final List<Peer> gateways = new ArrayList<>();
    private long sequence;
    private int counter;
    private PortableDocument newest;
    private Instant last = Instant.MIN;

    /** Hashes that an honest gateway has answered for with 201. */
    final Set<Sha256> acknowledged = new LinkedHashSet<>();

    /** Ids that were used. */
    final TreeSet<String> paths = new TreeSet<>();

    /** Who has ever been a gateway. */
    final Set<Did> everGateway = new HashSet<>();

    /** All that was ever signed, for those who replay. */
    final List<PortableDocument> signed = new ArrayList<>();

    /** Gateways that have refused a second genesis. */
    final Set<Peer> unmoved = new LinkedHashSet<>();

    private final List<String> notes = new ArrayList<>();
    private final Map<String, List<String>> audiences = new HashMap<>();
    private final Set<String> deleted = new HashSet<>();
    private boolean forgotten;
    private int unanswered;
    boolean equivocated;

    private static final class Device {
        final SigningKey key;
        final Map<ChainClass, Checkpoint> chains = new EnumMap<>(ChainClass.class);
        boolean revoked;
        /** A link was never taken, or two share a place: a revocation would not recognise what lies before. */
        boolean broken;

        Device(SigningKey key) {
            this.key = key;
        }
    }

    SimulatedOwner(
            int number,
            List<Peer> home,
            Set<Peer> liars,
            SimulatedTime time,
            SimulatedNetwork network,
            MemoVerifier verifier,
            Chance chance,
            Trace trace) {
        this.liars = liars;
        this.authority = SigningKey.generate(chance);
        this.time = time;
        this.network = network;
        this.verifier = verifier;
        this.chance = chance;
        this.trace = trace;
        this.place = Origin.parse("https://owner" + number + ".example").orElseThrow();
        this.genesis = new Genesis(
                did(), KeyLogEntry.commitment(SigningKey.generate(chance).publicKey()));
        this.gateways.addAll(home);
        home.forEach(peer -> everGateway.add(peer.key()));
        this.newest = actor();
    }

    Did did() {
        return authority.did();
    }

    List<Peer> gateways() {
        return List.copyOf(gateways);
    }

    /** Whether everything was answered. */
    boolean quiet() {
        return unanswered == 0;
    }

    private Instant tick() {
        Instant now = time.instant();
        last = now.isAfter(last) ? now : last.plusNanos(1_000);
        return last;
    }

    // What the owner does

    /** Registers at the first gateway, with as many devices. */
    void begin(int count) {
        PortableDocument actor = newest;
        send(SimulatedInstance.REGISTER, gateways.subList(0, 1), List.of(actor), () -> {
            List<PortableDocument> first = new ArrayList<>();
            first.add(keep(genesis.sign(authority, tick())));
            for (int i = 0; i < count; i++) {
                Device device = new Device(SigningKey.generate(chance));
                devices.add(device);
                first.add(addition(device));
            }
            publish(devices.getFirst(), first, List.of(actor));
        });
    }

    private PortableDocument addition(Device device) {
        return keep(new DeviceAddition(did(), genesis.hash(), device.key.did()).sign(authority, tick()));
    }

    /** Another gateway, from now on. */
    void add(Peer gateway) {
        if (gateways.stream().noneMatch(peer -> peer.key().equals(gateway.key()))) {
            gateways.add(gateway);
            everGateway.add(gateway.key());
            trace.note(() -> name() + " adds " + gateway.origin().host());
            PortableDocument actor = actor();
            // Also when a gateway that has seen something newer refuses: another one may have taken it without being
            // heard.
            Runnable register = () -> register(gateway, actor);
            publish(device(), List.of(actor), List.of(actor), register, register);
        }
    }

    private void register(Peer gateway, PortableDocument actor) {
        send(SimulatedInstance.REGISTER, List.of(gateway), List.of(actor), () -> {});
    }

    /** Registers again, with the newest actor document: after a gateway has lost its disk. */
    void registerAgain(Peer gateway) {
        register(gateway, actor());
    }

    /** One gateway less; not the first, and none that has something that the others lack. */
    void drop() {
        if (gateways.size() > 2) {
            Peer gone = gateways.remove(gateways.size() - 1);
            trace.note(() -> name() + " drops " + gone.origin().host());
            PortableDocument actor = actor();
            publish(device(), List.of(actor), List.of(actor));
        }
    }

    /** Writes something. */
    void post() {
        post(device());
    }

    private void post(Device device) {
        int number = counter++;
        List<String> to = switch (chance.below(6)) {
            case 0 -> List.of(id("/followers").canonical());
            case 1 -> List.of("https://somebody.example/users/x");
            case 2 -> List.of();
            default -> List.of(EVERYONE);
        };
        notes.add("/objects/" + number);
        audiences.put("/objects/" + number, to);
        PortableDocument note = note("/objects/" + number, "note " + number, to, tick());
        publish(device, List.of(activity("Create", note.json(), to)), List.of());
    }

    /** Changes something, maybe from two devices at once. */
    void edit() {
        if (!notes.isEmpty()) {
            String path = chance.of(notes);
            int times = chance.oneIn(3) ? 2 : 1;
            for (int i = 0; i < times; i++) {
                int number = counter++;
                List<String> to = List.of(EVERYONE);
                audiences.put(path, to);
                PortableDocument note = note(path, "edited " + number, to, tick());
                publish(device(), List.of(activity("Update", note.json(), to)), List.of());
            }
        }
    }

    /** Takes something back. */
    void delete() {
        if (!notes.isEmpty()) {
            String path = chance.of(notes);
            deleted.add(path);
            JsonObject.Builder delete = begin("/activities/" + counter++, "Delete")
                    .put("actor", id("/actor").canonical())
                    .put("object", id(path).canonical())
                    .put("to", audiences.getOrDefault(path, List.of(EVERYONE)));
            publish(device(), List.of(keep(IntegrityProof.sign(delete.build(), authority, tick()))), List.of());
        }
    }

    /** Whether it has asked to delete what this document is, or carries. */
    boolean deleted(PortableDocument document) {
        return deleted.contains(document.id().path())
                || document.embedded().stream()
                        .anyMatch(inner -> deleted.contains(inner.id().path()));
    }

    /** From now on nobody has to have what was deleted. */
    void forget() {
        forgotten = true;
    }

    /** What an honest gateway has answered for, and all have to have. */
    List<Sha256> owed() {
        Set<Sha256> gone = signed.stream()
                .filter(document -> forgotten && deleted(document))
                .map(PortableDocument::hash)
                .collect(Collectors.toSet());
        return acknowledged.stream().filter(hash -> !gone.contains(hash)).toList();
    }

    /** Whoever has the authority key alone begins another key log, at a gateway that has one. */
    void beginAgain(Peer gateway) {
        trace.note(
                () -> name() + " is said to begin again at " + gateway.origin().host());
        Genesis other = new Genesis(
                did(), KeyLogEntry.commitment(SigningKey.generate(chance).publicKey()));
        PortableDocument entry =
                verifier.document(Jcs.bytes(other.sign(authority, tick()))).orElseThrow();
        send(
                SimulatedInstance.OUTBOX,
                List.of(gateway),
                List.of(entry),
                () -> {
                    throw new IllegalStateException(gateway.origin() + " took a second genesis of " + name());
                },
                () -> unmoved.add(gateway));
    }

    /** Two documents of one second that no checkpoint lists. */
    List<PortableDocument> twins() {
        Instant when = tick();
        return List.of(
                note("/objects/" + counter++, "twin", List.of(EVERYONE), when),
                note("/objects/" + counter++, "twin", List.of(EVERYONE), when));
    }

    /** A new device. */
    void join() {
        if (devices.size() < 4) {
            Device device = new Device(SigningKey.generate(chance));
            PortableDocument addition = addition(device);
            publish(device(), List.of(addition), List.of(), () -> devices.add(device), () -> {});
        }
    }

    /** A device is lost; what it said so far is recognised. */
    void revoke() {
        List<Device> open = open();
        if (open.size() > 1 && !open.getLast().broken) {
            Device device = open.getLast();
            device.revoked = true;
            List<ChainEnd> ends = new ArrayList<>();
            device.chains.values().forEach(link -> ends.add(new ChainEnd(link.chain(), link.seq(), link.hash())));
            trace.note(() -> name() + " revokes a device");
            PortableDocument revocation =
                    keep(new DeviceRevocation(did(), genesis.hash(), new Revocation(device.key.did(), ends))
                            .sign(authority, tick()));
            publish(open.getFirst(), List.of(revocation), List.of());
        }
    }

    /** Says two things at once, each to another gateway. */
    void equivocate() {
        if (gateways.size() > 1) {
            equivocated = true;
            trace.note(() -> name() + " equivocates");
            int number = counter++;
            Instant when = tick();
            Device device = device();
            device.broken = true;
            Optional<Checkpoint> before = Optional.ofNullable(device.chains.get(ChainClass.PUBLIC));
            for (int i = 0; i < 2; i++) {
                PortableDocument note = note("/objects/" + number, "side " + i, List.of(EVERYONE), when);
                Checkpoint link = link(device, ChainClass.PUBLIC, before, List.of(note.hash()));
                device.chains.put(ChainClass.PUBLIC, link);
                send(
                        SimulatedInstance.OUTBOX,
                        List.of(gateways.get(i)),
                        List.of(note, keep(link.sign(authority, device.key, tick()))),
                        () -> {});
            }
        }
    }

    private List<Device> open() {
        return devices.stream().filter(device -> !device.revoked).toList();
    }

    private Device device() {
        return chance.of(open());
    }

    /** Whether it has registered. */
    boolean begun() {
        return !devices.isEmpty();
    }

    // Signing and sending

    private PortableDocument keep(JsonObject document) {
        PortableDocument read = verifier.document(Jcs.bytes(document)).orElseThrow();
        signed.add(read);
        if (read.id().did().equals(did())) {
            paths.add(read.id().path());
        }
        return read;
    }

    private PortableId id(String path) {
        return PortableId.of(did(), path);
    }

    private JsonObject.Builder begin(String path, String type) {
        return JsonObject.builder()
                .put("@context", PortableDocument.CONTEXT)
                .put("id", id(path).canonical())
                .put("type", type);
    }

    private PortableDocument note(String path, String content, List<String> to, Instant when) {
        return keep(IntegrityProof.sign(
                begin(path, "Note")
                        .put("attributedTo", id("/actor").canonical())
                        .put("content", content)
                        .put("to", to)
                        .build(),
                authority,
                when));
    }

    private PortableDocument activity(String type, JsonObject object, List<String> to) {
        return keep(IntegrityProof.sign(
                begin("/activities/" + counter++, type)
                        .put("actor", id("/actor").canonical())
                        .put("object", object)
                        .put("to", to)
                        .build(),
                authority,
                tick()));
    }

    private PortableDocument actor() {
        Origin home = gateways.getFirst().origin();
        newest = keep(IntegrityProof.sign(
                JsonObject.builder()
                        .put("@context", PortableDocument.CONTEXT)
                        .put("id", id("/actor").at(home))
                        .put("type", "Person")
                        .put("inbox", id("/actor/inbox").at(home))
                        .put("outbox", id("/actor/outbox").at(home))
                        .put(
                                "gateways",
                                gateways.stream()
                                        .map(peer -> peer.origin().toString())
                                        .toList())
                        .put(
                                "gatewayKeys",
                                gateways.stream()
                                        .map(peer -> peer.key().toString())
                                        .toList())
                        .put("sequence", sequence++)
                        .build(),
                authority,
                tick()));
        return newest;
    }

    private void publish(Device device, List<PortableDocument> documents, List<PortableDocument> alsoListed) {
        publish(device, documents, alsoListed, () -> {}, () -> {});
    }

    private void publish(
            Device device,
            List<PortableDocument> documents,
            List<PortableDocument> alsoListed,
            Runnable done,
            Runnable refused) {
        List<PortableDocument> batch = new ArrayList<>(documents);
        Set<PortableDocument> listed = new LinkedHashSet<>(documents);
        listed.addAll(alsoListed);
        for (ChainClass chain : ChainClass.values()) {
            List<Sha256> hashes = listed.stream()
                    .filter(document -> ChainClass.of(document.visibility()) == chain)
                    .map(PortableDocument::hash)
                    .toList();
            if (!hashes.isEmpty()) {
                Checkpoint link = link(device, chain, Optional.ofNullable(device.chains.get(chain)), hashes);
                device.chains.put(chain, link);
                batch.add(keep(link.sign(authority, device.key, tick())));
            }
        }
        List<Peer> order = new ArrayList<>(gateways);
        if (chance.oneIn(4)) {
            order.addFirst(order.removeLast());
        }
        send(SimulatedInstance.OUTBOX, order, batch, done, () -> {
            device.broken = true;
            refused.run();
        });
    }

    private Checkpoint link(Device device, ChainClass chain, Optional<Checkpoint> before, List<Sha256> hashes) {
        return before.map(link -> link.next(hashes, List.of()))
                .orElseGet(() -> Checkpoint.first(did(), device.key.did(), chain, hashes, List.of()));
    }

    private void send(String target, List<Peer> order, List<PortableDocument> batch, Runnable done) {
        send(target, order, batch, done, () -> {});
    }

    /** Sends a batch to the first gateway that answers for it. */
    private void send(String target, List<Peer> order, List<PortableDocument> batch, Runnable done, Runnable refused) {
        unanswered++;
        attempt(target, order, 0, batch, done, refused);
    }

    private void attempt(
            String target, List<Peer> order, int which, List<PortableDocument> batch, Runnable done, Runnable refused) {
        List<Frame> frames = batch.stream()
                .<Frame>map(document -> new Frame.Document(document.bytes()))
                .toList();
        var request = new PeerRequest("POST", target, Optional.of(PeerRequest.FRAMES), Frame.write(frames));
        Peer gateway = order.get(which % order.size());
        network.send(place, did(), gateway.origin(), request, answer -> {
            int status = answer instanceof PeerAnswer.Answered answered ? answered.status() : 0;
            switch (status) {
                case 201 -> {
                    unanswered--;
                    if (!liars.contains(gateway)) {
                        batch.forEach(document -> acknowledged.add(document.hash()));
                    }
                    trace.note(() -> name() + " posted " + batch + " at "
                            + gateway.origin().host());
                    done.run();
                }
                case 409, 403 -> {
                    unanswered--;
                    trace.note(() -> name() + " gives up " + batch + ": " + status);
                    refused.run();
                }
                default -> {
                    if (status == 404) {
                        register(gateway, newest);
                    }
                    time.after(chance.upTo(AGAIN), () -> attempt(target, order, which + 1, batch, done, refused));
                }
            }
        });
    }

    String name() {
        return place.host();
    }
}
