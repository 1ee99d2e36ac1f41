package social.godwit.instance.cli;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import picocli.CommandLine.Command;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.keylog.KeyLog;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.Holdings;
import social.godwit.instance.client.KeyControl;
import social.godwit.instance.client.KeyLogStory;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Profile;
import social.godwit.instance.client.backup.BackupReminder;

/** {@code account show}. */
@Command(name = "show", description = "Your account as your servers show it.")
final class AccountShow extends OwnerCommand {
    @Override
    Told run(Owner owner) {
        Profile.Version newest = new Profile(owner).newest();
        JsonObject json = AccountJson.of(owner, newest.document());
        JsonObject actor = newest.document();
        StringJoiner lines = new StringJoiner("\n");
        lines.add("@" + owner.ids().handle());
        lines.add("Name:      " + actor.string("name").orElse(""));
        actor.string("summary")
                .filter(it -> !it.isEmpty())
                .ifPresent(it -> lines.add("About:     " + Terminal.words(it).replace("\n", "\n           ")));
        lines.add("Page:      " + actor.string("url").orElse(""));
        lines.add("Locked:    " + (AccountJson.isTrue(actor, "manuallyApprovesFollowers") ? "yes" : "no"));
        lines.add("Servers:   " + String.join(", ", actor.ids("gateways")));
        lines.add("Identity:  " + owner.did());
        List<Holdings.Of> holdings = Holdings.everywhere(owner);
        for (Holdings.Of one : holdings) lines.add("Kept:      " + one.gateway() + "  " + one.words());
        long copies =
                holdings.stream().filter(one -> one.state().equals("complete")).count();
        lines.add("Copies:    " + copies + " of " + holdings.size() + " servers hold all of it");
        Optional<String> proven = BackupReminder.passed(owner.home().state()).map(Instant::toString);
        lines.add("Backup:    "
                + proven.map(at -> "last proven on this device " + at).orElse("none proven on this device"));
        Optional<KeyLog> log = log(owner);
        log.ifPresent(said -> KeyLogStory.warnings(said, owner.surroundings().now())
                .forEach(warning -> lines.add("Attention: " + warning)));
        return Told.done(
                JsonObject.builder()
                        .putAll(json)
                        .putIfPresent("backup", proven)
                        .put("keys", log.map(KeyLogStory::json).orElse(JsonObject.empty()))
                        .put(
                                "kept",
                                holdings.stream().<Json>map(Holdings.Of::json).toList())
                        .put("copies", copies)
                        .build(),
                lines.toString());
    }

    /** Nothing where no server shows it: that is no reason to show nothing at all. */
    private static Optional<KeyLog> log(Owner owner) {
        try {
            return Optional.of(KeyControl.of(owner).state());
        } catch (ClientProblem unseen) {
            owner.surroundings().notices().accept(unseen.what());
            return Optional.empty();
        }
    }
}
