package social.godwit.activitypub.collection;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.ActorPaths.Role;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.PortableDocument;
import social.godwit.store.Database;

/** Collections of documents in PostgreSQL. */
@ApplicationScoped
class HibernateObjectCollectionStore implements ObjectCollectionStore {
    private final Database database;

    HibernateObjectCollectionStore(Database database) {
        this.database = database;
    }

    @Override
    public Uni<Void> keep(Account account, PortableDocument activity) {
        List<String> paths = new ArrayList<>();
        List<String> kinds = new ArrayList<>();
        List<String> objects = new ArrayList<>();
        for (PortableDocument object : activity.embedded()) {
            for (Kind kind : Kind.values()) {
                object.json()
                        .string(kind.member())
                        .flatMap(PortableId::parse)
                        .filter(id -> id.did().equals(account.did())
                                && id.fragment().isEmpty()
                                && account.paths().roleOf(id.path()) == Role.DOCUMENT)
                        .ifPresent(id -> {
                            paths.add(id.path());
                            kinds.add(kind.name());
                            objects.add(object.id().path());
                        });
            }
        }
        if (paths.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        // The first document that names a context is its first post.
        return database.inTransaction(session -> Database.execute(
                        session,
                        "insert into object_collection (did, path, kind, object_path)"
                                + " select $1, * from unnest($2::text[], $3::text[], $4::text[])"
                                + " on conflict (did, path) do nothing",
                        account.did().toString(),
                        paths.toArray(String[]::new),
                        kinds.toArray(String[]::new),
                        objects.toArray(String[]::new)))
                .replaceWithVoid();
    }

    @Override
    public Uni<Optional<ObjectCollection>> find(PortableId id) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select kind, object_path from object_collection where did = $1 and path = $2",
                        id.did().toString(),
                        id.path()))
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> new ObjectCollection(
                                Kind.valueOf(row.getString("kind")), id.sibling(row.getString("object_path")))));
    }
}
