package social.godwit.instance.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.OperatorConnection;

/** {@code admin announce [TEXT] [--in de=…] [--until DAY]}, {@code --list}, {@code --end ID}. */
@Command(name = "announce", description = "Tell everybody something for a while: on all pages and in their programs.")
final class AdminAnnounce extends OperatorCommand {
    private static final String ANNOUNCEMENTS = "/admin/v1/announcements";

    @Parameters(arity = "0..1", paramLabel = "TEXT", description = "What to say, in English.")
    private @Nullable String text;

    @Option(
            names = "--in",
            paramLabel = "LANGUAGE=TEXT",
            description = "The same in another language, for example de=…")
    private Map<String, String> texts = new LinkedHashMap<>();

    @Option(names = "--from", paramLabel = "DAY", description = "The time from when on; now if left out.")
    private @Nullable String from;

    @Option(
            names = "--until",
            paramLabel = "DAY",
            description = "Up to when, for example 2027-03-31; two weeks if left out.")
    private @Nullable String until;

    @Option(names = "--list", description = "Show what is announced.")
    private boolean list;

    @Option(names = "--end", paramLabel = "ID", description = "Take an announcement back.")
    private @Nullable String end;

    @Override
    Told run(OperatorConnection operator) {
        if (end != null) {
            operator.delete(ANNOUNCEMENTS + "/" + OperatorConnection.segment(end));
            return Told.done("ended", end, "Taken back.");
        }
        if (list) {
            JsonObject all = operator.get(ANNOUNCEMENTS, Map.of());
            return Told.done(all, listed(all));
        }
        JsonObject said = texts(Optional.ofNullable(text), texts)
                .orElseThrow(() -> new ClientProblem("There is nothing to say.", "Give a text, --list or --end ID"));
        JsonObject answer = operator.post(
                ANNOUNCEMENTS,
                JsonObject.builder()
                        .put("texts", said)
                        .putIfPresent(
                                "from",
                                Optional.ofNullable(from).map(day -> day.contains("T") ? day : day + "T00:00:00Z"))
                        .putIfPresent(
                                "until",
                                Optional.ofNullable(until)
                                        .map(AdminShutdown::time)
                                        .map(Object::toString))
                        .build());
        return Told.done(
                answer,
                "Announced until " + answer.string("until").orElse("")
                        + ". To take it back: godwit admin announce --end "
                        + answer.string("id").orElse(""));
    }

    private static String listed(JsonObject all) {
        StringJoiner lines = new StringJoiner("\n");
        for (Json item : all.list("announcements")) {
            if (item instanceof JsonObject one) {
                lines.add(OperatorLines.row(one, "id", "from", "until"));
                one.object("texts")
                        .ifPresent(texts -> texts.members()
                                .forEach((language, text) -> lines.add("    " + language + "  "
                                        + texts.string(language).orElse(""))));
            }
        }
        return lines.length() == 0 ? "Nothing is announced." : lines.toString();
    }

    /** The texts by language; empty when there is none. */
    static Optional<JsonObject> texts(Optional<String> english, Map<String, String> others) {
        JsonObject.Builder texts = JsonObject.builder();
        english.ifPresent(text -> texts.put("en", text));
        others.forEach(texts::put);
        JsonObject built = texts.build();
        return built.size() == 0 ? Optional.empty() : Optional.of(built);
    }
}
