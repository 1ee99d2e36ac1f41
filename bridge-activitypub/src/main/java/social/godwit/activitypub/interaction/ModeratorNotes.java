package social.godwit.activitypub.interaction;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import social.godwit.activitypub.html.Markup;
import social.godwit.activitypub.http.MediaTypes;
import social.godwit.activitypub.instanceactor.InstanceKeys;
import social.godwit.activitypub.remote.ActorLookup;
import social.godwit.activitypub.remote.RemoteActors;
import social.godwit.activitypub.remote.RemoteOutcome;
import social.godwit.activitypub.remote.RemoteRequest;
import social.godwit.activitypub.remote.SignedClient;
import social.godwit.identity.Randomness;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;

/**
 * What moderators here write to somebody elsewhere: a note by the instance's actor, for that person alone. Sent once; whoever
 * wrote it is told whether it arrived.
 */
@ApplicationScoped
public class ModeratorNotes {
    private static final int ANSWER_MAX = 64 * 1024;
    private static final int ID_BYTES = 16;

    private final RemoteActors actors;
    private final SignedClient client;
    private final InstanceKeys instance;
    private final Randomness randomness;
    private final InstantSource clock;

    ModeratorNotes(
            RemoteActors actors,
            SignedClient client,
            InstanceKeys instance,
            Randomness randomness,
            InstantSource clock) {
        this.actors = actors;
        this.client = client;
        this.instance = instance;
        this.randomness = randomness;
        this.clock = clock;
    }

    /** Sends plain text to an actor; whether their server has it. */
    public Uni<Boolean> send(String actor, String text) {
        return actors.get(actor)
                .chain(lookup -> lookup instanceof ActorLookup.Found found
                        ? client.send(RemoteRequest.post(
                                                URI.create(found.actor().inbox()),
                                                MediaTypes.ACTIVITY_JSON,
                                                Jcs.bytes(creation(actor, text)))
                                        .bodySizeMax(ANSWER_MAX))
                                .map(outcome -> outcome instanceof RemoteOutcome.Response answer && answer.isSuccess())
                        : Uni.createFrom().item(false));
    }

    private JsonObject creation(String actor, String text) {
        String id = instance.actorId() + "/notes/" + HexFormat.of().formatHex(randomness.bytes(ID_BYTES));
        String now = clock.instant().toString();
        JsonObject note = JsonObject.builder()
                .put("id", id)
                .put("type", "Note")
                .put("attributedTo", instance.actorId())
                .put("to", List.of(actor))
                .put("published", now)
                .put("content", new Markup().element("p", text).toString())
                .put(
                        "tag",
                        List.of(JsonObject.builder()
                                .put("type", "Mention")
                                .put("href", actor)
                                .build()))
                .build();
        return JsonObject.builder()
                .put("@context", "https://www.w3.org/ns/activitystreams")
                .put("id", id + "/create")
                .put("type", "Create")
                .put("actor", instance.actorId())
                .put("to", List.of(actor))
                .put("published", now)
                .put("object", note)
                .build();
    }
}
