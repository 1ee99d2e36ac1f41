package social.godwit.instance.cli;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.instance.client.KeyControl;
import social.godwit.instance.client.Owner;

/** {@code account veto}. */
@Command(
        name = "veto",
        description =
                "Stop what is announced for your keys. With your recovery key all of it; without, this device objects to what"
                        + " helpers say.")
final class AccountVeto extends OwnerCommand {
    @Mixin
    private Kit kit = new Kit();

    @Override
    Told run(Owner owner) {
        KeyControl control = KeyControl.of(owner);
        Optional<SigningKey> recovery = kit.keyIfAny(godwit(), Optional.of(owner.keys()));
        KeyControl.Heard heard = recovery.isPresent()
                ? control.object(recovery.get())
                : control.object(owner.keys().device(), owner.keys().authority());
        return KeyWords.told(
                JsonObject.builder()
                        .put("by", recovery.isPresent() ? "recovery key" : "device")
                        .build(),
                heard,
                "Stopped.");
    }
}
