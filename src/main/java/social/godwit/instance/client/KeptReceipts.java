package social.godwit.instance.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.receipt.Receipt;

/**
 * What gateways have signed to hold, kept at the owner's device: only with a receipt is a missing document <em>withheld</em>,
 * without one a gateway is merely behind. The newest {@value #BYTES_MAX} to twice as many bytes are kept, a receipt a line.
 */
final class KeptReceipts {
    private static final int BYTES_MAX = 4 << 20;
    private static final String FILE = "receipts.ndjson";
    private static final String OLDER = "receipts.older.ndjson";

    private final Owner owner;

    KeptReceipts(Owner owner) {
        this.owner = owner;
    }

    /**
     * Keeps the receipts of an answer to a batch, those that {@code gateway} may give.
     *
     * @return whether they cover all of {@code hashes}
     */
    boolean keep(JsonObject answer, Origin gateway, Set<Sha256> hashes) {
        var lines = new ByteArrayOutputStream();
        Set<Sha256> open = new HashSet<>(hashes);
        for (Json item : answer.list("receipts")) {
            if (!(item instanceof JsonObject map)) continue;
            Optional<Receipt> receipt = Receipt.read(map).filter(it -> isBy(gateway, it));
            if (receipt.isEmpty()) continue;
            receipt.get().hashes().forEach(open::remove);
            lines.writeBytes(Jcs.bytes(map));
            lines.write('\n');
        }
        if (lines.size() > 0) owner.home().append(FILE, OLDER, lines.toByteArray(), BYTES_MAX);
        return open.isEmpty();
    }

    /** Receipts of one gateway, newest first, at most {@code limit} hashes. */
    List<Sha256> of(Origin gateway, int limit) {
        List<Sha256> hashes = new ArrayList<>();
        for (String file : List.of(FILE, OLDER)) {
            String[] lines =
                    new String(owner.home().read(file).orElse(new byte[0]), StandardCharsets.UTF_8).split("\n");
            for (int i = lines.length - 1; i >= 0 && hashes.size() < limit; i--)
                Answers.json(lines[i].getBytes(StandardCharsets.UTF_8))
                        .flatMap(Receipt::read)
                        .filter(it -> isBy(gateway, it))
                        .ifPresent(it -> hashes.addAll(it.hashes()));
        }
        return hashes.size() <= limit ? hashes : hashes.subList(0, limit);
    }

    /** The pinned key of that gateway has signed; a key that is not pinned yet is taken at its word. */
    private boolean isBy(Origin gateway, Receipt receipt) {
        Optional<Did> pinned = Optional.ofNullable(
                        owner.home().state().gatewayKeys().get(gateway.toString()))
                .flatMap(Did::parse);
        return receipt.account().equals(owner.did())
                && receipt.gateway().equals(gateway)
                && pinned.map(receipt.instance()::equals).orElse(true);
    }
}
