package social.godwit.instance.admin.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import social.godwit.activitypub.http.Problem;
import social.godwit.identity.json.JsonObject;
import social.godwit.network.desk.DeskText;
import social.godwit.network.desk.DeskText.Kind;
import social.godwit.network.desk.DeskTexts;
import social.godwit.network.moderation.Report.Category;
import social.godwit.network.staff.Permission;

/**
 * What moderators have at hand: {@code queues} (saved filters, as the parameters of the list of cases: one's own, and with {@code
 * ?shared=true} those for everybody), {@code answers}
 * (words for messages) and {@code routes} (to whom a case goes that opens with the category of that name).
 */
@Path("/admin/v1/desk")
@Produces(MediaType.APPLICATION_JSON)
class DeskResource {
    private final Staff staff;
    private final DeskTexts texts;

    DeskResource(Staff staff, DeskTexts texts) {
        this.staff = staff;
        this.texts = texts;
    }

    @GET
    @Path("/{kind}")
    public Uni<Response> list(@Context RoutingContext request, @PathParam("kind") String kind) {
        return only(
                Permission.SEE_CASES,
                request,
                kind,
                false,
                (of, owner) -> texts.all(owner, of)
                        .chain(own -> of.own()
                                ? texts.all("", of)
                                        .map(shared -> Stream.concat(own.stream(), shared.stream())
                                                .toList())
                                : Uni.createFrom().item(own))
                        .map(all -> ModerationAnswers.list("texts", all, DeskResource::form)));
    }

    /** Writes one: {@code text}. */
    @PUT
    @Path("/{kind}/{name}")
    public Uni<Response> put(
            @Context RoutingContext request,
            @PathParam("kind") String kind,
            @PathParam("name") String name,
            @QueryParam("shared") boolean shared,
            byte[] body) {
        String text = Operators.read(body == null ? new byte[0] : body)
                .flatMap(wish -> wish.string("text"))
                .orElse("");
        return only(
                needed(kind),
                request,
                kind,
                shared,
                (of, owner) -> {
                    if (of == Kind.ROUTES && Category.parse(name).isEmpty()) {
                        return Uni.createFrom()
                                .item(ModerationAnswers.invalid(
                                        "route-form", "A route has a category's name: legal, violation, spam, other."));
                    }
                    DeskText made;
                    try {
                        made = new DeskText(owner, of, name, text);
                    } catch (IllegalArgumentException e) {
                        return Uni.createFrom().item(ModerationAnswers.invalid("desk-text-form", e.getMessage() + "."));
                    }
                    return texts.put(made)
                            .map(room -> room
                                    ? ModerationAnswers.ok(form(made))
                                    : ModerationAnswers.invalid(
                                            "desk-texts-full",
                                            DeskText.TEXTS_MAX,
                                            "At most " + DeskText.TEXTS_MAX + " are kept."));
                },
                body);
    }

    @DELETE
    @Path("/{kind}/{name}")
    public Uni<Response> remove(
            @Context RoutingContext request,
            @PathParam("kind") String kind,
            @PathParam("name") String name,
            @QueryParam("shared") boolean shared) {
        return only(
                needed(kind),
                request,
                kind,
                shared,
                (of, owner) -> texts.remove(owner, of, name)
                        .map(gone -> gone
                                ? Response.noContent().build()
                                : Operators.problem(
                                        Problem.of(404, "text", "No such text", "There is no " + name + "."))));
    }

    /** To whom cases go is for those who appoint. */
    private static Permission needed(String kind) {
        return kind.equals("routes") ? Permission.STAFF : Permission.WORK_ON_CASES;
    }

    private Uni<Response> only(
            Permission permission,
            RoutingContext request,
            String kind,
            boolean shared,
            BiFunction<Kind, String, Uni<Response>> work,
            byte... body) {
        Optional<Kind> known = Kind.parse(kind);
        return staff.only(
                permission,
                request,
                (member, wish) -> known.map(of -> work.apply(of, of.own() && !shared ? member.who() : ""))
                        .orElseGet(() -> Operators.answer(Problem.notFound())),
                body);
    }

    private static JsonObject form(DeskText text) {
        return JsonObject.builder()
                .put("name", text.name())
                .put("text", text.body())
                .put("shared", text.owner().isEmpty())
                .build();
    }
}
