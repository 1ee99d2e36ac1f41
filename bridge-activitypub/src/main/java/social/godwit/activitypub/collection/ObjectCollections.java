package social.godwit.activitypub.collection;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.collection.ObjectCollectionStore.ObjectCollection;
import social.godwit.activitypub.interaction.Interaction;
import social.godwit.activitypub.interaction.InteractionStore;
import social.godwit.activitypub.interaction.InteractionStore.Counts;
import social.godwit.activitypub.listing.Cursor;
import social.godwit.activitypub.listing.Slice;
import social.godwit.activitypub.listing.Window;
import social.godwit.activitypub.note.Note;
import social.godwit.activitypub.note.NoteStore;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.store.document.Lookup;
import social.godwit.store.document.Repositories;

/**
 * Replies, likes, shares and context of documents. Shown to those who may read the document; of replies only the public
 * ones are listed.
 */
@ApplicationScoped
public class ObjectCollections {
    private static final int PAGE = 40;

    private final ObjectCollectionStore index;
    private final Repositories repositories;
    private final NoteStore notes;
    private final InteractionStore interactions;
    private final ReadRules rules;

    ObjectCollections(
            ObjectCollectionStore index,
            Repositories repositories,
            NoteStore notes,
            InteractionStore interactions,
            ReadRules rules) {
        this.index = index;
        this.repositories = repositories;
        this.notes = notes;
        this.interactions = interactions;
        this.rules = rules;
    }

    /** The collection at {@code page.path()}, or a page of it; empty when there is none that {@code viewer} may read. */
    public Uni<Optional<byte[]>> find(Account account, PageRequest page, Viewer viewer) {
        return index.find(PortableId.of(account.did(), page.path()))
                .flatMap(found -> found.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : ofObject(account, found.get(), page, viewer));
    }

    private Uni<Optional<byte[]>> ofObject(
            Account account, ObjectCollection collection, PageRequest page, Viewer viewer) {
        return repositories
                .find(collection.object(), page.asked())
                .flatMap(lookup -> lookup instanceof Lookup.Found found
                        ? rules.mayRead(account, found.document(), viewer)
                        : Uni.createFrom().item(false))
                .flatMap(may -> may
                        ? write(account, collection, page).map(Optional::of)
                        : Uni.createFrom().item(Optional.empty()));
    }

    private Uni<byte[]> write(Account account, ObjectCollection collection, PageRequest page) {
        var text = new CollectionText.Of(page.idOf(account), account.actorId(), page.query());
        String object = collection.object().canonical();
        return switch (collection.kind()) {
            case REPLIES -> replies(text, object, page);
            case LIKES -> interacted(text, object, Interaction.Kind.LIKE, page);
            case SHARES -> interacted(text, object, Interaction.Kind.SHARE, page);
            case CONTEXT -> context(text, collection.object().at(page.asked()), account);
        };
    }

    private Uni<byte[]> replies(CollectionText.Of text, String object, PageRequest page) {
        if (!page.paged()) {
            return counts(object).map(counts -> text.whole(OptionalLong.of(counts.replies()), true));
        }
        return notes.replies(object, Optional.empty(), window(page))
                .map(slice -> text.page(
                        OptionalLong.empty(),
                        Collections.items(slice.items().stream()
                                .map(ObjectCollections::spelling)
                                .toList()),
                        next(slice)));
    }

    private Uni<byte[]> interacted(CollectionText.Of text, String object, Interaction.Kind kind, PageRequest page) {
        if (!page.paged()) {
            return counts(object)
                    .map(counts -> text.whole(
                            OptionalLong.of(kind == Interaction.Kind.LIKE ? counts.likes() : counts.shares()), true));
        }
        return interactions
                .of(object, kind, window(page))
                .map(slice -> text.page(
                        OptionalLong.empty(),
                        Collections.items(slice.items().stream()
                                .map(Interaction::activity)
                                .toList()),
                        next(slice)));
    }

    private Uni<Counts> counts(String object) {
        return interactions
                .counts(List.of(object))
                .map(all -> all.values().stream().findFirst().orElse(new Counts(0, 0, 0, Map.of())));
    }

    /** The posts of a thread in their order, the first one first (FEP-7888). */
    private Uni<byte[]> context(CollectionText.Of text, String root, Account account) {
        return notes.descendants(root, Optional.empty()).map(found -> {
            List<String> ids = new ArrayList<>();
            ids.add(root);
            found.forEach(note -> ids.add(spelling(note)));
            return CollectionText.list(text.id(), account.actorId(), Collections.items(ids));
        });
    }

    /** A post's id as its author writes it. */
    private static String spelling(Note note) {
        return StrictJson.read(note.bytes(), JsonLimits.DOCUMENT) instanceof JsonReading.Read(JsonObject post)
                ? post.string("id").orElse(note.id())
                : note.id();
    }

    private static Window window(PageRequest page) {
        return new Window(page.before().flatMap(Cursor::parse), Optional.empty(), PAGE);
    }

    private static Optional<String> next(Slice<?> slice) {
        return slice.next().map(Cursor::toString);
    }
}
