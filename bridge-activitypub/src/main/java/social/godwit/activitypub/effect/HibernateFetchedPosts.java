package social.godwit.activitypub.effect;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.Database;

@Singleton
final class HibernateFetchedPosts implements FetchedPosts {
    private final Database database;
    private final HibernateChanges changes;
    private final FederationPolicy policy;
    private final InstantSource clock;

    @Inject
    HibernateFetchedPosts(Database database, HibernateChanges changes, FederationPolicy policy, InstantSource clock) {
        this.database = database;
        this.changes = changes;
        this.policy = policy;
        this.clock = clock;
    }

    @Override
    public Uni<Boolean> keep(JsonObject post, String text, Optional<String> followers) {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Optional<NoteRow> note = post.id("attributedTo")
                .filter(Ids::usable)
                .map(Ids::compared)
                .flatMap(author -> Posts.read(post, JsonObject.empty(), text, author, followers, false, now));
        if (note.isEmpty()) {
            return Uni.createFrom().item(false);
        }
        ChangeBatch batch = new ChangeBatch();
        Screened.over(
                        List.of(new Change.NoteKept(note.get())),
                        note.get(),
                        Screened.arriving(post, note.get().id(), note.get().author(), false, Optional.empty(), now),
                        policy::screen)
                .forEach(change -> batch.add(change, Optional.empty(), now));
        if (note.get().type().equals("Question")) {
            Posts.poll(post, note.get().id(), note.get().author(), false)
                    .ifPresent(poll -> batch.add(new Change.PollPut(poll), Optional.empty(), now));
        }
        return database.inTransaction(session -> changes.write(session, batch)).replaceWith(true);
    }
}
