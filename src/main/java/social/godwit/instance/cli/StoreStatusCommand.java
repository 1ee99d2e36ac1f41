package social.godwit.instance.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.StringJoiner;
import picocli.CommandLine.Command;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.OperatorConnection;

/** {@code store status}. */
@Command(
        name = "status",
        description = "Peers, how far each has come, what was exchanged; how many documents do not verify.")
final class StoreStatusCommand extends OperatorCommand {
    @Override
    Told run(OperatorConnection operator) {
        JsonObject answer = operator.get("/admin/v1/store/status", Map.of());
        StringJoiner lines = new StringJoiner("\n");
        for (Json item : answer.list("peers")) if (item instanceof JsonObject peer) peer(lines, peer);
        if (answer.list("peers").isEmpty()) lines.add("No account here has another gateway.");
        if (!answer.list("mirrors").isEmpty()) lines.add("Mirrored here:");
        StoreMirror.lines(lines, answer);
        JsonObject inspection = answer.object("inspection").orElse(JsonObject.empty());
        lines.add("Documents that do not verify: " + number(inspection, "unverified") + " of "
                + number(inspection, "documents") + " looked at"
                + (is(inspection, "running") ? " so far" : ""));
        lines.add("Followers of the public stream: " + number(answer, "followers"));
        return Told.done(answer, lines.toString());
    }

    private void peer(StringJoiner lines, JsonObject peer) {
        lines.add(peer.string("origin").orElse("") + (is(peer, "healthy") ? "" : "  NOT HEALTHY"));
        lines.add("    " + number(peer, "accounts") + " accounts, of " + number(peer, "behind") + " it is behind, by "
                + number(peer, "lag") + " records");
        lines.add("    last heard " + ago(peer, "lastSuccess") + ", last reconciled " + ago(peer, "lastReconciled"));
        lines.add("    sent " + size(number(peer, "sent")) + ", received " + size(number(peer, "received"))
                + ", rejected " + number(peer, "rejected") + ", demerits " + number(peer, "demerits"));
        if (number(peer, "withheld") > 0)
            lines.add("    WITHHOLDS of " + number(peer, "withheld") + " accounts: godwit store audit");
    }

    private String ago(JsonObject peer, String member) {
        return peer.string(member)
                .map(text -> ago(Duration.between(
                        Instant.parse(text), godwit().surroundings().now())))
                .orElse("never");
    }

    static String ago(Duration time) {
        if (time.toSeconds() < 120) return Math.max(0, time.toSeconds()) + " s ago";
        if (time.toMinutes() < 120) return time.toMinutes() + " min ago";
        return time.toHours() < 48 ? time.toHours() + " h ago" : time.toDays() + " days ago";
    }

    static String size(long bytes) {
        if (bytes < 10_000) return bytes + " B";
        return bytes < 10_000_000 ? bytes / 1_000 + " kB" : bytes / 1_000_000 + " MB";
    }

    static long number(JsonObject json, String member) {
        return json.get(member) instanceof JsonNumber number ? number.integer().orElse(0) : 0;
    }

    static boolean is(JsonObject json, String member) {
        return json.get(member) instanceof JsonBoolean flag && flag.value();
    }
}
