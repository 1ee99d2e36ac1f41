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
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import social.godwit.activitypub.http.Problem;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.policy.Lists;
import social.godwit.network.domain.DomainRule;
import social.godwit.network.staff.Permission;
import social.godwit.network.subscription.Subscription;
import social.godwit.network.subscription.Subscription.Format;
import social.godwit.network.subscription.Subscription.Mode;
import social.godwit.network.subscription.Subscription.Progress;

/** Lists of domains that others keep: followed as drafts or at once, looked at, applied, left again. */
@Path("/admin/v1/lists")
@Produces(MediaType.APPLICATION_JSON)
class ListsResource {
    /** How many rules of each kind a preview names. */
    private static final int NAMED_MAX = 100;

    private final Staff staff;
    private final Lists lists;
    private final InstantSource clock;

    ListsResource(Staff staff, Lists lists, InstantSource clock) {
        this.staff = staff;
        this.lists = lists;
        this.clock = clock;
    }

    /** All lists, and how it stands with them. */
    @GET
    public Uni<Response> list(@Context RoutingContext request) {
        return staff.only(
                Permission.DOMAINS,
                request,
                (member, nothing) -> lists.all().map(all -> ModerationAnswers.list("lists", all, ListsResource::form)));
    }

    /**
     * Follows a list, and asks for it at once: {@code address}, {@code format} (csv, changes, signed), {@code mode} (draft,
     * automatic), {@code retract}, {@code signer} (a DID, of a signed one).
     */
    @PUT
    @Path("/{id}")
    public Uni<Response> follow(@Context RoutingContext request, @PathParam("id") String id, byte[] body) {
        return staff.only(
                Permission.DOMAINS,
                request,
                (member, wish) -> {
                    Subscription list;
                    try {
                        list = new Subscription(
                                id,
                                wish.string("address").orElse(""),
                                word(Format.class, wish, "format", Format.CSV),
                                word(Mode.class, wish, "mode", Mode.DRAFT),
                                wish.string("signer").flatMap(Did::parse),
                                !(wish.get("retract") instanceof JsonBoolean(boolean retract)) || retract,
                                Progress.fresh(clock.instant()));
                    } catch (IllegalArgumentException e) {
                        return Uni.createFrom()
                                .item(
                                        ModerationAnswers.invalid(
                                                "list-form",
                                                "A list has a name of a-z, 0-9 and -, an https address, a format (csv, changes,"
                                                        + " signed) and a mode (draft, automatic); a signed one its signer's DID."));
                    }
                    return lists.follow(list)
                            .map(now -> now.map(one -> ModerationAnswers.ok(form(one)))
                                    .orElseGet(() -> ModerationAnswers.invalid(
                                            "lists-full",
                                            Subscription.LISTS_MAX,
                                            "At most " + Subscription.LISTS_MAX + " lists are followed.")));
                },
                body);
    }

    private static <E extends Enum<E>> E word(Class<E> type, JsonObject wish, String key, E otherwise) {
        return wish.string(key)
                .map(word -> Enum.valueOf(type, word.toUpperCase(Locale.ROOT)))
                .orElse(otherwise);
    }

    /** Follows it no longer; {@code ?undo=true} takes back the rules that it made. */
    @DELETE
    @Path("/{id}")
    public Uni<Response> leave(
            @Context RoutingContext request, @PathParam("id") String id, @QueryParam("undo") boolean undo) {
        return staff.only(
                Permission.DOMAINS,
                request,
                (member, nothing) -> lists.leave(id, undo)
                        .map(gone -> gone ? Response.noContent().build() : Operators.problem(unknown(id))));
    }

    /** What it would change to apply it; nothing changes. */
    @GET
    @Path("/{id}/preview")
    public Uni<Response> preview(@Context RoutingContext request, @PathParam("id") String id) {
        return staff.only(
                Permission.DOMAINS,
                request,
                (member, nothing) ->
                        with(id, list -> lists.preview(list).map(found -> ModerationAnswers.ok(form(found)))));
    }

    /** Asks for it now. */
    @POST
    @Path("/{id}/sync")
    public Uni<Response> sync(@Context RoutingContext request, @PathParam("id") String id, byte[] body) {
        return staff.only(
                Permission.DOMAINS,
                request,
                (member, nothing) -> with(id, list -> lists.sync(list).map(now -> ModerationAnswers.ok(form(now)))),
                body);
    }

    /** Applies what it says; what looks like a mistake only with {@code ?confirm=true}, else 409. */
    @POST
    @Path("/{id}/apply")
    public Uni<Response> apply(
            @Context RoutingContext request,
            @PathParam("id") String id,
            @QueryParam("confirm") boolean confirmed,
            byte[] body) {
        return staff.only(
                Permission.DOMAINS,
                request,
                (member, nothing) -> with(
                        id,
                        list -> lists.apply(list, confirmed)
                                .map(
                                        found -> found.waits().isEmpty() || confirmed
                                                ? ModerationAnswers.ok(form(found))
                                                : Operators.problem(
                                                        Problem.of(
                                                                409,
                                                                "list-floor",
                                                                "This looks like a mistake",
                                                                "It was not applied: " + found.waits()
                                                                        + ". Look at the preview, and say confirm=true if you mean it.")))),
                body);
    }

    private Uni<Response> with(String id, Function<Subscription, Uni<Response>> work) {
        return lists.find(id).chain(found -> found.map(work).orElseGet(() -> Operators.answer(unknown(id))));
    }

    private static Problem unknown(String id) {
        return Problem.of(404, "list", "No such list", "No list is followed under the name " + id + ".")
                .with("name", id);
    }

    private static JsonObject form(Subscription list) {
        return JsonObject.builder()
                .put("id", list.id())
                .put("address", list.address())
                .put("format", Subscription.word(list.format()))
                .put("mode", Subscription.word(list.mode()))
                .put("retract", list.retract())
                .putIfPresent("signer", list.signer().map(Did::toString))
                .putIfPresent("fetched", list.progress().fetched().map(Instant::toString))
                .put("due", list.progress().due().toString())
                .put("failures", list.progress().failures())
                .put("fault", list.progress().fault())
                .build();
    }

    private static JsonObject form(Lists.Preview found) {
        return DryRunResource.told(found.hits())
                .put("add", found.difference().add().size())
                .put("change", found.difference().change().size())
                .put("drop", found.difference().drop().size())
                .put("kept", found.difference().kept())
                .put("added", named(found.difference().add()))
                .put("changed", named(found.difference().change()))
                .put(
                        "dropped",
                        found.difference().drop().stream().limit(NAMED_MAX).toList())
                .put("waits", found.waits())
                .build();
    }

    private static List<JsonObject> named(List<DomainRule> rules) {
        return rules.stream()
                .limit(NAMED_MAX)
                .map(rule -> JsonObject.builder()
                        .put("domain", rule.domain())
                        .put("stance", rule.stance().word())
                        .put("publicComment", rule.publicComment())
                        .build())
                .toList();
    }
}
