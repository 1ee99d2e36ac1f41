package social.godwit.instance.client.document;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;

/** Own posts under ids spelt with another home: what is the account's own leads there, what is others' stays as it is. Pure. */
public final class Respelling {
    /** Where gateways serve files. */
    private static final String MEDIA = "/.well-known/apgateway-media/";

    private static final Set<String> KEPT = Set.of("@context", "content", "contentMap", "source", "summary", "name");

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
        return (JsonObject) Json.withStrings(post.without("proof"), KEPT, Set.of(), text -> atNext(text, places));
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

    /** A text that begins with one of these places, with the other one that belongs to it. */
    static String atNext(String text, Map<String, String> places) {
        for (Map.Entry<String, String> place : places.entrySet())
            if (text.startsWith(place.getKey()))
                return place.getValue() + text.substring(place.getKey().length());
        return text;
    }
}
