package social.godwit.instance.admin.house;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import social.godwit.activitypub.House.SignUp;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.store.Database;

/** Keeps what is decided about the house. */
@ApplicationScoped
class HibernateHouseStore {
    /** The most announcements that are kept. */
    static final int ANNOUNCEMENTS_MAX = 50;

    private static final Duration REMEMBERED = Duration.ofDays(30);

    private final Database database;

    HibernateHouseStore(Database database) {
        this.database = database;
    }

    Uni<HouseRules> read() {
        return database.inTransaction(session -> Database.query(session, "select name, value from house_rule")
                .chain(rules -> Database.query(
                                session,
                                "select id, texts, starts_at, ends_at, changed_by from announcement"
                                        + " order by starts_at desc, id limit " + ANNOUNCEMENTS_MAX)
                        .map(said -> {
                            Optional<SignUp> signUp = Optional.empty();
                            Optional<Closing> closing = Optional.empty();
                            for (var rule : rules) {
                                JsonObject value = json(rule.getString("value"));
                                switch (rule.getString("name")) {
                                    case "sign-up" ->
                                        signUp = value.string("who").map(SignUp::valueOf);
                                    default -> closing = Optional.of(Closing.read(value));
                                }
                            }
                            return new HouseRules(
                                    signUp,
                                    closing,
                                    said.stream()
                                            .map(row -> new Announcement(
                                                    row.getString("id"),
                                                    Texts.read(Optional.of(json(row.getString("texts"))))
                                                            .orElseThrow(),
                                                    Database.instant(row, "starts_at"),
                                                    Database.instant(row, "ends_at"),
                                                    row.getString("changed_by")))
                                            .toList());
                        })));
    }

    /** Decides who may register; empty: as configured. */
    Uni<Void> signUp(Optional<SignUp> who, String by, Instant at) {
        return rule(
                "sign-up",
                who.map(one -> JsonObject.builder().put("who", one.name()).build()),
                by,
                at);
    }

    /** Announces that the server closes, or takes that back. */
    Uni<Void> closing(Optional<Closing> closing, String by, Instant at) {
        return rule("closing", closing.map(Closing::json), by, at);
    }

    private Uni<Void> rule(String name, Optional<JsonObject> value, String by, Instant at) {
        return database.inTransaction(session -> value.isEmpty()
                        ? Database.execute(session, "delete from house_rule where name = $1", name)
                        : Database.execute(session, """
                                insert into house_rule (name, value, changed_by, changed_at) values ($1, $2, $3, $4)
                                on conflict (name) do update set value = excluded.value,
                                    changed_by = excluded.changed_by, changed_at = excluded.changed_at""", name, value.get().toString(), by, at))
                .replaceWithVoid();
    }

    /** Keeps an announcement, or a new version of it; false when there are too many. Forgets those that ended long ago. */
    Uni<Boolean> put(Announcement announcement, Instant at) {
        return database.inTransaction(session -> Database.execute(
                        session, "delete from announcement where ends_at < $1", at.minus(REMEMBERED))
                .chain(() -> Database.execute(
                        session,
                        """
                        insert into announcement (id, texts, starts_at, ends_at, changed_by, changed_at)
                        select $1::text, $2::text, $3::timestamptz, $4::timestamptz, $5::text, $6::timestamptz
                        where (select count(*) from announcement where id <> $1) <\s""" + ANNOUNCEMENTS_MAX + """

                        on conflict (id) do update set texts = excluded.texts, starts_at = excluded.starts_at,
                            ends_at = excluded.ends_at, changed_by = excluded.changed_by, changed_at = excluded.changed_at""",
                        announcement.id(),
                        announcement.texts().json().toString(),
                        announcement.from(),
                        announcement.until(),
                        announcement.by(),
                        at))
                .map(rows -> rows > 0));
    }

    /** Forgets an announcement; false when there is none of that id. */
    Uni<Boolean> remove(String id) {
        return database.inTransaction(session -> Database.execute(session, "delete from announcement where id = $1", id)
                .map(rows -> rows > 0));
    }

    private static JsonObject json(String text) {
        if (StrictJson.read(text.getBytes(StandardCharsets.UTF_8), JsonLimits.DOCUMENT)
                instanceof JsonReading.Read(JsonObject object)) {
            return object;
        }
        throw new IllegalStateException("not JSON: " + text);
    }
}
