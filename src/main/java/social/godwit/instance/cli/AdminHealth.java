package social.godwit.instance.cli;

import java.util.Map;
import java.util.StringJoiner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.OperatorConnection;

/** {@code admin health}. */
@Command(
        name = "health",
        description = "How many people here could go on elsewhere, and what would be gone with this server today.")
final class AdminHealth extends OperatorCommand {
    @Option(
            names = "--list",
            paramLabel = "WHICH",
            description =
                    "The accounts as well: at-risk (another live server does not have everything), safe, behind, others-silent, only-here,"
                            + " elsewhere, no-recovery, no-passphrase, one-device, no-backup, stuck or all.")
    private String list = "";

    @Option(names = "--after", paramLabel = "ID", description = "Where the next page of the list begins.")
    private String after = "";

    @Override
    Told run(OperatorConnection operator) {
        JsonObject health = operator.get("/admin/v1/health", Map.of());
        if (list.isEmpty()) return Told.done(health, words(health));
        JsonObject page = operator.get("/admin/v1/health/accounts", Map.of("only", list, "after", after));
        StringJoiner lines = new StringJoiner("\n").add(words(health)).add("");
        for (Json item : page.list("accounts")) if (item instanceof JsonObject account) lines.add(line(account));
        page.string("next").ifPresent(next -> lines.add("More: --after " + next));
        return Told.done(health.with("accounts", page), lines.toString());
    }

    /** The figures, in sentences. */
    static String words(JsonObject health) {
        JsonObject cost = health.object("cost").orElse(JsonObject.empty());
        long home = number(health, "home");
        return """
                %d accounts are at home here; %d more are kept here for other servers.
                %d of them could go on at once at another server that has everything; of %d another server lacks a little.
                %d list other servers that were not heard of today; %d have no other server.
                %d have a recovery key, %d can sign in here with a passphrase; %d hang on one device.
                %d have proven within a month that a backup of theirs works.
                %d moves wait for servers that do not take them.
                If this server were gone now: %d accounts with %d followers and %d posts that nobody else has.
                Not known to a server: whether recovery kits were written down, and backups whose owners have not told of them.""".formatted(
                        home,
                        number(health, "elsewhere"),
                        number(health, "safe"),
                        number(health, "behind"),
                        number(health, "othersSilent"),
                        number(health, "onlyHere"),
                        number(health, "recovery"),
                        number(health, "keyBag"),
                        number(health, "oneDevice"),
                        number(health, "backup"),
                        number(health, "stuck"),
                        number(cost, "accounts"),
                        number(cost, "followers"),
                        number(cost, "posts"));
    }

    private static String line(JsonObject account) {
        String standing = switch (account.string("standing").orElse("")) {
            case "safe" -> "another server has everything";
            case "behind" -> "another server lacks " + number(account, "lacking");
            case "others-silent" -> "its other servers are silent";
            default -> "no other server";
        };
        String stuck =
                number(account, "stuck") == 0 ? "" : "; its move waits for " + number(account, "stuck") + " servers";
        return "%-20s %s; %d followers, %d posts only here%s%s%s"
                .formatted(
                        account.string("name").orElse(""),
                        standing,
                        number(account, "followers"),
                        number(account, "lost"),
                        account.get("recovery") instanceof JsonBoolean set && set.value() ? "" : "; no recovery key",
                        account.string("backup")
                                .map(at -> "; backup proven " + at.substring(0, Math.min(10, at.length())))
                                .orElse("; no backup proven"),
                        stuck);
    }

    static long number(JsonObject json, String key) {
        return json.get(key) instanceof JsonNumber number ? number.integer().orElse(0) : 0;
    }
}
