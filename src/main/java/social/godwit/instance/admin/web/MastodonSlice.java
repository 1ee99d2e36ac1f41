package social.godwit.instance.admin.web;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonObject;
import social.godwit.network.moderation.CaseFile;
import social.godwit.network.moderation.CaseStore;
import social.godwit.network.moderation.CaseStore.Queue;
import social.godwit.network.moderation.Subject;
import social.godwit.store.InTurn;

/**
 * Which part of a list a client of Mastodon's API asks for. Lists are newest first: {@code max_id} asks for what stands below an id,
 * {@code min_id} for what stands directly above it, {@code since_id} for the top of the list down to it. An id that is not known is
 * as if absent.
 */
public class MastodonSlice {
    @QueryParam("max_id")
    @Nullable
    String max;

    @QueryParam("min_id")
    @Nullable
    String min;

    @QueryParam("since_id")
    @Nullable
    String since;

    @QueryParam("limit")
    @Nullable
    Integer limit;

    /** How many items are asked for. */
    int size(int usual, int most) {
        return limit == null ? usual : Math.clamp(limit, 1, most);
    }

    /** Between which places of a list a part lies, none of them in it; what is not known is absent. */
    record Bounds<P extends Comparable<P>>(Optional<P> below, Optional<P> above, Optional<P> end) {
        /** Whether a place that is {@code above} is in this part. */
        boolean hold(P place) {
            return below.filter(one -> place.compareTo(one) >= 0).isEmpty()
                    && end.filter(one -> place.compareTo(one) <= 0).isEmpty();
        }
    }

    /** The bounds of this part, where {@code place} knows how the list is ordered. */
    <P extends Comparable<P>> Uni<Bounds<P>> bounds(Function<Subject, Uni<Optional<P>>> place) {
        return InTurn.map(
                        Stream.of(max, min, since).map(Optional::ofNullable).toList(),
                        id -> id.flatMap(MastodonPeople::subject)
                                .map(place)
                                .orElseGet(() -> Uni.createFrom().item(Optional.empty())))
                .map(found -> new Bounds<>(found.get(0), found.get(1), found.get(2)));
    }

    /** The cases of a queue in this part, newest first. */
    Uni<List<CaseFile>> cases(CaseStore cases, Queue queue, int size) {
        return bounds(subject -> cases.find(subject).map(found -> found.map(CaseFile::place)))
                .chain(bounds -> (bounds.above().isPresent()
                                ? cases.queue(queue, bounds.above(), size).map(List::reversed)
                                : cases.newest(queue, bounds.below(), size))
                        .map(files -> files.stream()
                                .filter(file -> bounds.hold(file.place()))
                                .toList()));
    }

    /** This part of a list that is all at hand, in the order of its ids. */
    <T> List<T> of(List<T> all, Function<T, String> id, int size) {
        List<T> within = all.stream()
                .filter(one -> max == null || id.apply(one).compareTo(max) > 0)
                .filter(one -> min == null || id.apply(one).compareTo(min) < 0)
                .filter(one -> since == null || id.apply(one).compareTo(since) < 0)
                .toList();
        return min == null ? top(within, size) : bottom(within, size);
    }

    /** At most so many of the first. */
    static <T> List<T> top(List<T> all, int size) {
        return all.subList(0, Math.min(size, all.size()));
    }

    /** At most so many of the last. */
    static <T> List<T> bottom(List<T> all, int size) {
        return all.subList(Math.max(0, all.size() - size), all.size());
    }

    /**
     * A page, with the {@code Link} to what stands below and above it; to the latter also from the top, where more will come.
     *
     * @param last the id below which the next page begins; empty at the end of the list
     */
    static Response page(List<JsonObject> items, String address, Optional<String> last) {
        Response.ResponseBuilder answer =
                Response.ok(new JsonArray(items.stream().map(Json.class::cast).toList()).toString());
        List<String> links = Stream.concat(
                        last.stream().map(id -> link(address, "max_id", id, "next")),
                        items.stream()
                                .limit(1)
                                .flatMap(one -> one.string("id").stream())
                                .map(id -> link(address, "min_id", id, "prev")))
                .toList();
        if (!links.isEmpty()) {
            answer.header("Link", String.join(", ", links));
        }
        return answer.build();
    }

    private static String link(String address, String cursor, String id, String relation) {
        return "<" + address + "&" + cursor + "=" + MastodonPeople.encoded(id) + ">; rel=\"" + relation + "\"";
    }
}
