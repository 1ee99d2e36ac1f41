package social.godwit.instance.client.moderation;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.Answers;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.GatewayAnswer;
import social.godwit.instance.client.GatewayConnection;
import social.godwit.instance.client.Surroundings;
import social.godwit.network.log.LogChain;

/**
 * A copy of a server's public moderation log.
 *
 * @param instance whose log it says to be
 * @param entries in order, from the first
 */
public record PublishedLog(Did instance, List<JsonObject> entries) {
    private static final int PAGES_MAX = 20_000;

    public PublishedLog {
        entries = List.copyOf(entries);
    }

    /** Fetches the whole log of a server. */
    public static PublishedLog fetch(Origin origin, Surroundings surroundings) {
        List<JsonObject> entries = new ArrayList<>();
        for (int page = 0; page < PAGES_MAX; page++) {
            JsonObject answer = page(origin, entries.size(), surroundings);
            List<JsonObject> fresh = objects(answer);
            entries.addAll(fresh);
            if (fresh.isEmpty() || !new JsonBoolean(true).equals(answer.get("more"))) {
                return new PublishedLog(instance(answer), entries);
            }
        }
        throw new ClientProblem("The log of " + origin + " has no end.", "");
    }

    private static JsonObject page(Origin origin, int after, Surroundings surroundings) {
        try {
            GatewayAnswer answer = surroundings
                    .connection()
                    .send(
                            "GET",
                            URI.create(origin + "/moderation/v1/log?after=" + after),
                            Map.of("Accept", "application/json"));
            Answers.expectSuccess(answer, origin, "Reading the log");
            return Answers.object(answer, origin);
        } catch (IOException e) {
            throw new ClientProblem(
                    origin + " cannot be reached (" + GatewayConnection.reason(e) + ").", "Try again later.", e);
        }
    }

    /** Reads what {@link #json} wrote; empty when it is something else. */
    public static Optional<PublishedLog> read(JsonObject json) {
        return json.string("instance").flatMap(Did::parse).map(did -> new PublishedLog(did, objects(json)));
    }

    /** The copy, to be kept and checked again later. */
    public JsonObject json() {
        return JsonObject.builder()
                .put("instance", instance.toString())
                .put("entries", entries)
                .build();
    }

    /** Whether every entry follows from the one before it and is signed by the instance. */
    public LogChain.Verdict verify() {
        return LogChain.verify(entries, instance);
    }

    /** Whether this log begins with all that {@code earlier} shows: nothing of it was taken back or written anew. */
    public boolean goesOnFrom(PublishedLog earlier) {
        return instance.equals(earlier.instance)
                && entries.size() >= earlier.entries.size()
                && entries.subList(0, earlier.entries.size()).equals(earlier.entries);
    }

    private static List<JsonObject> objects(JsonObject answer) {
        List<JsonObject> objects = new ArrayList<>();
        for (Json item : answer.list("entries")) if (item instanceof JsonObject object) objects.add(object);
        return objects;
    }

    private static Did instance(JsonObject answer) {
        return answer.string("instance")
                .flatMap(Did::parse)
                .orElseThrow(() -> new ClientProblem("This is no moderation log.", "Is the server a Godwit?"));
    }
}
