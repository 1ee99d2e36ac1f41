package social.godwit.instance.cli;

import social.godwit.instance.client.home.HomeFolder;
import social.godwit.instance.client.home.KeyRing;

/** Opening and making the keys of a folder. */
final class KeyFiles {
    /** Said once, when keys were made. */
    static final String ADVICE =
            "Your keys are on this device only. If you lose it and have no copy, nobody can give you your account back."
                    + "\nMake a copy now, and keep it somewhere else: godwit key export --recovery FILE, and godwit key export FILE";

    private KeyFiles() {}

    /** The keys of the folder; when there are none they are made and written. */
    static KeyRing openOrMake(Godwit godwit, HomeFolder home) {
        return home.keys().isPresent() ? godwit.keys(home) : make(godwit, home);
    }

    /** Makes new keys and writes them. */
    static KeyRing make(Godwit godwit, HomeFolder home) {
        char[] passphrase = godwit.passphrase().chosen();
        KeyRing keys = KeyRing.generate(godwit.surroundings().randomness());
        home.saveKeys(keys.sealed(passphrase, godwit.surroundings().randomness()));
        return keys;
    }
}
