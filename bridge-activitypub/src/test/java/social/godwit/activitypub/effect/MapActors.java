package social.godwit.activitypub.effect;

import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.activitypub.remote.ActorLookup;
import social.godwit.activitypub.remote.RemoteActor;
import social.godwit.activitypub.remote.RemoteActors;
import social.godwit.activitypub.remote.RemoteDocument;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;

/** Strangers' actors whose documents a test gives. */
final class MapActors implements RemoteActors {
    private final Map<String, RemoteActor> actors = new HashMap<>();
    private final List<String> down = new ArrayList<>();

    /** Publishes an actor document. */
    void publish(JsonObject document) {
        RemoteActor actor = read(document);
        actors.put(actor.canonicalId(), actor);
    }

    /** From now on nobody answers for this actor. */
    void goDown(String id) {
        down.add(Ids.compared(id));
    }

    void comeBack(String id) {
        down.remove(Ids.compared(id));
    }

    static JsonObject parse(String json) {
        return (JsonObject)
                ((JsonReading.Read) StrictJson.read(json.getBytes(StandardCharsets.UTF_8), JsonLimits.DOCUMENT))
                        .value();
    }

    private static RemoteActor read(JsonObject document) {
        String id = document.string("id").orElseThrow();
        boolean locked = !(document.get("manuallyApprovesFollowers") instanceof JsonBoolean said) || said.value();
        List<RemoteActor.Key> keys = new ArrayList<>();
        for (Json key : document.list("assertionMethod")) {
            JsonObject one = (JsonObject) key;
            keys.add(new RemoteActor.Key(
                    one.string("id").orElseThrow(),
                    one.string("publicKeyMultibase").orElseThrow()));
        }
        return new RemoteActor(
                id,
                Ids.compared(id),
                Ids.did(id).map(Object::toString),
                document.string("type").orElse("Person"),
                document.string("preferredUsername").orElse(""),
                "",
                "",
                document.string("inbox").orElse(id + "/inbox"),
                document.object("endpoints").flatMap(all -> all.string("sharedInbox")),
                Optional.empty(),
                document.string("followers"),
                Optional.empty(),
                document.string("featured"),
                Optional.empty(),
                Optional.empty(),
                document.string("movedTo"),
                document.ids("alsoKnownAs"),
                document.ids("gateways"),
                locked,
                keys,
                Instant.EPOCH,
                new RemoteDocument(
                        id, document.toString().getBytes(StandardCharsets.UTF_8), URI.create("https://x.test")));
    }

    @Override
    public Uni<ActorLookup> get(String id) {
        return remembered(id);
    }

    @Override
    public Uni<ActorLookup> refresh(String id) {
        return remembered(id);
    }

    @Override
    public Uni<ActorLookup> remembered(String id) {
        if (down.contains(Ids.compared(id))) {
            return Uni.createFrom().item(new ActorLookup.Unavailable("down"));
        }
        RemoteActor actor = actors.get(Ids.compared(id));
        return Uni.createFrom()
                .item(actor == null ? new ActorLookup.NotFound("unknown") : new ActorLookup.Found(actor, false));
    }

    @Override
    public Uni<ActorLookup> learn(RemoteDocument document) {
        publish(parse(new String(document.bytes(), StandardCharsets.UTF_8)));
        return remembered(document.id());
    }
}
