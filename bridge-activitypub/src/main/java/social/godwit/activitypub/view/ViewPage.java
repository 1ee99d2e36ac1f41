package social.godwit.activitypub.view;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.listing.Cursor;
import social.godwit.activitypub.listing.Slice;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;

/** A page of one of an owner's views, like a page of an ActivityStreams collection. */
final class ViewPage {
    private ViewPage() {}

    /** The page of a view that shows these, in this order. */
    static <T> ViewAnswer of(Account account, String view, Slice<T> slice, Function<T, Json> item) {
        List<Json> items = new ArrayList<>();
        slice.items().forEach(one -> items.add(item.apply(one)));
        String id = account.origin() + "/client/v1/" + account.did() + "/" + view;
        JsonObject.Builder page = JsonObject.builder()
                .put("type", "OrderedCollectionPage")
                .put("partOf", id)
                .put("orderedItems", items);
        page.putIfPresent("next", slice.next().map(cursor -> next(id, cursor)));
        return new ViewAnswer.Shown(page.build());
    }

    private static String next(String id, Cursor cursor) {
        return id + (id.indexOf('?') < 0 ? "?" : "&") + "before=" + encoded(cursor.toString());
    }

    /** A text as part of an address. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Those of them that are wanted. */
    static <T> Slice<T> only(Slice<T> slice, Predicate<T> wanted) {
        return new Slice<>(slice.items().stream().filter(wanted).toList(), slice.next());
    }
}
