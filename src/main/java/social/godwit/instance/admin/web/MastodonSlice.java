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
import social.godwit.network.moderation.CaseStore.Place;
import social.godwit.network.moderation.CaseStore.Queue;

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

    Optional<String> max() {
        return Optional.ofNullable(max);
    }

    Optional<String> min() {
        return Optional.ofNullable(min);
    }

    Optional<String> since() {
        return Optional.ofNullable(since);
    }

    /** How many items are asked for. */
    int size(int usual, int most) {
        return limit == null ? usual : Math.clamp(limit, 1, most);
    }

    /** The cases of a queue in this part, newest first. */
    Uni<List<CaseFile>> cases(CaseStore cases, Queue queue, int size) {
        return place(cases, max())
                .chain(below -> place(cases, min())
                        .chain(above -> place(cases, since())
                                .chain(end -> (above.isPresent()
                                                ? cases.queue(queue, above, size)
                                                        .map(List::reversed)
                                                : cases.newest(queue, below, size))
                                        .map(files -> files.stream()
                                                .filter(file -> end.filter(one ->
                                                                file.place().compareTo(one) <= 0)
                                                        .isEmpty())
                                                .filter(file -> below.filter(one ->
                                                                file.place().compareTo(one) >= 0)
                                                        .isEmpty())
                                                .toList()))));
    }

    private static Uni<Optional<Place>> place(CaseStore cases, Optional<String> id) {
        return id.flatMap(MastodonPeople::subject)
                .map(subject -> cases.find(subject).map(found -> found.map(CaseFile::place)))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    /** This part of a list that is all at hand, in the order of its ids. */
    <T> List<T> of(List<T> all, Function<T, String> id, int size) {
        List<T> within = all.stream()
                .filter(one -> max == null || id.apply(one).compareTo(max) > 0)
                .filter(one -> min == null || id.apply(one).compareTo(min) < 0)
                .filter(one -> since == null || id.apply(one).compareTo(since) < 0)
                .toList();
        int left = Math.max(0, within.size() - size);
        return min == null ? within.subList(0, within.size() - left) : within.subList(left, within.size());
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
