package social.godwit.instance.client;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.checkpoint.ChainClass;
import social.godwit.identity.checkpoint.Checkpoint;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.home.ChainHead;
import social.godwit.instance.client.home.ClientState;
import social.godwit.instance.client.home.KeyRing;

/**
 * Documents that are published together, and the checkpoints that list them: one for each class of visibility that occurs.
 *
 * @param bytes a canonical document per line, checkpoints last
 * @param before the chains that move on, as they were
 * @param after the same chains with the new checkpoints
 * @param checkpoints the ids of the new checkpoints, by which a gateway can be asked whether it has taken the batch
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
record Batch(byte[] bytes, Map<String, ChainHead> before, Map<String, ChainHead> after, List<String> checkpoints) {

    /** Lists signed documents of {@code keys}' account on top of the chains in {@code state}. */
    static Batch of(KeyRing keys, ClientState state, List<JsonObject> signed, Instant now) {
        var lines = new ByteArrayOutputStream();
        Map<ChainClass, List<Sha256>> added = new EnumMap<>(ChainClass.class);
        for (JsonObject json : signed) {
            byte[] bytes = Jcs.bytes(json);
            PortableDocument document = admissible(bytes, now);
            added.computeIfAbsent(ChainClass.of(document.visibility()), chain -> new ArrayList<>())
                    .add(document.hash());
            line(lines, bytes);
        }
        Map<String, ChainHead> before = new LinkedHashMap<>();
        Map<String, ChainHead> after = new LinkedHashMap<>();
        List<String> checkpoints = new ArrayList<>();
        added.forEach((chain, hashes) -> {
            ChainHead head = state.chain(chain.toString());
            Checkpoint checkpoint = next(keys, chain, head, hashes, OtherDevices.known(state, chain));
            JsonObject document = checkpoint.sign(keys.authority(), keys.device(), now);
            before.put(chain.toString(), head);
            after.put(
                    chain.toString(),
                    new ChainHead(checkpoint.seq(), checkpoint.hash().multibase(), checkpoint.count()));
            checkpoints.add(document.string("id").orElseThrow());
            line(lines, Jcs.bytes(document));
        });
        return new Batch(lines.toByteArray(), before, after, checkpoints);
    }

    /** Hashes of the documents in a batch. */
    static Set<Sha256> hashes(byte[] lines) {
        Set<Sha256> hashes = new HashSet<>();
        int start = 0;
        for (int i = 0; i < lines.length; i++)
            if (lines[i] == '\n') {
                // Canonical already, so their hash is that of their bytes.
                hashes.add(Sha256.of(lines, start, i - start));
                start = i + 1;
            }
        return hashes;
    }

    private static Checkpoint next(
            KeyRing keys, ChainClass chain, ChainHead head, List<Sha256> added, List<Checkpoint.Link> others) {
        if (head.sequence() == 0)
            return Checkpoint.first(keys.did(), keys.device().did(), chain, added, others);
        return new Checkpoint(
                keys.did(),
                keys.device().did(),
                chain,
                head.sequence() + 1,
                Optional.of(Sha256.parseMultibase(head.hash())
                        .orElseThrow(() -> new IllegalStateException("no hash in the chain's head: " + head))),
                added,
                head.count() + added.size(),
                others);
    }

    private static PortableDocument admissible(byte[] bytes, Instant now) {
        return switch (PortableDocument.read(bytes, now)) {
            case DocumentVerdict.Admissible(PortableDocument document) -> document;
            case DocumentVerdict.NotYet(Instant from) ->
                throw new ClientProblem(
                        "This computer's clock is behind: something of yours is dated " + from + " and later.",
                        "Set the clock and try again.");
            case DocumentVerdict.Inadmissible refused ->
                throw new IllegalStateException("made an inadmissible document: " + refused);
        };
    }

    private static void line(ByteArrayOutputStream lines, byte[] bytes) {
        lines.writeBytes(bytes);
        lines.write('\n');
    }
}
