package social.godwit.instance.client.document;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;

/** Own posts under ids spelt with another home: what is the account's own leads there, what is others' stays as it is. Pure. */
public final class Respelling {
    /** Where gateways serve files. */
    private static final String MEDIA = "/.well-known/apgateway-media/";

    private static final List<String> KEPT = List.of("@context", "content", "contentMap", "source", "summary", "name");

    private Respelling() {}

    /** Whether it is a post that everybody may read. */
    public static boolean isPublicPost(JsonObject document) {
        String type = document.string("type").orElse("");
        return (type.equals("Note") || type.equals("Question"))
                && (document.ids("to").contains(Contexts.PUBLIC)
                        || document.ids("cc").contains(Contexts.PUBLIC));
    }

    /** The post as it would have been written at {@code next}, without a proof. */
    public static JsonObject of(JsonObject post, Ids old, Ids next) {
        Map<String, String> places = new LinkedHashMap<>();
        places.put(root(old), root(next));
        places.put(old.page() + "/", next.page() + "/");
        places.put(old.tagPages(), next.tagPages());
        places.put(old.home() + MEDIA, next.home() + MEDIA);
        return (JsonObject) respelt(post.without("proof"), places);
    }

    /** The home that an id is spelt with, if it is of {@code ids}' account and not spelt with its home. */
    public static Optional<Origin> elsewhere(String id, Ids ids) {
        return PortableId.parse(id)
                .filter(portable -> portable.did().equals(ids.did()))
                .flatMap(portable -> PortableId.gatewayOf(id))
                .filter(gateway -> !gateway.equals(ids.home()));
    }

    private static String root(Ids ids) {
        return ids.home() + PortableId.GATEWAY_PATH + ids.did() + "/";
    }

    private static Json respelt(Json value, Map<String, String> places) {
        return switch (value) {
            case JsonString text -> new JsonString(respelt(text.value(), places));
            case JsonArray array ->
                new JsonArray(array.items().stream()
                        .map(item -> respelt(item, places))
                        .toList());
            case JsonObject object -> {
                var next = JsonObject.builder();
                object.members()
                        .forEach((key, member) -> next.put(key, KEPT.contains(key) ? member : respelt(member, places)));
                yield next.build();
            }
            default -> value;
        };
    }

    private static String respelt(String text, Map<String, String> places) {
        for (Map.Entry<String, String> place : places.entrySet())
            if (text.startsWith(place.getKey()))
                return place.getValue() + text.substring(place.getKey().length());
        return text;
    }
}
