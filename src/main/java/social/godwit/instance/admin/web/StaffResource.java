package social.godwit.instance.admin.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;
import social.godwit.activitypub.http.Problem;
import social.godwit.identity.json.JsonObject;
import social.godwit.network.staff.Member;
import social.godwit.network.staff.Permission;
import social.godwit.network.staff.Role;
import social.godwit.network.staff.StaffStore;

/** Who may do what here: people and their roles, and what each role may do. */
@Path("/admin/v1")
@Produces(MediaType.APPLICATION_JSON)
class StaffResource {
    private static final Logger LOG = Logger.getLogger(StaffResource.class);

    private final Staff staff;
    private final StaffStore store;
    private final People people;
    private final InstantSource clock;

    StaffResource(Staff staff, StaffStore store, People people, InstantSource clock) {
        this.staff = staff;
        this.store = store;
        this.people = people;
        this.clock = clock;
    }

    @GET
    @Path("/staff")
    public Uni<Response> list(@Context RoutingContext request) {
        return staff.only(
                Permission.STAFF,
                request,
                (member, nothing) -> store.all()
                        .chain(all -> people.named(all.stream().map(Member::who).toList())
                                .map(named -> ModerationAnswers.ok(JsonObject.builder()
                                        .put(
                                                "staff",
                                                all.stream()
                                                        .map(StaffResource::member)
                                                        .toList())
                                        .put("people", named)
                                        .build()))));
    }

    /** Gives {@code role} to an account of this instance, by name or DID. */
    @PUT
    @Path("/staff/{account}")
    public Uni<Response> appoint(@Context RoutingContext request, @PathParam("account") String name, byte[] body) {
        return staff.inPerson(
                Permission.STAFF,
                request,
                (member, wish) -> people.account(name)
                        .chain(account -> store.roles().chain(roles -> {
                            Optional<Role> role = wish.string("role")
                                    .flatMap(word -> roles.stream()
                                            .filter(one -> one.name().equals(word))
                                            .findFirst());
                            if (account.isEmpty() || role.isEmpty()) {
                                return Operators.answer(Problem.of(
                                                404,
                                                "no-account-or-role",
                                                "Not Found",
                                                "There is no account " + name + " here, or no such role.")
                                        .with("name", name));
                            }
                            String did = account.get().did().toString();
                            return member.role().mayAppoint(role.get())
                                    ? staff.outranks(member, did)
                                            .chain(outranks -> outranks ? appoint(did, role.get(), member) : rank())
                                    : rank();
                        })),
                body);
    }

    private Uni<Response> appoint(String did, Role role, Member by) {
        return store.appoint(did, role.name(), by.who(), clock.instant())
                .invoke(() -> LOG.infof("%s is now %s, by %s", did, role.name(), by.who()))
                .map(done -> done
                        ? ModerationAnswers.ok(member(Member.of(did, role)))
                        : ModerationAnswers.invalid(
                                "staff-full",
                                StaffStore.STAFF_MAX,
                                "There are " + StaffStore.STAFF_MAX + " people already."));
    }

    @DELETE
    @Path("/staff/{account}")
    public Uni<Response> dismiss(@Context RoutingContext request, @PathParam("account") String name) {
        return staff.only(
                Permission.STAFF,
                request,
                (member, nothing) -> people.account(name)
                        .map(found ->
                                found.map(account -> account.did().toString()).orElse(name))
                        .chain(did -> staff.outranks(member, did)
                                .chain(outranks -> outranks
                                        ? store.dismiss(did)
                                                .invoke(done ->
                                                        LOG.infof("%s has no role any more, by %s", did, member.who()))
                                                .map(done -> done
                                                        ? Response.noContent().build()
                                                        : Operators.problem(Problem.of(
                                                                        404,
                                                                        "staff",
                                                                        "Not Found",
                                                                        name + " has no role here.")
                                                                .with("name", name)))
                                        : rank())));
    }

    @GET
    @Path("/roles")
    public Uni<Response> roles(@Context RoutingContext request) {
        return staff.only(
                Permission.STAFF,
                request,
                (member, nothing) ->
                        store.roles().map(roles -> ModerationAnswers.list("roles", roles, StaffResource::role)));
    }

    /** Makes a role, or changes one below the own: {@code rank}, {@code permissions}. */
    @PUT
    @Path("/roles/{name}")
    public Uni<Response> define(@Context RoutingContext request, @PathParam("name") String name, byte[] body) {
        return staff.inPerson(
                Permission.STAFF,
                request,
                (member, wish) -> {
                    Role role;
                    try {
                        role = new Role(
                                name,
                                ModerationAnswers.number(wish, "rank")
                                        .orElse(0L)
                                        .intValue(),
                                MastodonScopes.permissions(wish));
                    } catch (IllegalArgumentException e) {
                        return Uni.createFrom()
                                .item(ModerationAnswers.invalid(
                                        "role-form", Role.RANK_MAX, String.valueOf(e.getMessage())));
                    }
                    return store.roles()
                            .chain(roles -> roles.stream()
                                                    .filter(one -> one.name().equals(name))
                                                    .allMatch(member.role()::mayAppoint)
                                            && member.role().mayAppoint(role)
                                    ? store.define(role)
                                            .map(done -> done
                                                    ? ModerationAnswers.ok(role(role))
                                                    : ModerationAnswers.invalid(
                                                            "role-fixed", "This role is always there as it is."))
                                    : rank());
                },
                body);
    }

    private static JsonObject member(Member member) {
        return JsonObject.builder()
                .put("did", member.who())
                .put("role", member.role().name())
                .put("rank", member.role().rank())
                .build();
    }

    private static JsonObject role(Role role) {
        return JsonObject.builder()
                .put("name", role.name())
                .put("rank", role.rank())
                .put("permissions", Permission.words(role.permissions()))
                .build();
    }

    private static Uni<Response> rank() {
        return Operators.answer(
                Problem.of(403, "rank", "Not permitted", "Nobody appoints or dismisses at or above the own rank."));
    }
}
