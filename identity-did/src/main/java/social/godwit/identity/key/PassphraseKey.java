package social.godwit.identity.key;

import java.nio.charset.StandardCharsets;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;

/**
 * A passphrase of an account after its one expensive run: Argon2id with 64 MiB, three passes, one lane, and the account's
 * DID, hashed, as salt. These are constants of the protocol, since whoever signs in has nothing yet that could tell them.
 * All else comes from it by HKDF: the key that a {@link KeyBag} is encrypted with, and for each gateway a secret that
 * fetches the bag and one that proves the passphrase anew. What is derived for one instance key is worth nothing at another.
 */
public final class PassphraseKey {
    private static final String NAME = "godwit key bag 1\0";

    private final Did account;
    private final SecretKey root;

    private PassphraseKey(Did account, SecretKey root) {
        this.account = account;
        this.root = root;
    }

    /**
     * Stretches a passphrase; takes some tenths of a second and 64 MiB by design.
     *
     * @param passphrase taken in NFC, without blanks at its ends, runs of blanks as one space
     */
    public static PassphraseKey of(char[] passphrase, Did account) {
        byte[] salt =
                Sha256.of((NAME + account).getBytes(StandardCharsets.UTF_8)).bytes();
        return new PassphraseKey(account, SecretKey.stretch(SecretKey.text(passphrase), salt, SecretKey.Cost.USUAL));
    }

    /** Whose passphrase. */
    public Did account() {
        return account;
    }

    /** What fetches the bag at the gateway with this instance key: 32 bytes, of which the gateway keeps the hash. */
    public byte[] fetchSecret(Did instance) {
        return derived("fetch\0" + instance).bytes();
    }

    /** What proves the passphrase to the gateway with this instance key: 32 bytes, of which the gateway keeps the hash. */
    public byte[] proof(Did instance) {
        return derived("proof\0" + instance).bytes();
    }

    /** What the bag is encrypted with. */
    SecretKey wrapping() {
        return derived("wrap");
    }

    private SecretKey derived(String purpose) {
        return root.derive((NAME + purpose).getBytes(StandardCharsets.UTF_8));
    }

    /** Whose; never the key. */
    @Override
    public String toString() {
        return "passphrase of " + account;
    }
}
