package social.godwit.activitypub.interaction;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
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
 * Reports that moderators here pass on to the moderators of another server, as Mastodon does: a Flag by the instance's actor,
 * which names nobody who reported. Sent once; whoever asked is told how it went.
 */
@ApplicationScoped
public class ForwardedReports {
    private static final int ANSWER_MAX = 64 * 1024;
    private static final int ID_BYTES = 16;

    private final RemoteActors actors;
    private final SignedClient client;
    private final InstanceKeys instance;
    private final Randomness randomness;

    ForwardedReports(RemoteActors actors, SignedClient client, InstanceKeys instance, Randomness randomness) {
        this.actors = actors;
        this.client = client;
        this.instance = instance;
        this.randomness = randomness;
    }

    /** How a report went out. */
    public sealed interface Sent {
        /** The other server has it. */
        record Delivered(String inbox) implements Sent {}

        /** It has not; {@code detail} says why. */
        record Failed(String detail) implements Sent {}
    }

    /**
     * Sends a report about an actor and posts of theirs.
     *
     * @param text for the moderators there, plain text
     */
    public Uni<Sent> send(String actor, List<String> posts, String text) {
        return actors.get(actor)
                .chain(lookup -> lookup instanceof ActorLookup.Found found
                        ? post(found.actor().sharedInbox().orElse(found.actor().inbox()), flag(actor, posts, text))
                        : Uni.createFrom()
                                .item(new Sent.Failed("The account's server does not say where reports go.")));
    }

    private Uni<Sent> post(String inbox, JsonObject flag) {
        RemoteRequest request = RemoteRequest.post(URI.create(inbox), MediaTypes.ACTIVITY_JSON, Jcs.bytes(flag))
                .bodySizeMax(ANSWER_MAX);
        return client.send(request)
                .map(outcome -> outcome instanceof RemoteOutcome.Response answer && answer.status() / 100 == 2
                        ? new Sent.Delivered(inbox)
                        : new Sent.Failed("The account's server did not take it. Try again later."));
    }

    private JsonObject flag(String actor, List<String> posts, String text) {
        return JsonObject.builder()
                .put("@context", "https://www.w3.org/ns/activitystreams")
                .put("id", instance.actorId() + "/flags/" + HexFormat.of().formatHex(randomness.bytes(ID_BYTES)))
                .put("type", "Flag")
                .put("actor", instance.actorId())
                .put("object", Stream.concat(Stream.of(actor), posts.stream()).toList())
                .put("content", text)
                .build();
    }
}
