package social.godwit.activitypub.thread;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import social.godwit.activitypub.effect.FetchedPosts;
import social.godwit.activitypub.note.NoteStore;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.activitypub.remote.ActorLookup;
import social.godwit.activitypub.remote.RemoteActors;
import social.godwit.activitypub.remote.RemoteDocument;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;

/** Keeps the posts of a conversation whose authors own them, by origin or by DID. */
@ApplicationScoped
class ThreadPosts implements Conversation.Keeper {
    private final NoteStore notes;
    private final RemoteActors actors;
    private final FetchedPosts fetched;
    private final FederationPolicy policy;

    ThreadPosts(NoteStore notes, RemoteActors actors, FetchedPosts fetched, FederationPolicy policy) {
        this.notes = notes;
        this.actors = actors;
        this.fetched = fetched;
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
        if (!owned
                || policy.stanceOn(Ids.host(document.id())) == FederationPolicy.Stance.DENY
                || policy.standing(Ids.compared(document.id())).hidden()
                || policy.standing(Ids.compared(author.get())).hidden()) {
            return Uni.createFrom().item(false);
        }
        String text = new String(document.bytes(), StandardCharsets.UTF_8);
        return actors.get(author.get())
                .chain(lookup -> lookup instanceof ActorLookup.Found found
                        ? fetched.keep(post, text, found.actor().followers())
                        : Uni.createFrom().item(false));
    }

    private static JsonObject parsed(byte[] bytes) {
        return StrictJson.read(bytes, JsonLimits.DOCUMENT) instanceof JsonReading.Read read
                        && read.value() instanceof JsonObject object
                ? object
                : JsonObject.empty();
    }
}
