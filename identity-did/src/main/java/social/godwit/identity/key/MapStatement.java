package social.godwit.identity.key;

import social.godwit.identity.encoding.Ed25519PublicKey;
import social.godwit.identity.encoding.Multibase;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;

/** A closed map that carries its signature in a member of its own, over the canonical map without that member. */
public final class MapStatement implements Statement {
    private static final String SIGNATURE = "signature";

    private final JsonObject map;

    private MapStatement(JsonObject map) {
        this.map = map;
    }

    /** The statement of an unsigned map, which must fit its purpose. */
    public static MapStatement of(MapPurpose purpose, JsonObject map) {
        if (!purpose.fits(map) || map.has(SIGNATURE)) {
            throw new IllegalArgumentException("not an unsigned map of type " + purpose.type());
        }
        return new MapStatement(map);
    }

    /** Returns the map with the key's signature in it. */
    public static JsonObject sign(MapPurpose purpose, JsonObject map, SigningKey key) {
        return map.with(
                SIGNATURE, new social.godwit.identity.json.JsonString(Multibase.encode(key.sign(of(purpose, map)))));
    }

    /** Whether the map fits its purpose and carries a valid signature of this key. */
    public static boolean verify(MapPurpose purpose, JsonObject map, Ed25519PublicKey key) {
        return purpose.fits(map)
                && map.string(SIGNATURE)
                        .filter(text -> text.length() <= 90)
                        .flatMap(Multibase::decode)
                        .filter(signature -> Ed25519.verify(key, Jcs.bytes(map.without(SIGNATURE)), signature))
                        .isPresent();
    }

    @Override
    public byte[] message() {
        return Jcs.bytes(map);
    }
}
