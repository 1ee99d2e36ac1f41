package social.godwit.identity.receipt;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.identity.key.MapPurpose;
import social.godwit.identity.key.MapStatement;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.proof.ProofTime;

/**
 * A gateway's word that it holds documents since a time of its own. Delays of the key log run from receipts, and only a
 * receipt proves that a missing document is withheld.
 *
 * @param gateway the origin that received
 * @param instance the gateway's instance key, which the actor document pins
 * @param account whose documents
 * @param received by the gateway's clock, whole seconds
 * @param hashes of the documents, 1 to {@link #MAX_HASHES}, distinct
 */
public record Receipt(Origin gateway, Did instance, Did account, Instant received, List<Sha256> hashes) {
    /** Most documents in one receipt. */
    public static final int MAX_HASHES = 1_000;

    /** Checks the number of hashes. */
    public Receipt {
        hashes = List.copyOf(hashes);
        if (hashes.isEmpty() || hashes.size() > MAX_HASHES || new HashSet<>(hashes).size() != hashes.size()) {
            throw new IllegalArgumentException("1 to " + MAX_HASHES + " distinct hashes, not " + hashes.size());
        }
    }

    /** Returns the signed map; the key must be the instance's. */
    public JsonObject sign(SigningKey instanceKey) {
        if (!instanceKey.did().equals(instance)) {
            throw new IllegalArgumentException("key of another instance");
        }
        JsonObject map = JsonObject.builder()
                .put("type", MapPurpose.RECEIPT.type())
                .put("gateway", gateway.toString())
                .put("instance", instance.toString())
                .put("account", account.toString())
                .put("received", ProofTime.format(received))
                .put("hashes", hashes.stream().map(Sha256::multibase).toList())
                .build();
        return MapStatement.sign(MapPurpose.RECEIPT, map, instanceKey);
    }

    /** Reads a receipt with a valid signature; nothing for anything else. Whether the key is the gateway's is the caller's to check. */
    public static Optional<Receipt> read(JsonObject map) {
        if (!MapPurpose.RECEIPT.fits(map)
                || !(map.get("hashes") instanceof JsonArray array)
                || array.size() > MAX_HASHES) {
            return Optional.empty();
        }
        Optional<Origin> gateway = map.string("gateway").flatMap(Origin::parse);
        Optional<Did> instance = map.string("instance").flatMap(Did::parse);
        Optional<Did> account = map.string("account").flatMap(Did::parse);
        Optional<Instant> received = map.string("received").flatMap(ProofTime::parse);
        List<Sha256> hashes = array.items().stream()
                .flatMap(item -> hash(item).stream())
                .distinct()
                .toList();
        boolean good = gateway.isPresent()
                && instance.isPresent()
                && account.isPresent()
                && received.isPresent()
                && !hashes.isEmpty()
                && hashes.size() == array.size()
                && MapStatement.verify(MapPurpose.RECEIPT, map, instance.get().key());
        return good
                ? Optional.of(new Receipt(gateway.get(), instance.get(), account.get(), received.get(), hashes))
                : Optional.empty();
    }

    private static Optional<Sha256> hash(Json item) {
        return item instanceof JsonString text ? Sha256.parseMultibase(text.value()) : Optional.empty();
    }
}
