package social.godwit.activitypub.effect;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import social.godwit.activitypub.note.NoteStore;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.activitypub.policy.FederationPolicy.Stance;
import social.godwit.activitypub.remote.ActorLookup;
import social.godwit.activitypub.remote.DocumentLookup;
import social.godwit.activitypub.remote.RemoteActor;
import social.godwit.activitypub.remote.RemoteActors;
import social.godwit.activitypub.remote.RemoteDocument;
import social.godwit.activitypub.remote.RemoteDocuments;
import social.godwit.activitypub.vocabulary.Audience;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;

/**
 * Fetches the posts that something here points to: what followed people boost and what is answered. One step only, so
 * that no chain of a stranger's making keeps us busy (row 44); whole threads are fetched when somebody opens one.
 */
@Singleton
public final class WantedPosts {
    private static final int BATCH = 10;

    private final NoteStore notes;
    private final FetchedPosts fetched;
    private final RemoteDocuments documents;
    private final RemoteActors actors;
    private final FederationPolicy policy;

    @Inject
    WantedPosts(
            NoteStore notes,
            FetchedPosts fetched,
            RemoteDocuments documents,
            RemoteActors actors,
            FederationPolicy policy) {
        this.notes = notes;
        this.fetched = fetched;
        this.documents = documents;
        this.actors = actors;
        this.policy = policy;
    }

    /** Fetches what is due, a few at a time. */
    public Uni<Void> fetchDue() {
        return notes.wanted(BATCH).chain(ids -> {
            Uni<Void> all = Uni.createFrom().voidItem();
            for (String id : ids) {
                all = all.chain(() -> fetch(id));
            }
            return all;
        });
    }

    private Uni<Void> fetch(String id) {
        if (isDenied(id)) {
            return notes.found(id);
        }
        return documents.get(id).chain(lookup -> switch (lookup) {
            case DocumentLookup.Found(RemoteDocument document) -> keep(document).chain(() -> notes.found(id));
            case DocumentLookup.Gone ignored -> notes.found(id);
            case DocumentLookup.NotFound ignored -> notes.notFound(id);
            case DocumentLookup.Unavailable ignored -> notes.notFound(id);
        });
    }

    private Uni<Void> keep(RemoteDocument document) {
        if (!(StrictJson.read(document.bytes(), JsonLimits.DOCUMENT) instanceof JsonReading.Read(JsonObject post))) {
            return Uni.createFrom().voidItem();
        }
        String text = new String(document.bytes(), StandardCharsets.UTF_8);
        Optional<String> author = post.id("attributedTo").filter(Ids::usable);
        if (author.isEmpty() || isDenied(author.get()) || isDenied(document.id())) {
            return Uni.createFrom().voidItem();
        }
        Uni<Optional<String>> followers = Audience.of(post).isPublic()
                ? Uni.createFrom().item(Optional.empty())
                : actors.get(author.get()).map(WantedPosts::followers);
        return followers
                .chain(collection -> fetched.keep(post, text, collection))
                .replaceWithVoid();
    }

    private boolean isDenied(String id) {
        return policy.stanceOn(Ids.host(id)) == Stance.DENY
                || policy.standing(Ids.compared(id)).hidden();
    }

    private static Optional<String> followers(ActorLookup lookup) {
        return lookup instanceof ActorLookup.Found(RemoteActor actor, boolean ignored)
                ? actor.followers()
                : Optional.empty();
    }
}
