package social.godwit.instance.cli;

import picocli.CommandLine.Command;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.home.HomeFolder;
import social.godwit.instance.client.home.KeyRing;

/** {@code key show}. */
@Command(name = "show", description = "Which keys this folder holds; never the secrets themselves.")
final class KeyShow extends ClientCommand {
    @Override
    Told run() {
        try (HomeFolder home = godwit().home()) {
            KeyRing keys = godwit().keys(home);
            String words = "Identity:      " + keys.did()
                    + "\nThis device:   " + keys.device().did()
                    + "\nRecovery key:  "
                    + (keys.recovery().isPresent()
                            ? "here. It protects you only where this device is not: godwit key export --recovery FILE --take-away"
                            : "not here, as it should be.");
            return Told.done(json(keys), words);
        }
    }

    static JsonObject json(KeyRing keys) {
        return JsonObject.builder()
                .put("did", keys.did().toString())
                .put("device", keys.device().did().toString())
                .put("recovery", keys.recovery().isPresent())
                .build();
    }
}
