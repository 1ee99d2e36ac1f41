package social.godwit.identity.key;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;

/**
 * An account's keys, encrypted under its passphrase, signed by the account: what its gateways keep, so that a person signs
 * in with handle and passphrase. Of two bags the one with the higher version counts. {@code sealed} is base64 of
 *
 * <pre>
 *  0  1  version of the form, 1
 *  1 12  nonce
 * 13     ChaCha20-Poly1305 ciphertext with tag of a key file's content; associated data: "godwit key bag 1", 0, DID, 0, version
 * </pre>
 */
public final class KeyBag {
    /** Most bytes of a bag as it is sent. */
    public static final int MAX_BYTES = 96 << 10;

    private static final int MAX_SEALED = 64 << 10;
    private static final byte FORM = 1;

    private final JsonObject map;
    private final Did account;
    private final long version;
    private final byte[] sealed;

    private KeyBag(JsonObject map, Did account, long version, byte[] sealed) {
        this.map = map;
        this.account = account;
        this.version = version;
        this.sealed = sealed;
    }

    /**
     * Encrypts and signs keys.
     *
     * @param authority the account's own key, which signs
     * @param version higher than that of every bag before
     */
    public static KeyBag seal(
            KeyFile keys, SigningKey authority, long version, PassphraseKey passphrase, Randomness randomness) {
        if (!passphrase.account().equals(authority.did())) {
            throw new IllegalArgumentException("the passphrase of another account");
        }
        byte[] plain = keys.content();
        byte[] nonce = randomness.bytes(SecretKey.NONCE);
        byte[] ciphertext = passphrase.wrapping().encrypt(nonce, associated(authority.did(), version), plain);
        Arrays.fill(plain, (byte) 0);
        byte[] sealed = new byte[1 + SecretKey.NONCE + ciphertext.length];
        if (sealed.length > MAX_SEALED) {
            throw new IllegalArgumentException("a bag holds at most " + MAX_SEALED + " bytes");
        }
        sealed[0] = FORM;
        System.arraycopy(nonce, 0, sealed, 1, SecretKey.NONCE);
        System.arraycopy(ciphertext, 0, sealed, 1 + SecretKey.NONCE, ciphertext.length);
        JsonObject map = JsonObject.builder()
                .put("type", MapPurpose.KEY_BAG.type())
                .put("account", authority.did().toString())
                .put("version", version)
                .put("sealed", Base64.getEncoder().encodeToString(sealed))
                .build();
        return new KeyBag(MapStatement.sign(MapPurpose.KEY_BAG, map, authority), authority.did(), version, sealed);
    }

    /** Reads a bag that the account itself has signed; nothing for anything else. */
    public static Optional<KeyBag> read(JsonObject map) {
        Optional<Did> account = map.string("account").flatMap(Did::parse);
        long version = map.get("version") instanceof JsonNumber number
                ? number.integer().orElse(0)
                : 0;
        Optional<byte[]> sealed = map.string("sealed").flatMap(KeyBag::decoded);
        return account.isPresent()
                        && version > 0
                        && sealed.isPresent()
                        && MapStatement.verify(
                                MapPurpose.KEY_BAG, map, account.get().key())
                ? Optional.of(new KeyBag(map, account.get(), version, sealed.get()))
                : Optional.empty();
    }

    /** The signed map. */
    public JsonObject json() {
        return map;
    }

    /** Whose keys. */
    public Did account() {
        return account;
    }

    /** Which of an account's bags; the highest counts. */
    public long version() {
        return version;
    }

    /** The keys; nothing when the passphrase is another. */
    public Optional<KeyFile> open(PassphraseKey passphrase) {
        byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + SecretKey.NONCE);
        return passphrase
                .wrapping()
                .decrypt(nonce, associated(account, version), sealed, 1 + SecretKey.NONCE)
                .flatMap(plain -> {
                    Optional<KeyFile> keys = KeyFileContent.read(plain);
                    Arrays.fill(plain, (byte) 0);
                    return keys;
                });
    }

    private static byte[] associated(Did account, long version) {
        return ("godwit key bag 1\0" + account + "\0" + version).getBytes(StandardCharsets.UTF_8);
    }

    private static Optional<byte[]> decoded(String base64) {
        if (base64.length() > MAX_SEALED / 3 * 4 + 4) {
            return Optional.empty();
        }
        try {
            byte[] sealed = Base64.getDecoder().decode(base64);
            boolean good = sealed.length >= 1 + SecretKey.NONCE + SecretKey.TAG && sealed[0] == FORM;
            return good ? Optional.of(sealed) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeyBag bag && map.equals(bag.map);
    }

    @Override
    public int hashCode() {
        return map.hashCode();
    }

    /** Whose and which; never what is in it. */
    @Override
    public String toString() {
        return "key bag " + version + " of " + account;
    }
}
