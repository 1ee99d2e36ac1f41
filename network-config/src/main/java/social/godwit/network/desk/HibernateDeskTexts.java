package social.godwit.network.desk;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import social.godwit.network.desk.DeskText.Kind;
import social.godwit.store.Database;

/** {@link DeskTexts} in the table {@code desk_text}. */
@ApplicationScoped
class HibernateDeskTexts implements DeskTexts {
    private final Database database;

    HibernateDeskTexts(Database database) {
        this.database = database;
    }

    @Override
    public Uni<List<DeskText>> all(String owner, Kind kind) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select name, body from desk_text where owner = $1 and kind = $2 order by name limit $3",
                        owner,
                        kind.name(),
                        DeskText.TEXTS_MAX))
                .map(rows -> rows.stream()
                        .map(row -> new DeskText(owner, kind, row.getString("name"), row.getString("body")))
                        .toList());
    }

    @Override
    public Uni<Boolean> put(DeskText text) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select count(*) as others from desk_text where owner = $1 and kind = $2 and name <> $3",
                        text.owner(),
                        text.kind().name(),
                        text.name())
                .chain(rows -> rows.getFirst().getLong("others") >= DeskText.TEXTS_MAX
                        ? Uni.createFrom().item(false)
                        : Database.execute(
                                        session,
                                        "insert into desk_text (owner, kind, name, body) values ($1, $2, $3, $4)"
                                                + " on conflict (owner, kind, name) do update set body = excluded.body",
                                        text.owner(),
                                        text.kind().name(),
                                        text.name(),
                                        text.body())
                                .replaceWith(true)));
    }

    @Override
    public Uni<Boolean> remove(String owner, Kind kind, String name) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "delete from desk_text where owner = $1 and kind = $2 and name = $3",
                        owner,
                        kind.name(),
                        name)
                .map(count -> count > 0));
    }
}
