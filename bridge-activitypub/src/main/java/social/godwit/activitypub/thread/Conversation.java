package social.godwit.activitypub.thread;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import social.godwit.activitypub.remote.DocumentLookup;
import social.godwit.activitypub.remote.RemoteDocument;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.activitypub.vocabulary.Types;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.JsonString;
import social.godwit.identity.json.StrictJson;

/**
 * Walks one conversation: up the chain of {@code inReplyTo}, then down the {@code replies} collections. Believes of a
 * collection only that it names ids; every post is fetched under its own.
 */
final class Conversation {
    private final Source source;
    private final InstantSource clock;
    private final Keeper keeper;
    private final Budget budget;

    Conversation(Source source, InstantSource clock, Keeper keeper) {
        this.source = source;
        this.clock = clock;
        this.keeper = keeper;
        this.budget = new Budget(clock.instant());
    }

    /** Where posts come from. */
    interface Source {
        /** The document with this id. */
        Uni<DocumentLookup> post(String id);

        /** A collection, or a page of one, of somebody's. */
        Uni<DocumentLookup> collection(String url, String owner);
    }

    /** Takes what was found. */
    interface Keeper {
        /** The post if it is known here; then it is not fetched again. */
        Uni<Optional<JsonObject>> known(String id);

        /** Keeps a post; false when its author does not own it, or cannot be found. */
        Uni<Boolean> keep(RemoteDocument document, JsonObject post);
    }

    /** Fetches {@code id}, what it answers, and what answers it. */
    Uni<Void> fetch(String id) {
        return post(id).chain(found -> found.isEmpty()
                ? Uni.createFrom().voidItem()
                : ancestors(found.get(), 0).chain(() -> replies(id, found.get(), 0)));
    }

    private Uni<Void> ancestors(JsonObject post, int depth) {
        Optional<String> parent = post.id("inReplyTo").filter(Ids::usable);
        return parent.isEmpty() || depth >= Budget.ANCESTORS_MAX
                ? Uni.createFrom().voidItem()
                : post(parent.get())
                        .chain(found ->
                                found.isEmpty() ? Uni.createFrom().voidItem() : ancestors(found.get(), depth + 1));
    }

    /** The post, from here or from its origin; empty when it is none, or was looked at before. */
    private Uni<Optional<JsonObject>> post(String id) {
        if (!budget.document(Ids.compared(id), clock.instant())) {
            return Uni.createFrom().item(Optional.empty());
        }
        return keeper.known(id)
                .chain(known -> known.isPresent()
                        ? Uni.createFrom().item(known)
                        : source.post(id).chain(this::kept));
    }

    private Uni<Optional<JsonObject>> kept(DocumentLookup lookup) {
        if (!(lookup instanceof DocumentLookup.Found found)) {
            return Uni.createFrom().item(Optional.empty());
        }
        JsonObject post = parsed(found.document().bytes());
        return !Types.POSTS.contains(Types.of(post))
                ? Uni.createFrom().item(Optional.empty())
                : keeper.keep(found.document(), post).map(kept -> kept ? Optional.of(post) : Optional.empty());
    }

    private Uni<Void> replies(String id, JsonObject post, int depth) {
        if (depth >= Budget.REPLY_DEPTH_MAX) {
            return Uni.createFrom().voidItem();
        }
        String origin = Ids.origin(id);
        return ids(post.get("replies"), origin, post.id("attributedTo").orElse(""), 0)
                .chain(found -> Multi.createFrom()
                        .iterable(found)
                        .onItem()
                        .transformToUniAndConcatenate(reply -> post(reply)
                                .chain(one -> one.isEmpty()
                                        ? Uni.createFrom().voidItem()
                                        : replies(reply, one.get(), depth + 1)))
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    /** The ids in a collection and the pages that follow, which must be of the same origin as the post (row 43). */
    private Uni<List<String>> ids(@Nullable Json collection, String origin, String owner, int pages) {
        if (pages >= Budget.PAGES_MAX) {
            return Uni.createFrom().item(List.of());
        }
        return switch (collection) {
            case JsonObject page -> ofPage(page, origin, owner, pages);
            case JsonString link
            when Ids.origin(link.value()).equals(origin) && budget.page(link.value(), clock.instant()) ->
                source.collection(link.value(), owner)
                        .chain(lookup -> lookup instanceof DocumentLookup.Found found
                                ? ofPage(parsed(found.document().bytes()), origin, owner, pages)
                                : Uni.createFrom().item(List.of()));
            case null, default -> Uni.createFrom().item(List.of());
        };
    }

    private Uni<List<String>> ofPage(JsonObject page, String origin, String owner, int pages) {
        List<String> ids = new ArrayList<>();
        for (String key : List.of("items", "orderedItems")) {
            page.ids(key).stream()
                    .filter(Ids::usable)
                    .limit(Budget.ITEMS_OF_PAGE_MAX)
                    .forEach(ids::add);
        }
        Json next = page.has("first") ? page.get("first") : page.get("next");
        return ids(next, origin, owner, pages + 1).map(more -> {
            ids.addAll(more);
            return ids;
        });
    }

    private static JsonObject parsed(byte[] bytes) {
        return StrictJson.read(bytes, JsonLimits.DOCUMENT) instanceof JsonReading.Read read
                        && read.value() instanceof JsonObject object
                ? object
                : JsonObject.empty();
    }
}
