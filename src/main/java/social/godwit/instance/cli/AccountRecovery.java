package social.godwit.instance.cli;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.instance.client.KeyControl;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.home.KeyRing;

/** {@code account recovery}. */
@Command(
        name = "recovery",
        description = "Your recovery key.",
        subcommands = {AccountRecovery.Replace.class})
final class AccountRecovery extends CommandGroup {
    /** {@code account recovery replace}. */
    @Command(
            name = "replace",
            description =
                    "A new recovery key: at once with the present one (--kit FILE), or after 30 days' notice when that is"
                            + " lost.")
    static final class Replace extends OwnerCommand {
        @Mixin
        private Kit kit = new Kit();

        @Override
        Told run(Owner owner) {
            Optional<SigningKey> present = kit.keyIfAny(godwit(), Optional.of(owner.keys()));
            SigningKey next = SigningKey.generate(owner.surroundings().randomness());
            KeyControl control = KeyControl.of(owner);
            // The new key is on the disk before anybody hears of it.
            KeyRing keys = owner.keys().withRecovery(next);
            byte[] before = owner.home().keys().orElseThrow();
            owner.home()
                    .saveKeys(keys.sealed(
                            godwit().passphrase().existing(),
                            owner.surroundings().randomness()));
            boolean heard = false;
            try {
                KeyControl.Heard taken = present.isPresent()
                        ? control.replace(present.get(), next)
                        : control.replaceLost(owner.keys().authority(), next);
                heard = true;
                return KeyWords.told(
                        JsonObject.builder().put("atOnce", present.isPresent()).build(),
                        taken,
                        (present.isPresent()
                                        ? "Your account has a new recovery key, and the old kit is worth nothing. "
                                        : "Announced: the new recovery key counts in 30 days, unless the old one objects. ")
                                + "Make a kit of it now, and keep it away from this device: godwit key export --recovery FILE"
                                + " --take-away");
            } finally {
                if (!heard) owner.home().saveKeys(before);
            }
        }
    }
}
