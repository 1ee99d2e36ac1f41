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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import social.godwit.activitypub.http.Problem;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.instance.policy.FilterHits;
import social.godwit.instance.policy.FilterIntake;
import social.godwit.instance.policy.Filters;
import social.godwit.network.filter.Filter;
import social.godwit.network.filter.FilterForm;
import social.godwit.network.filter.FilterForm.Reading;
import social.godwit.network.filter.FilterSet;
import social.godwit.network.filter.FilterStore.Name;
import social.godwit.network.filter.Hit;
import social.godwit.network.filter.Post;
import social.godwit.network.filter.Reaction;
import social.godwit.network.filter.Spelling;
import social.godwit.network.moderation.CaseStore;
import social.godwit.network.moderation.CaseStore.Brought;
import social.godwit.network.staff.Member;
import social.godwit.network.staff.Permission;

/** Filters: the instance's own are written here, those of charters by their networks. */
@Path("/admin/v1/filters")
@Produces(MediaType.APPLICATION_JSON)
class FiltersResource {
    private static final int BROUGHT_MAX = 50;

    private final Staff staff;
    private final Filters filters;
    private final FilterHits found;
    private final CaseStore cases;
    private final People people;

    FiltersResource(Staff staff, Filters filters, FilterHits found, CaseStore cases, People people) {
        this.staff = staff;
        this.filters = filters;
        this.found = found;
        this.cases = cases;
        this.people = people;
    }

    /** What a filter's reaction needs: what hides, the permission to hide. */
    private static Permission permission(Reaction reaction) {
        return reaction.hides() ? Permission.SUSPEND : Permission.RESTRICT;
    }

    /**
     * All filters, in the order in which they are asked: each as it was written, how often it found something in 30 days ({@code
     * hits}), and whose it is where a charter of a hosted network has it ({@code network}).
     */
    @GET
    public Uni<Response> list(@Context RoutingContext request) {
        return staff.only(
                Permission.SEE_CASES,
                request,
                (member, nothing) -> found.lately()
                        .map(hits -> ModerationAnswers.list("filters", filters.all(), filter -> form(filter, hits))));
    }

    private static JsonObject form(Filter filter, Map<Name, Long> hits) {
        Name name = Filters.name(filter);
        return JsonObject.builder()
                .putAll(FilterForm.write(filter))
                .put("hits", hits.getOrDefault(name, 0L))
                .putIfPresent("network", Optional.of(name.network()).filter(network -> !network.isEmpty()))
                .build();
    }

    /**
     * What a filter brought to cases, the newest first: {@code subject} of the case, {@code type} (reported, decided), {@code text}. One of
     * the instance's own, or, with {@code network}, of that network's charter.
     */
    @GET
    @Path("/{id}/hits")
    public Uni<Response> brought(
            @Context RoutingContext request,
            @PathParam("id") String id,
            @QueryParam("network") @Nullable String network) {
        return staff.only(
                Permission.SEE_CASES,
                request,
                (member, nothing) -> cases.brought(
                                FilterIntake.by(new Name(network == null ? "" : network, id)), BROUGHT_MAX)
                        .chain(all -> people.named(all.stream()
                                        .map(one -> one.subject().id())
                                        .toList())
                                .map(named -> ModerationAnswers.ok(JsonObject.builder()
                                        .put(
                                                "hits",
                                                all.stream()
                                                        .map(FiltersResource::form)
                                                        .toList())
                                        .put("people", named)
                                        .build()))));
    }

    private static JsonObject form(Brought brought) {
        JsonObject details = brought.entry().details();
        return JsonObject.builder()
                .put("subject", brought.subject().toString())
                .put("at", brought.entry().at().toString())
                .put("type", brought.entry().type())
                .put(
                        "text",
                        details.string("comment")
                                .or(() -> details.object("decision").flatMap(decision -> decision.string("facts")))
                                .orElse(""))
                .build();
    }

    /** Puts the instance's own filters into an order: {@code ids}; those that are not named come after them. */
    @POST
    @Path("/order")
    public Uni<Response> order(@Context RoutingContext request, byte[] body) {
        return staff.only(
                Permission.RESTRICT,
                request,
                (member, wish) -> {
                    List<String> ids = wish.list("ids").stream()
                            .filter(JsonString.class::isInstance)
                            .map(id -> ((JsonString) id).value())
                            .toList();
                    return ids.size() > Filter.FILTERS_MAX
                            ? Uni.createFrom()
                                    .item(ModerationAnswers.invalid(
                                            "filters-full",
                                            Filter.FILTERS_MAX,
                                            "There are no more than " + Filter.FILTERS_MAX + " filters."))
                            : filters.order(ids)
                                    .map(done -> ModerationAnswers.list("filters", filters.all(), FilterForm::write));
                },
                body);
    }

    /**
     * Writes a filter: {@code kind}, {@code values}, {@code reaction}, {@code text}, {@code rule}, {@code order}; {@code on} false
     * keeps it without asking it. With {@code ?new=true} it is not written in the place of another: 409 when there is one of this
     * name.
     */
    @PUT
    @Path("/{id}")
    public Uni<Response> put(
            @Context RoutingContext request,
            @PathParam("id") String id,
            @QueryParam("new") boolean fresh,
            byte[] body) {
        return staff.only(
                Permission.RESTRICT,
                request,
                (member, wish) -> switch (FilterForm.read(id, wish)) {
                    case Reading.Not not -> Uni.createFrom().item(ModerationAnswers.unfit(not));
                    case Reading.Read(Filter filter) ->
                        ifPermitted(
                                member,
                                Stream.concat(own(id), Stream.of(filter)),
                                () -> filters.put(filter, fresh).map(written -> switch (written) {
                                    case DONE -> ModerationAnswers.ok(FilterForm.write(filter));
                                    case FULL ->
                                        ModerationAnswers.invalid(
                                                "filters-full",
                                                Filter.FILTERS_MAX,
                                                "There is no room for more filters: at most "
                                                        + Filter.FILTERS_MAX
                                                        + ", and half a million characters together.");
                                    case TAKEN ->
                                        Operators.problem(Problem.of(
                                                        409,
                                                        "filter-taken",
                                                        "There is one of this name",
                                                        "There is a filter called " + id
                                                                + " meanwhile, which was left as it is. Choose another name, or change that one.")
                                                .with("name", id));
                                }));
                },
                body);
    }

    /** The filter of this server's own that is called so. */
    private Stream<Filter> own(String id) {
        return filters.all().stream().filter(filter -> Filters.name(filter).equals(new Name("", id)));
    }

    /** Whoever may not make a filter may not change it or take it away either. */
    private static Uni<Response> ifPermitted(Member member, Stream<Filter> touched, Supplier<Uni<Response>> work) {
        return touched.map(filter -> permission(filter.reaction()))
                .filter(needed -> !member.may(needed))
                .findFirst()
                .map(needed ->
                        Operators.answer(ModerationAnswers.needs(needed, "This reaction needs " + needed.word() + ".")))
                .orElseGet(work);
    }

    /** Turns a filter {@code on} or off, and leaves all else of it as it is. */
    @PUT
    @Path("/{id}/on")
    public Uni<Response> turn(@Context RoutingContext request, @PathParam("id") String id, byte[] body) {
        return staff.only(
                Permission.RESTRICT,
                request,
                (member, wish) -> wish.get("on") instanceof JsonBoolean(boolean on)
                        ? ifPermitted(
                                member,
                                own(id),
                                () -> filters.turn(id, on)
                                        .map(turned -> turned.map(FilterForm::write)
                                                .map(ModerationAnswers::ok)
                                                .orElseGet(() -> none(id))))
                        : Uni.createFrom().item(ModerationAnswers.invalid("filter-form", "on is true or false.")),
                body);
    }

    private static Response none(String id) {
        return Operators.problem(
                Problem.of(404, "filter", "No such filter", "This server has no filter of its own called " + id + "."));
    }

    @DELETE
    @Path("/{id}")
    public Uni<Response> remove(@Context RoutingContext request, @PathParam("id") String id) {
        return staff.only(
                Permission.RESTRICT,
                request,
                (member, nothing) -> ifPermitted(
                        member,
                        own(id),
                        () -> filters.remove(id)
                                .map(gone -> gone ? Response.noContent().build() : none(id))));
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
                                    switch (FilterForm.read(
                                            given.get()
                                                    .string("id")
                                                    .filter(Filter::isId)
                                                    .orElse("new"),
                                            given.get())) {
                                        case Reading.Not not -> ModerationAnswers.unfit(not);
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
