package social.godwit.store.replication;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.document.Audits;

/**
 * Asks a peer for what this replica lacks itself of what checkpoints list: documents are taken, and what the peer calls erased
 * is noted. Nothing else would ever tell of what was erased before this gateway came, as it is no item.
 */
final class Lacking {
    /** Hashes that are asked for at once; more have their turn next time. */
    private static final int MOST = 200;

    private static final int ERASED = 1;

    private final Audits audits;
    private final Asking asking;
    private final Taking taking;

    Lacking(Audits audits, Asking asking, Taking taking) {
        this.audits = audits;
        this.asking = asking;
        this.taking = taking;
    }

    /** Asks one request's worth of one of the account's other gateways. */
    Uni<Void> ask(Peer peer, Did account) {
        return audits.missing(account, MOST)
                .chain(missing -> missing.isEmpty() ? Uni.createFrom().voidItem() : fetch(peer, account, missing));
    }

    private Uni<Void> fetch(Peer peer, Did account, List<Sha256> missing) {
        byte[] body = Jcs.bytes(JsonObject.builder()
                .put("account", account.toString())
                .put("hashes", missing.stream().map(Sha256::multibase).toList())
                .build());
        return asking.ask(peer, PeerRequest.post("fetch", PeerRequest.JSON, body))
                .chain(answer -> take(
                        peer,
                        account,
                        missing,
                        answer.flatMap(one -> Frame.read(one.body())).orElse(List.of())));
    }

    private Uni<Void> take(Peer peer, Did account, List<Sha256> missing, List<Frame> frames) {
        List<Frame> documents = new ArrayList<>();
        Set<Sha256> erased = new HashSet<>();
        for (Frame frame : frames) {
            if (frame instanceof Frame.Document document) {
                documents.add(document);
            } else if (frame instanceof Frame.Gone gone && gone.reason() == ERASED) {
                erased.add(gone.hash());
            }
        }
        erased.retainAll(missing);
        return taking.take(peer.key(), documents)
                .chain(() ->
                        erased.isEmpty() ? Uni.createFrom().voidItem() : audits.noteErasedElsewhere(account, erased));
    }
}
