package social.godwit.instance.cli;

import java.util.Comparator;
import java.util.Optional;
import java.util.StringJoiner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.keylog.KeyLog;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.KeyControl;
import social.godwit.instance.client.KeyLogStory;
import social.godwit.instance.client.Owner;

/** {@code account device}. */
@Command(
        name = "device",
        description = "The devices that may speak for you.",
        subcommands = {AccountDevice.Listed.class, AccountDevice.Add.class, AccountDevice.Revoke.class})
final class AccountDevice extends CommandGroup {
    /** {@code account device list}. */
    @Command(name = "list", description = "Your devices, and which of them may still speak.")
    static final class Listed extends OwnerCommand {
        @Override
        Told run(Owner owner) {
            KeyLog log = KeyControl.of(owner).state();
            StringJoiner lines = new StringJoiner("\n");
            log.devices().values().stream()
                    .sorted(Comparator.comparing(device -> device.device().toString()))
                    .forEach(device -> lines.add(device.device()
                            + (device.revoked() ? "  revoked" : "  may speak")
                            + (device.device().equals(owner.keys().device().did()) ? ", this device" : "")));
            return Told.done(KeyLogStory.json(log), lines.toString());
        }
    }

    /** {@code account device add}. */
    @Command(
            name = "add",
            description =
                    "Let a device speak by the word of your recovery key: needed where your servers keep no keys of yours and"
                            + " a device was revoked.")
    static final class Add extends OwnerCommand {
        @Parameters(paramLabel = "DEVICE", description = "Its did:key.")
        private String device = "";

        @Mixin
        private Kit kit = new Kit();

        @Override
        Told run(Owner owner) {
            Did did = Did.parse(device)
                    .orElseThrow(() -> new ClientProblem(device + " is no device.", "It begins with did:key:"));
            KeyControl.Heard heard = KeyControl.of(owner).add(kit.key(godwit(), Optional.of(owner.keys())), did);
            return KeyWords.told(
                    JsonObject.builder().put("added", did.toString()).build(), heard, "That device may speak for you.");
        }
    }

    /** {@code account device revoke}. */
    @Command(
            name = "revoke",
            description =
                    "A device was lost or stolen: it may speak no more, at your servers and where else Godwit runs. What it"
                            + " published stays as far as your servers know it now.")
    static final class Revoke extends OwnerCommand {
        @Parameters(paramLabel = "DEVICE", description = "Its did:key, as in: account device list")
        private String device = "";

        @Option(
                names = "--void-all",
                description =
                        "Let nothing count that it ever published: when you do not know since when it was stolen.")
        private boolean voidAll;

        @Override
        Told run(Owner owner) {
            Did did = Did.parse(device)
                    .orElseThrow(() -> new ClientProblem(
                            device + " is no device.", "See which there are: godwit account device list"));
            if (did.equals(owner.keys().device().did()))
                throw new ClientProblem("This is the device that you are using.", "Revoke it from another one.");
            KeyControl.Heard heard = KeyControl.of(owner)
                    .revoke(owner.keys().authority(), owner.keys().device(), did, !voidAll);
            return KeyWords.told(
                    JsonObject.builder().put("revoked", did.toString()).build(),
                    heard,
                    "Revoked. If a thief has it, he also has a copy of your key, with which he can fool servers that know"
                            + " nothing of devices: then go on under a new key, godwit account recover.");
        }
    }
}
