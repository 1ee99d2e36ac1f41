package social.godwit.instance.admin.web;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.admin.house.KeptHouse;

/** What everybody is told. */
@Path("/notices")
@Produces(MediaType.APPLICATION_JSON)
class NoticesResource {
    private final KeptHouse house;

    NoticesResource(KeptHouse house) {
        this.house = house;
    }

    /**
     * What everybody is told, in the reader's language: {@code {signUp, notices: [{id, kind, text, until?, newHome?}]}}, the closing of
     * this server first. For everybody.
     */
    @GET
    public Response notices(@Context RoutingContext request) {
        List<String> languages = request.acceptableLanguages().stream()
                .map(language -> language.tag().toLowerCase(Locale.ROOT))
                .toList();
        List<JsonObject> notices = new ArrayList<>();
        house.rules()
                .closing()
                .ifPresent(closing -> notices.add(JsonObject.builder()
                        .put("id", "closing")
                        .put("kind", "closing")
                        .put("text", house.words(closing, languages))
                        .put("until", closing.deadline().toString())
                        .putIfPresent("newHome", closing.newHome().map(Object::toString))
                        .build()));
        house.announced()
                .forEach(one -> notices.add(JsonObject.builder()
                        .put("id", one.id())
                        .put("kind", "announcement")
                        .put("text", one.texts().in(languages))
                        .put("until", one.until().toString())
                        .build()));
        return Response.ok(JsonObject.builder()
                        .put("signUp", HouseResource.word(house.signUp()))
                        .put("notices", notices)
                        .build()
                        .toString())
                .header("Cache-Control", "no-cache")
                .header("Vary", "Accept-Language")
                .header("Access-Control-Allow-Origin", "*")
                .build();
    }
}
