package social.godwit.store.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.replication.Frame;
import social.godwit.store.replication.PeerAnswer.Answered;
import social.godwit.store.replication.PeerRequest;

/** A gateway that answers as it likes: says that it has stored, delivers other bytes or none, sends nonsense. */
final class Liar implements SimulatedNetwork.Place {
    private final SimulatedInstance honest;
    private final Chance chance;

    /** In the place of an instance that would have been honest. */
    Liar(SimulatedInstance honest, Chance chance) {
        this.honest = honest;
        this.chance = chance;
    }

    @Override
    public Did did() {
        return honest.did();
    }

    @Override
    public int life() {
        return honest.life();
    }

    @Override
    public void arrive(Did signer, PeerRequest request, Consumer<Answered> answer) {
        boolean owner = request.target().equals(SimulatedInstance.OUTBOX)
                || request.target().equals(SimulatedInstance.REGISTER);
        if (owner || chance.oneIn(3)) {
            honest.arrive(signer, request, answer);
        } else if (request.target().equals(PeerRequest.ROOT + "records")) {
            answer.accept(pretend(request));
        } else {
            honest.arrive(signer, request, one -> answer.accept(spoilt(one)));
        }
    }

    /** Says that all was stored. */
    private static Answered pretend(PeerRequest request) {
        int count = Frame.read(request.body()).map(List::size).orElse(0);
        JsonObject answer = JsonObject.builder()
                .put("outcomes", java.util.Collections.nCopies(count, "stored"))
                .put("receipts", List.of())
                .build();
        return new Answered(200, PeerRequest.JSON, java.util.Map.of(), Jcs.bytes(answer));
    }

    private Answered spoilt(Answered answer) {
        byte[] body = switch (chance.below(4)) {
            case 0 -> chance.bytes(chance.below(200));
            case 1 -> flipped(answer.body());
            case 2 -> withheld(answer.body());
            default -> new byte[] {0x62, 0, 0};
        };
        return new Answered(chance.oneIn(8) ? 500 : answer.status(), answer.contentType(), answer.headers(), body);
    }

    private byte[] flipped(byte[] body) {
        byte[] flipped = body.clone();
        if (flipped.length > 0) {
            flipped[chance.below(flipped.length)] ^= (byte) (1 + chance.below(255));
        }
        return flipped;
    }

    private static byte[] withheld(byte[] body) {
        List<Frame> frames = new ArrayList<>();
        Frame.read(body)
                .ifPresent(all -> all.forEach(frame -> frames.add(
                        frame instanceof Frame.Document document
                                ? new Frame.Absent(Sha256.of(document.bytes()))
                                : frame)));
        return Frame.write(frames);
    }
}
