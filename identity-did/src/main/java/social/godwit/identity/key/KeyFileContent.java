package social.godwit.identity.key;

import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.JsonString;
import social.godwit.identity.json.StrictJson;

/** What a key file and a key bag hold before they are encrypted: canonical JSON, {@code {"keys":{NAME:SEED,…},"secrets":{NAME:BYTES,…}}} in base64. */
final class KeyFileContent {
    /** Most bytes of a content. */
    static final int MAX = 8 << 20;

    private static final JsonLimits LIMITS = new JsonLimits(MAX, 3, 1_024, KeyFile.MAX_ENTRIES, false);

    private KeyFileContent() {}

    static byte[] bytes(Map<String, byte[]> seeds, Map<String, byte[]> secrets) {
        return Jcs.bytes(JsonObject.builder()
                .put("keys", map(seeds))
                .put("secrets", map(secrets))
                .build());
    }

    static Optional<KeyFile> read(byte[] plain) {
        if (!(StrictJson.read(plain, LIMITS) instanceof JsonReading.Read read)
                || !(read.value() instanceof JsonObject content)) {
            return Optional.empty();
        }
        Optional<Map<String, byte[]>> seeds = content.object("keys").flatMap(KeyFileContent::entries);
        Optional<Map<String, byte[]>> secrets = content.object("secrets").flatMap(KeyFileContent::entries);
        if (seeds.isEmpty()
                || secrets.isEmpty()
                || seeds.get().size() + secrets.get().size() > KeyFile.MAX_ENTRIES
                || seeds.get().values().stream().anyMatch(seed -> seed.length != SigningKey.SEED_LENGTH)) {
            return Optional.empty();
        }
        return Optional.of(new KeyFile(seeds.get(), secrets.get()));
    }

    private static JsonObject map(Map<String, byte[]> entries) {
        JsonObject.Builder map = JsonObject.builder();
        entries.forEach((name, bytes) -> map.put(name, Base64.getEncoder().encodeToString(bytes)));
        return map.build();
    }

    private static Optional<Map<String, byte[]>> entries(JsonObject map) {
        Map<String, byte[]> entries = new TreeMap<>();
        for (Map.Entry<String, Json> member : map.members().entrySet()) {
            if (!KeyFile.goodName(member.getKey()) || !(member.getValue() instanceof JsonString text)) {
                return Optional.empty();
            }
            try {
                entries.put(member.getKey(), Base64.getDecoder().decode(text.value()));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
        return Optional.of(entries);
    }
}
