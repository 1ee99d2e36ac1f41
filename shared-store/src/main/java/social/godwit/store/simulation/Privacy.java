package social.godwit.store.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.store.replication.Frame;
import social.godwit.store.replication.ItemClass;
import social.godwit.store.replication.PeerAnswer.Answered;
import social.godwit.store.replication.PeerRequest;

/** Sees every message, and notes what somebody is sent who has never been a gateway of the account and must not have it. */
final class Privacy {
    /** Bytes of a negentropy message that says nothing of any item. */
    private static final int EMPTY = 30;

    private final MemoVerifier verifier;
    private final Map<Did, SimulatedOwner> owners = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private int seen;

    Privacy(MemoVerifier verifier) {
        this.verifier = verifier;
    }

    void add(SimulatedOwner owner) {
        owners.put(owner.did(), owner);
    }

    void check(Did receiver, PeerRequest request) {
        if (request.contentType().equals(Optional.of(PeerRequest.FRAMES))) {
            check(receiver, request.body());
        }
    }

    void check(Did receiver, Answered answer) {
        if (answer.contentType().equals(PeerRequest.FRAMES)) {
            check(receiver, answer.body());
        }
    }

    private void check(Did receiver, byte[] body) {
        for (Frame frame : Frame.read(body).orElse(List.of())) {
            switch (frame) {
                case Frame.Document document ->
                    verifier.document(document.bytes())
                            .filter(one -> one.visibility() != Visibility.PUBLIC)
                            .ifPresent(one -> check(receiver, one.owner(), one.toString()));
                case Frame.GatewayRecord record ->
                    account(record.bytes()).ifPresent(account -> check(receiver, account, "a gateway record"));
                case Frame.Items items -> {
                    if (items.itemClass() != ItemClass.PUBLIC && items.message().length > EMPTY) {
                        check(receiver, items.account(), "items of class " + items.itemClass());
                    }
                }
                case Frame.Gone gone -> {}
                case Frame.Absent absent -> {}
                case Frame.Offer offer -> {}
            }
        }
    }

    private static Optional<Did> account(byte[] record) {
        return StrictJson.read(record, JsonLimits.DOCUMENT) instanceof JsonReading.Read(JsonObject map)
                ? map.string("account").flatMap(Did::parse)
                : Optional.empty();
    }

    private void check(Did receiver, Did account, String what) {
        seen++;
        SimulatedOwner owner = owners.get(account);
        if (owner != null && !receiver.equals(account) && !owner.everGateway.contains(receiver)) {
            violations.add(what + " of " + owner.name() + " was sent to " + receiver);
        }
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    /** How many messages were looked at that were not for everyone. */
    int seen() {
        return seen;
    }
}
