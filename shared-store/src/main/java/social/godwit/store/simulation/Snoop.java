package social.godwit.store.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.store.replication.Frame;
import social.godwit.store.replication.ItemClass;
import social.godwit.store.replication.PeerRequest;

/** Somebody with a key of an instance, who asks for everything, knows every hash, and replays old documents. */
final class Snoop {
    private static final Origin PLACE = Origin.parse("https://snoop.example").orElseThrow();

    private final SigningKey key;
    private final SimulatedNetwork network;
    private final Chance chance;

    Snoop(SimulatedNetwork network, Chance chance) {
        this.key = SigningKey.generate(chance);
        this.network = network;
        this.chance = chance;
    }

    void ask(Origin instance, SimulatedOwner owner) {
        network.send(PLACE, key.did(), instance, request(owner), answer -> {});
    }

    /** Sends an old document again. */
    void replay(Origin instance, PortableDocument document) {
        byte[] body = Frame.write(List.of(new Frame.Document(document.bytes())));
        network.send(PLACE, key.did(), instance, post("records", PeerRequest.FRAMES, body), answer -> {});
    }

    private PeerRequest request(SimulatedOwner owner) {
        Did account = owner.did();
        return switch (chance.oneIn(40) ? 2 : chance.of(List.of(0, 1, 3, 4))) {
            case 0 ->
                new PeerRequest(
                        "GET",
                        PeerRequest.ROOT + "accounts/" + account + "/records?after=0",
                        Optional.empty(),
                        new byte[0]);
            case 1 -> {
                List<Frame> frames = new ArrayList<>();
                for (ItemClass itemClass : ItemClass.values()) {
                    frames.add(new Frame.Items(account, itemClass, new byte[] {0x61, 0, 0, 2, 0}));
                }
                yield post("reconcile/items", PeerRequest.FRAMES, Frame.write(frames));
            }
            case 2 -> post("reconcile", PeerRequest.NEGENTROPY, chance.bytes(20));
            case 3 -> {
                List<Frame> frames = new ArrayList<>();
                for (int i = 0; i < 5 && !owner.signed.isEmpty(); i++) {
                    frames.add(new Frame.Document(chance.of(owner.signed).bytes()));
                }
                yield post("records", PeerRequest.FRAMES, Frame.write(frames));
            }
            default -> {
                List<String> hashes = owner.signed.stream()
                        .map(document -> document.hash().multibase())
                        .limit(Frame.MAX_FRAMES)
                        .toList();
                JsonObject body = JsonObject.builder()
                        .put("account", account.toString())
                        .put("hashes", hashes)
                        .build();
                yield post("fetch", PeerRequest.JSON, Jcs.bytes(body));
            }
        };
    }

    private static PeerRequest post(String target, String type, byte[] body) {
        return new PeerRequest("POST", PeerRequest.ROOT + target, Optional.of(type), body);
    }

    /** Who it is. */
    Did did() {
        return key.did();
    }
}
