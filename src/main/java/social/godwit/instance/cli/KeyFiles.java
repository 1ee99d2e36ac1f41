package social.godwit.instance.cli;

import social.godwit.instance.client.home.HomeFolder;
import social.godwit.instance.client.home.KeyRing;

/** Making the keys of a folder. */
final class KeyFiles {
    /** Said once, when keys were made. */
    static final String ADVICE =
            "Your keys are on this device only. If you lose it and have no copy, nobody can give you your account back."
                    + "\nMake a copy now, and keep it somewhere else: a recovery kit (godwit account kit create), and godwit key export FILE";

    private KeyFiles() {}

    /**
     * Makes new keys and writes them.
     *
     * @param own whether the person wants to choose the passphrase
     */
    static KeyRing make(Godwit godwit, HomeFolder home, boolean own) {
        var randomness = godwit.surroundings().randomness();
        char[] passphrase = godwit.passphrase().offered(own, randomness, godwit.output()::notice);
        KeyRing keys = KeyRing.generate(randomness);
        home.saveKeys(keys.sealed(passphrase, randomness));
        return keys;
    }
}
