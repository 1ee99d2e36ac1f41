package social.godwit.instance.client;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.keylog.KeyLog;
import social.godwit.identity.keylog.Pending;
import social.godwit.identity.keylog.Succession;

/** What a key log says, in words for people and as one object for scripts. */
public final class KeyLogStory {
    private KeyLogStory() {}

    /** What is announced, with what to do about it; nothing when nothing is. */
    public static List<String> warnings(KeyLog log, Instant now) {
        List<String> lines = new ArrayList<>();
        for (Pending one : log.pending()) lines.add(announced(one, now));
        if (log.frozen())
            lines.add("Two contradicting words of the recovery key were published: it can change nothing any more."
                    + " Posting and moving go on.");
        log.succession().ifPresent(named -> lines.add(succeeded(named)));
        return lines;
    }

    private static String announced(Pending one, Instant now) {
        String what = switch (one.kind()) {
            case REPLACEMENT ->
                "Another recovery key takes the place of the present one "
                        + when(one, now)
                        + ". If that was not you, stop it with your recovery kit: godwit account veto --kit FILE";
            case SUCCESSION ->
                "Helpers (" + one.signed() + " of the " + one.needed() + " it takes) say that this account goes on as "
                        + one.successor().orElseThrow()
                        + (one.vetoed()
                                ? "; a device has objected, so it does not."
                                : " " + when(one, now) + ". If that is wrong, stop it: godwit account veto");
        };
        return what;
    }

    private static String when(Pending one, Instant now) {
        if (one.inForce().isEmpty())
            return one.signed() < one.needed()
                    ? "as soon as enough of them have said so, and three days later"
                    : "after a delay that begins when most of its servers have it";
        Duration left = Duration.between(now, one.inForce().get());
        return "at " + one.inForce().get() + " (in "
                + (left.toHours() >= 48 ? left.toDays() + " days" : Math.max(0, left.toHours()) + " hours") + ")";
    }

    private static String succeeded(Succession named) {
        return "This account goes on as " + named.successor() + " ("
                + (named.by() == Succession.Rank.RECOVERY_KEY ? "by its recovery key" : "by its helpers")
                + "). Its old keys count for nothing any more.";
    }

    /** All that is in force and announced. */
    public static JsonObject json(KeyLog log) {
        JsonObject.Builder json = JsonObject.builder()
                .put("account", log.account().toString())
                .put("genesis", log.genesis().hash().multibase())
                .put("entries", log.entries().size())
                .put("frozen", log.frozen())
                .put(
                        "devices",
                        log.devices().values().stream()
                                .sorted((one, other) -> one.device()
                                        .toString()
                                        .compareTo(other.device().toString()))
                                .<Json>map(device -> JsonObject.builder()
                                        .put("device", device.device().toString())
                                        .put("revoked", device.revoked())
                                        .build())
                                .toList())
                .put(
                        "helpers",
                        JsonObject.builder()
                                .put("needed", log.helpers().threshold())
                                .put("of", log.helpers().members().size())
                                .build())
                .put(
                        "pending",
                        log.pending().stream().<Json>map(KeyLogStory::json).toList());
        log.succession()
                .ifPresent(named -> json.put(
                        "successor",
                        JsonObject.builder()
                                .put("did", named.successor().toString())
                                .put("by", named.by().name().toLowerCase(Locale.ROOT))
                                .build()));
        return json.build();
    }

    private static JsonObject json(Pending one) {
        JsonObject.Builder json = JsonObject.builder()
                .put("kind", one.kind().name().toLowerCase(Locale.ROOT))
                .put("name", one.name().multibase())
                .put("signed", one.signed())
                .put("needed", one.needed())
                .put("vetoed", one.vetoed())
                .putIfPresent("successor", one.successor().map(Object::toString))
                .putIfPresent("since", one.since().map(Instant::toString))
                .putIfPresent("inForce", one.inForce().map(Instant::toString));
        return json.build();
    }
}
