package social.godwit.instance.client;

import java.io.IOException;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.instance.client.home.HomeFolder;

/**
 * What the account's first server tells everybody, read at most every {@link #ASKED}: an announcement is said once, that the server
 * closes once a day. A server that says nothing, or does not answer, is passed over.
 */
public final class ServerNotices {
    private static final String FILE = "notices";
    private static final Duration ASKED = Duration.ofHours(6);
    private static final Duration DAY = Duration.ofDays(1);
    private static final int NOTICES_MAX = 20;
    private static final int CHARACTERS_MAX = 2_000;

    private ServerNotices() {}

    /** What there is to say now; it counts as said. */
    public static List<String> due(Owner owner) {
        HomeFolder home = owner.home();
        Instant now = owner.surroundings().now();
        JsonObject kept = home.read(FILE).flatMap(ServerNotices::json).orElse(JsonObject.empty());
        if (time(kept, "asked").filter(last -> last.plus(ASKED).isAfter(now)).isPresent()) return List.of();
        Origin origin = owner.gateways().origins().getFirst();
        JsonObject said = kept.object("said").orElse(JsonObject.empty());
        JsonObject.Builder next = JsonObject.builder();
        List<String> due = new ArrayList<>();
        Optional<List<Json>> notices = ask(owner, origin);
        if (notices.isEmpty()) next.putAll(said);
        for (Json item : notices.orElse(List.of())) {
            if (!(item instanceof JsonObject notice) || due.size() == NOTICES_MAX) continue;
            String id = notice.string("id").orElse("");
            String text = notice.string("text").orElse("");
            if (id.isEmpty() || id.length() > CHARACTERS_MAX || text.isBlank() || text.length() > CHARACTERS_MAX)
                continue;
            boolean closing = notice.string("kind").orElse("").equals("closing");
            Optional<Instant> before = time(said, id);
            if (before.isPresent() && (!closing || before.get().plus(DAY).isAfter(now))) {
                next.put(id, before.get().toString());
                continue;
            }
            next.put(id, now.toString());
            String move = closing
                    ? "\nTo move: godwit move run --to "
                            + notice.string("newHome")
                                    .flatMap(Origin::parse)
                                    .map(Origin::toString)
                                    .orElse("https://SERVER")
                    : "";
            due.add(origin + ": " + text + move);
        }
        home.write(
                FILE,
                Jcs.bytes(JsonObject.builder()
                        .put("asked", now.toString())
                        .put("said", next.build())
                        .build()));
        return due;
    }

    private static Optional<List<Json>> ask(Owner owner, Origin origin) {
        try {
            GatewayAnswer answer = owner.surroundings()
                    .connection()
                    .send("GET", URI.create(origin + "/notices"), Map.of("Accept", "application/json"));
            return answer.isSuccess() ? json(answer.body()).map(read -> read.list("notices")) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<JsonObject> json(byte[] bytes) {
        return StrictJson.read(bytes, JsonLimits.DOCUMENT) instanceof JsonReading.Read(JsonObject object)
                ? Optional.of(object)
                : Optional.empty();
    }

    private static Optional<Instant> time(JsonObject from, String key) {
        try {
            return from.string(key).map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
