package social.godwit.activitypub.webfinger;

import java.util.ArrayList;
import java.util.List;
import social.godwit.activitypub.http.MediaTypes;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;

/** JSON resource descriptors (RFC 7033, 4.4). */
final class Jrd {
    private Jrd() {}

    /**
     * Of an actor. {@code self} repeats the actor's id exactly: Mastodon compares.
     *
     * @param handle {@code name@host}
     */
    static byte[] actor(String handle, String actorId, List<String> aliases, List<JsonObject> moreLinks) {
        List<JsonObject> links = new ArrayList<>();
        links.add(link("self", MediaTypes.ACTIVITY_JSON, actorId));
        links.addAll(moreLinks);
        return Jcs.bytes(JsonObject.builder()
                .put("subject", "acct:" + handle)
                .put("aliases", Json.strings(aliases))
                .put("links", links)
                .build());
    }

    /** Of the server, which is asked by its URL (FEP-d556). */
    static byte[] server(String url, String actorId) {
        return Jcs.bytes(JsonObject.builder()
                .put("subject", url)
                .put(
                        "links",
                        List.of(
                                link(
                                        "https://www.w3.org/ns/activitystreams#Service",
                                        MediaTypes.ACTIVITY_JSON,
                                        actorId),
                                link("self", MediaTypes.ACTIVITY_JSON, actorId)))
                .build());
    }

    static JsonObject link(String rel, String type, String href) {
        return JsonObject.builder()
                .put("rel", rel)
                .put("type", type)
                .put("href", href)
                .build();
    }
}
