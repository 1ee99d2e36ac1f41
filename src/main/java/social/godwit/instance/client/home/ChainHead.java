package social.godwit.instance.client.home;

import social.godwit.identity.json.JsonObject;

/**
 * Where one chain of checkpoints of this device stands.
 *
 * @param sequence of the newest checkpoint; 0 before the first
 * @param hash of the newest checkpoint, as multibase; empty before the first
 * @param count how many documents the chain lists so far
 */
public record ChainHead(long sequence, String hash, long count) {
    /** A chain without checkpoints. */
    public static final ChainHead NONE = new ChainHead(0, "", 0);

    JsonObject json() {
        return JsonObject.builder()
                .put("sequence", sequence)
                .put("hash", hash)
                .put("count", count)
                .build();
    }

    static ChainHead of(JsonObject json) {
        return new ChainHead(
                StateJson.number(json, "sequence"), StateJson.text(json, "hash"), StateJson.number(json, "count"));
    }
}
