package social.godwit.instance.admin.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.http.Problem;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.policy.Filters;
import social.godwit.network.filter.Filter;
import social.godwit.network.filter.FilterForm;
import social.godwit.network.filter.FilterForm.Reading;
import social.godwit.network.filter.FilterSet;
import social.godwit.network.filter.Hit;
import social.godwit.network.filter.Post;
import social.godwit.network.filter.Reaction;
import social.godwit.network.filter.Spelling;
import social.godwit.network.staff.Member;
import social.godwit.network.staff.Permission;

/** Filters: the instance's own are written here, those of charters by their networks. */
@Path("/admin/v1/filters")
@Produces(MediaType.APPLICATION_JSON)
class FiltersResource {
    private final Staff staff;
    private final Filters filters;

    FiltersResource(Staff staff, Filters filters) {
        this.staff = staff;
        this.filters = filters;
    }

    /** What a filter's reaction needs: what hides, the permission to hide. */
    private static Permission permission(Reaction reaction) {
        return reaction.hides() ? Permission.SUSPEND : Permission.RESTRICT;
    }

    /** All filters in force, in the order in which they are asked. */
    @GET
    public Uni<Response> list(@Context RoutingContext request) {
        return staff.only(
                Permission.SEE_CASES,
                request,
                (member, nothing) -> Uni.createFrom()
                        .item(() -> ModerationAnswers.list("filters", filters.all(), FilterForm::write)));
    }

    /** Writes a filter: {@code kind}, {@code values}, {@code reaction}, {@code text}, {@code rule}, {@code order}. */
    @PUT
    @Path("/{id}")
    public Uni<Response> put(@Context RoutingContext request, @PathParam("id") String id, byte[] body) {
        return staff.only(
                Permission.RESTRICT,
                request,
                (member, wish) -> switch (FilterForm.read(id, wish)) {
                    case Reading.Not(String why) -> Uni.createFrom().item(ModerationAnswers.invalid(why));
                    case Reading.Read(Filter filter) -> put(member, filter);
                },
                body);
    }

    private Uni<Response> put(Member member, Filter filter) {
        Permission needed = permission(filter.reaction());
        if (!member.may(needed)) {
            return Operators.answer(
                    Problem.of(403, "permission", "Not permitted", "This reaction needs " + needed.word() + "."));
        }
        return filters.put(filter)
                .map(room -> room
                        ? ModerationAnswers.ok(FilterForm.write(filter))
                        : ModerationAnswers.invalid("There is no room for more filters: at most " + Filter.FILTERS_MAX
                                + ", and half a million characters together."));
    }

    @DELETE
    @Path("/{id}")
    public Uni<Response> remove(@Context RoutingContext request, @PathParam("id") String id) {
        return staff.only(
                Permission.RESTRICT,
                request,
                (member, nothing) -> filters.remove(id)
                        .map(gone -> gone
                                ? Response.noContent().build()
                                : Operators.problem(Problem.of(
                                        404,
                                        "filter",
                                        "No such filter",
                                        "This server has no filter of its own called " + id + "."))));
    }

    /**
     * What the filters in force, or the {@code filter} given, find in a {@code text}; nothing changes. Against the posts of the
     * last 30 days a filter is tried by {@code POST /admin/v1/dry-run}.
     */
    @POST
    @Path("/test")
    public Uni<Response> test(@Context RoutingContext request, byte[] body) {
        return staff.only(
                Permission.SEE_CASES,
                request,
                (member, wish) -> {
                    var post = new Post(
                            Spelling.of(wish.string("text").orElse("")), Set.of(), 0, Set.of(), Set.of(), false, 0);
                    Optional<JsonObject> given = wish.object("filter");
                    if (given.isEmpty()) {
                        return Uni.createFrom().item(hits(filters.hits(post)));
                    }
                    return Uni.createFrom()
                            .item(
                                    switch (FilterForm.read("given", given.get())) {
                                        case Reading.Not(String why) -> ModerationAnswers.invalid(why);
                                        case Reading.Read(Filter filter) ->
                                            hits(FilterSet.of(List.of(filter)).hits(post));
                                    });
                },
                body);
    }

    private static Response hits(List<Hit> hits) {
        return ModerationAnswers.list("hits", hits, Filters::form);
    }
}
