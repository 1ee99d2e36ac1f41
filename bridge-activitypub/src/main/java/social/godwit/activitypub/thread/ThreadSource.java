package social.godwit.activitypub.thread;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import social.godwit.activitypub.remote.ActorLookup;
import social.godwit.activitypub.remote.DocumentLookup;
import social.godwit.activitypub.remote.RemoteActors;
import social.godwit.activitypub.remote.RemoteDocuments;

/** Posts and collections of other servers. */
@ApplicationScoped
class ThreadSource implements Conversation.Source {
    private final RemoteDocuments documents;
    private final RemoteActors actors;

    ThreadSource(RemoteDocuments documents, RemoteActors actors) {
        this.documents = documents;
        this.actors = actors;
    }

    @Override
    public Uni<DocumentLookup> post(String id) {
        return documents.get(id);
    }

    @Override
    public Uni<DocumentLookup> collection(String url, String owner) {
        return actors.get(owner)
                .chain(lookup -> lookup instanceof ActorLookup.Found found
                        ? documents.collection(url, found.actor())
                        : Uni.createFrom().item(new DocumentLookup.NotFound("its owner is not known")));
    }
}
