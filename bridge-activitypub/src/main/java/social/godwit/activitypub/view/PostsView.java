package social.godwit.activitypub.view;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.interaction.CollectedStore;
import social.godwit.activitypub.listing.Slice;
import social.godwit.activitypub.listing.Window;
import social.godwit.activitypub.note.Note;
import social.godwit.activitypub.note.NoteStore;
import social.godwit.activitypub.thread.Threads;
import social.godwit.activitypub.timeline.TimelineEntry;
import social.godwit.activitypub.timeline.TimelineStore;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;

/** Views of posts: timelines, threads, and what an account collects. */
@ApplicationScoped
class PostsView {
    private final TimelineStore timelines;
    private final CollectedStore collected;
    private final NoteStore noteStore;
    private final Notes notes;
    private final Faces faces;
    private final Threads threads;

    PostsView(
            TimelineStore timelines,
            CollectedStore collected,
            NoteStore noteStore,
            Notes notes,
            Faces faces,
            Threads threads) {
        this.timelines = timelines;
        this.collected = collected;
        this.noteStore = noteStore;
        this.notes = notes;
        this.faces = faces;
        this.threads = threads;
    }

    /** What those whom the owner follows say. */
    Uni<ViewAnswer> home(Account account, Window page) {
        return timeline(account, "timeline", timelines.home(account.did(), page));
    }

    /** What is said to the owner alone. */
    Uni<ViewAnswer> direct(Account account, Window page) {
        return timeline(account, "direct", timelines.direct(account.did(), page));
    }

    /** What accounts here say. */
    Uni<ViewAnswer> local(Account account, Window page) {
        return timeline(account, "local", timelines.local(page));
    }

    /** What those in a list of the owner's say. */
    Uni<ViewAnswer> list(Account account, String list, Window page) {
        return timeline(account, "list-timeline", timelines.list(account.did(), list, page));
    }

    private Uni<ViewAnswer> timeline(Account account, String view, Uni<Slice<TimelineEntry>> entries) {
        return entries.chain(slice -> notes.shown(
                        Optional.of(account.did()),
                        slice.items().stream().map(TimelineEntry::note).toList())
                .chain(posts -> {
                    List<String> boosting = slice.items().stream()
                            .flatMap(entry -> entry.boostedBy().stream())
                            .toList();
                    return notes.leftOut(account.did(), boosting)
                            .chain(hidden -> faces.of(boosting)
                                    .map(boosters -> ViewPage.of(
                                            account,
                                            view,
                                            ViewPage.only(
                                                    slice,
                                                    entry -> posts.containsKey(
                                                                    entry.note().id())
                                                            && entry.boostedBy()
                                                                    .filter(hidden::contains)
                                                                    .isEmpty()),
                                            entry -> entry(entry, posts, boosters))));
                }));
    }

    private static Json entry(TimelineEntry entry, Map<String, JsonObject> posts, Map<String, Face> boosters) {
        JsonObject post = posts.getOrDefault(entry.note().id(), JsonObject.empty());
        if (entry.boostedBy().isEmpty()) {
            return post;
        }
        String by = entry.boostedBy().get();
        JsonObject.Builder boost = JsonObject.builder()
                .put("type", "Announce")
                .putIfPresent("id", entry.boost())
                .put("actor", by)
                .put("published", entry.at().toString())
                .put("object", post);
        Optional.ofNullable(boosters.get(by)).ifPresent(face -> boost.put("handle", face.handle()));
        return boost.build();
    }

    /** The posts of a collection of the owner's, by its id. */
    Uni<ViewAnswer> collection(Account account, String view, String collection, Window page) {
        return collected
                .items(collection, page)
                .chain(slice -> noteStore
                        .findAll(
                                slice.items().stream()
                                        .map(CollectedStore.Collected::item)
                                        .toList(),
                                Optional.of(account.did()))
                        .chain(found -> notes.asked(account.did(), found.values()))
                        .map(posts -> ViewPage.of(
                                account,
                                view,
                                slice,
                                one -> posts.containsKey(one.item())
                                        ? posts.get(one.item())
                                        : JsonObject.builder()
                                                .put("id", one.spelling())
                                                .build())));
    }

    /** A post, with what it answers and what answers it. */
    Uni<ViewAnswer> thread(Account account, String id) {
        Optional<Did> viewer = Optional.of(account.did());
        return noteStore.find(id, viewer).chain(found -> {
            threads.ask(id);
            if (found.isEmpty()) {
                return Uni.createFrom().item(new ViewAnswer.NotFound());
            }
            return noteStore
                    .ancestors(id, viewer)
                    .chain(above -> noteStore.descendants(id, viewer).chain(below -> {
                        List<Note> all = new ArrayList<>(above);
                        all.add(found.get());
                        all.addAll(below);
                        return notes.shown(viewer, all)
                                .chain(posts -> notes.asked(account.did(), List.of(found.get()))
                                        .map(asked -> {
                                            Map<String, JsonObject> whole = new HashMap<>(posts);
                                            whole.putAll(asked);
                                            return ViewPage.of(
                                                    account,
                                                    "thread",
                                                    ViewPage.only(
                                                            new Slice<>(all, Optional.empty()),
                                                            note -> whole.containsKey(note.id())),
                                                    note -> whole.getOrDefault(note.id(), JsonObject.empty()));
                                        }));
                    }));
        });
    }
}
