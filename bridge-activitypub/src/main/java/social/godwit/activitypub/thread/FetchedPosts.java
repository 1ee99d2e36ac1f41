package social.godwit.activitypub.thread;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import social.godwit.activitypub.inbox.Arrival;
import social.godwit.activitypub.inbox.InboxQueue;
import social.godwit.activitypub.note.NoteStore;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.activitypub.remote.ActorLookup;
import social.godwit.activitypub.remote.RemoteActor;
import social.godwit.activitypub.remote.RemoteActors;
import social.godwit.activitypub.remote.RemoteDocument;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.JsonString;
import social.godwit.identity.json.StrictJson;

/** Hands fetched posts to the inbox queue, as if their authors had sent them, so that one place decides what is kept. */
@ApplicationScoped
class FetchedPosts implements Conversation.Keeper {
    private final NoteStore notes;
    private final RemoteActors actors;
    private final InboxQueue inbox;
    private final FederationPolicy policy;

    FetchedPosts(NoteStore notes, RemoteActors actors, InboxQueue inbox, FederationPolicy policy) {
        this.notes = notes;
        this.actors = actors;
        this.inbox = inbox;
        this.policy = policy;
    }

    @Override
    public Uni<Optional<JsonObject>> known(String id) {
        return notes.find(id, Optional.empty()).map(note -> note.map(one -> parsed(one.bytes())));
    }

    @Override
    public Uni<Boolean> keep(RemoteDocument document, JsonObject post) {
        Optional<String> author = post.id("attributedTo").filter(Ids::usable);
        boolean owned = author.isPresent() && Ids.origin(author.get()).equals(Ids.origin(document.id()));
        if (!owned || policy.stanceOn(Ids.host(document.id())) == FederationPolicy.Stance.DENY) {
            return Uni.createFrom().item(false);
        }
        return actors.get(author.get())
                .chain(lookup -> lookup instanceof ActorLookup.Found found
                        ? queue(document, found.actor())
                        : Uni.createFrom().item(false));
    }

    private Uni<Boolean> queue(RemoteDocument document, RemoteActor author) {
        String post = new String(document.bytes(), StandardCharsets.UTF_8);
        String body = "{\"actor\":" + new JsonString(author.id()) + ",\"id\":"
                + new JsonString(document.id() + "#fetched") + ",\"object\":" + post + ",\"type\":\"Create\"}";
        return inbox.accept(new Arrival(
                        parsed(body.getBytes(StandardCharsets.UTF_8)),
                        body,
                        author.id(),
                        Arrival.Proof.FETCHED,
                        Optional.empty(),
                        author.followers()))
                .replaceWith(true);
    }

    private static JsonObject parsed(byte[] bytes) {
        return StrictJson.read(bytes, JsonLimits.DOCUMENT) instanceof JsonReading.Read read
                        && read.value() instanceof JsonObject object
                ? object
                : JsonObject.empty();
    }
}
