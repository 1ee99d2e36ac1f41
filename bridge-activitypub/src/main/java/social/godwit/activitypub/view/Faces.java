package social.godwit.activitypub.view;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.html.PlainText;
import social.godwit.activitypub.remote.ActorLookup;
import social.godwit.activitypub.remote.RemoteActor;
import social.godwit.activitypub.remote.RemoteActors;
import social.godwit.identity.did.PortableId;

/** The faces of actors, from memory only: a view never waits for another server. */
@ApplicationScoped
public class Faces {
    private static final int NAME_LENGTH_MAX = 100;

    private final AccountStore accounts;
    private final RemoteActors actors;

    Faces(AccountStore accounts, RemoteActors actors) {
        this.accounts = accounts;
        this.actors = actors;
    }

    /** The faces of those of {@code ids} (any spelling) who are known here, by the id asked for. */
    public Uni<Map<String, Face>> of(Collection<String> ids) {
        Map<String, Face> faces = new HashMap<>();
        return Multi.createFrom()
                .iterable(new LinkedHashSet<>(ids))
                .onItem()
                .transformToUniAndConcatenate(
                        id -> of(id).invoke(face -> face.ifPresent(known -> faces.put(id, known))))
                .collect()
                .last()
                .map(last -> faces);
    }

    private Uni<Optional<Face>> of(String id) {
        Optional<PortableId> portable = PortableId.parse(id);
        return portable.isEmpty()
                ? remembered(id)
                : accounts.find(portable.get().did())
                        .chain(account ->
                                account.isPresent() ? Uni.createFrom().item(account.map(Faces::of)) : remembered(id));
    }

    private Uni<Optional<Face>> remembered(String id) {
        return actors.remembered(id)
                .map(lookup ->
                        lookup instanceof ActorLookup.Found found ? Optional.of(of(found.actor())) : Optional.empty());
    }

    /** The face of an account here. */
    public static Face of(Account account) {
        return new Face(
                account.actorId(),
                account.handle(),
                PlainText.line(account.displayName(), NAME_LENGTH_MAX),
                Optional.of(account.homeOrigin() + "/@" + account.username()),
                Optional.empty());
    }

    /** The face of somebody elsewhere. */
    public static Face of(RemoteActor actor) {
        return new Face(
                actor.id(), actor.handle(), PlainText.line(actor.name(), NAME_LENGTH_MAX), actor.url(), actor.icon());
    }
}
