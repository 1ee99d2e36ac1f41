package social.godwit.identity.key;

import java.util.Base64;
import java.util.Optional;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Ed25519PublicKey;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;

/**
 * The question for a key bag. It is sealed to the instance key that the account's actor document pins, so that whoever else
 * answers at that origin by now (an expired domain) learns nothing that guessing could begin with; the answer is sealed to a
 * key made for this one question, so that a question that is sent again brings nothing.
 *
 * @param account whose bag
 * @param secret {@link PassphraseKey#fetchSecret} for the gateway
 * @param replyTo whom the answer is sealed to
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
public record KeyBagRequest(Did account, byte[] secret, Did replyTo) {
    /** Most bytes of a sealed question. */
    public static final int MAX_BYTES = 2_048;

    private static final String QUESTION = "godwit key bag question";
    private static final String ANSWER = "godwit key bag answer";
    private static final JsonLimits LIMITS = new JsonLimits(KeyBag.MAX_BYTES, 2, 1_024, 16, false);

    /** The question, sealed to a gateway; nothing when what is pinned is no valid key. */
    public Optional<byte[]> seal(Did instance, Randomness randomness) {
        byte[] plain = Jcs.bytes(JsonObject.builder()
                .put("account", account.toString())
                .put("secret", Base64.getEncoder().encodeToString(secret))
                .put("replyTo", replyTo.toString())
                .build());
        return key(instance).map(key -> SealedBox.seal(plain, key, QUESTION, randomness));
    }

    /** Opens a question; nothing when it is not sealed to this instance or is none. */
    public static Optional<KeyBagRequest> open(byte[] sealed, SigningKey instance) {
        return sealed.length > MAX_BYTES
                ? Optional.empty()
                : SealedBox.open(sealed, instance, QUESTION)
                        .flatMap(KeyBagRequest::json)
                        .flatMap(KeyBagRequest::read);
    }

    private static Optional<KeyBagRequest> read(JsonObject json) {
        Optional<Did> account = json.string("account").flatMap(Did::parse);
        Optional<Did> replyTo = json.string("replyTo").flatMap(Did::parse);
        Optional<byte[]> secret = json.string("secret").flatMap(KeyBagRequest::secret);
        return account.isPresent() && replyTo.isPresent() && secret.isPresent()
                ? Optional.of(new KeyBagRequest(account.get(), secret.get(), replyTo.get()))
                : Optional.empty();
    }

    private static Optional<byte[]> secret(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return bytes.length == SecretKey.LENGTH ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The answer, sealed to whoever asked; nothing when that is no valid key. */
    public Optional<byte[]> answer(JsonObject bag, Randomness randomness) {
        return key(replyTo).map(key -> SealedBox.seal(Jcs.bytes(bag), key, ANSWER, randomness));
    }

    /** The key, when it is one that can be sealed to. */
    private static Optional<Ed25519PublicKey> key(Did did) {
        return Ed25519.isValidKey(did.key()) ? Optional.of(did.key()) : Optional.empty();
    }

    /** Opens an answer; nothing unless it is a bag signed by its account. */
    public static Optional<KeyBag> openAnswer(byte[] sealed, SigningKey replyTo) {
        return SealedBox.open(sealed, replyTo, ANSWER)
                .flatMap(KeyBagRequest::json)
                .flatMap(KeyBag::read);
    }

    private static Optional<JsonObject> json(byte[] plain) {
        return StrictJson.read(plain, LIMITS) instanceof JsonReading.Read(JsonObject json)
                ? Optional.of(json)
                : Optional.empty();
    }
}
