package social.godwit.identity.key;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Multibase;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;

/**
 * The key of a home that was left, given by its owner to the new home. It is sealed to the instance key that the account's actor document
 * pins, so that whoever sees the request on its way, or answers at that origin by now, cannot speak for the account.
 *
 * @param keyId the id under which the old actor document lists the key
 * @param pair the key
 */
public record HandedOverKey(String keyId, RsaKeyPair pair) {
    /** The longest sealed text. */
    public static final int TEXT_MAX = 16_384;

    private static final String PURPOSE = "godwit key of an old home";
    private static final JsonLimits LIMITS = new JsonLimits(TEXT_MAX, 2, 8, 4, false);

    /** Seals it to an instance, multibase; nothing when what is pinned is no valid key. */
    public Optional<String> seal(Did instance, Randomness randomness) {
        if (!Ed25519.isValidKey(instance.key())) return Optional.empty();
        byte[] secret = pair.pkcs8();
        byte[] plain = Jcs.bytes(JsonObject.builder()
                .put("keyId", keyId)
                .put("key", Base64.getEncoder().encodeToString(secret))
                .build());
        try {
            return Optional.of(Multibase.encode(SealedBox.seal(plain, instance.key(), PURPOSE, randomness)));
        } finally {
            Arrays.fill(secret, (byte) 0);
            Arrays.fill(plain, (byte) 0);
        }
    }

    /** Opens it; nothing when it is not sealed to this instance, was altered, or holds no RSA key. */
    public static Optional<HandedOverKey> open(String sealed, SigningKey instance) {
        return sealed.length() > TEXT_MAX
                ? Optional.empty()
                : Multibase.decode(sealed)
                        .flatMap(box -> SealedBox.open(box, instance, PURPOSE))
                        .flatMap(HandedOverKey::read);
    }

    private static Optional<HandedOverKey> read(byte[] plain) {
        if (!(StrictJson.read(plain, LIMITS) instanceof JsonReading.Read(JsonObject json))) return Optional.empty();
        return json.string("keyId")
                .flatMap(keyId -> json.string("key")
                        .flatMap(HandedOverKey::bytes)
                        .flatMap(RsaKeyPair::fromPkcs8)
                        .map(pair -> new HandedOverKey(keyId, pair)));
    }

    private static Optional<byte[]> bytes(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
