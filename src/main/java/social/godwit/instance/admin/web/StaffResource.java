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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.http.Problem;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.network.staff.Member;
import social.godwit.network.staff.Permission;
import social.godwit.network.staff.Role;
import social.godwit.network.staff.StaffStore;
import social.godwit.network.staff.StaffStore.Token;

/** Who may do what here: people and their roles, roles, and tokens for programs. */
@Path("/admin/v1")
@Produces(MediaType.APPLICATION_JSON)
class StaffResource {
    private static final Logger LOG = Logger.getLogger(StaffResource.class);
    private static final int TOKEN_BYTES = 32;
    private static final String TOKEN_PREFIX = "godwit_";
    private static final long DAYS_MAX = 366;
    private static final long DAYS_DEFAULT = 30;
    private static final int NAME_MAX = 100;

    private final Staff staff;
    private final StaffStore store;
    private final AccountStore accounts;
    private final People people;
    private final Randomness randomness;
    private final InstantSource clock;

    StaffResource(
            Staff staff,
            StaffStore store,
            AccountStore accounts,
            People people,
            Randomness randomness,
            InstantSource clock) {
        this.people = people;
        this.staff = staff;
        this.store = store;
        this.accounts = accounts;
        this.randomness = randomness;
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
                (member, wish) -> find(name)
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
                (member, nothing) -> find(name)
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
                                permissions(wish));
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

    /**
     * Makes a token for a program: {@code name}, {@code permissions} (the own ones if left out; Mastodon's scopes
     * are taken, too), {@code days}. It stands for who
     * asks, or, when the operator asks, for {@code for}. A token cannot make one.
     */
    @POST
    @Path("/tokens")
    public Uni<Response> make(@Context RoutingContext request, byte[] body) {
        return staff.inPerson(
                Permission.SEE_ACCOUNTS,
                request,
                (member, wish) -> {
                    long days = ModerationAnswers.number(wish, "days").orElse(DAYS_DEFAULT);
                    String name = wish.string("name").orElse("");
                    if (days < 1 || days > DAYS_MAX || name.isBlank() || name.length() > NAME_MAX) {
                        return Uni.createFrom()
                                .item(ModerationAnswers.invalid(
                                        "token-form",
                                        DAYS_MAX,
                                        "Give the token a name, and 1 to " + DAYS_MAX + " days."));
                    }
                    Set<Permission> wanted;
                    try {
                        wanted = permissions(wish);
                    } catch (IllegalArgumentException e) {
                        return Uni.createFrom()
                                .item(ModerationAnswers.invalid("permission-form", String.valueOf(e.getMessage())));
                    }
                    return owner(member, wish)
                            .chain(owner -> owner.isEmpty()
                                    ? Operators.answer(Problem.of(
                                            404,
                                            "token-for",
                                            "Not Found",
                                            "A token stands for somebody who has a role here: name them in for."))
                                    : make(owner.get(), name, scope(wanted, owner.get()), Duration.ofDays(days)));
                },
                body);
    }

    private Uni<Optional<Member>> owner(Member member, JsonObject wish) {
        return member.who().equals(Staff.OPERATOR)
                ? find(wish.string("for").orElse(""))
                        .chain(account -> account.isEmpty()
                                ? Uni.createFrom().item(Optional.empty())
                                : store.member(account.get().did().toString()))
                : Uni.createFrom().item(Optional.of(member));
    }

    private Uni<Response> make(Member owner, String name, Set<Permission> scope, Duration lasting) {
        String token =
                TOKEN_PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(randomness.bytes(TOKEN_BYTES));
        Instant now = clock.instant();
        Token kept = new Token(Staff.hash(token), owner.who(), name, scope, now, now.plus(lasting));
        return store.keep(kept)
                .map(done -> done
                        ? ModerationAnswers.ok(token(kept).with("token", Json.of(token)))
                        : ModerationAnswers.invalid(
                                "tokens-full",
                                StaffStore.TOKENS_MAX,
                                "There are " + StaffStore.TOKENS_MAX + " tokens already: take one back first."));
    }

    /** The tokens of who asks. */
    @GET
    @Path("/tokens")
    public Uni<Response> tokens(@Context RoutingContext request) {
        return staff.only(
                Permission.SEE_ACCOUNTS,
                request,
                (member, nothing) -> store.tokens(member.who(), clock.instant())
                        .map(tokens -> ModerationAnswers.list("tokens", tokens, StaffResource::token)));
    }

    /** Takes an own token back, by the {@code id} that the list shows. */
    @DELETE
    @Path("/tokens/{id}")
    public Uni<Response> revoke(@Context RoutingContext request, @PathParam("id") String id) {
        return staff.only(
                Permission.SEE_ACCOUNTS,
                request,
                (member, nothing) -> Sha256.parseHex(id)
                        .map(hash -> store.revoke(member.who(), hash))
                        .orElseGet(() -> Uni.createFrom().item(false))
                        .map(done -> done
                                ? Response.noContent().build()
                                : Operators.problem(Problem.of(404, "token", "Not Found", "No such token of yours."))));
    }

    private Uni<Optional<Account>> find(String name) {
        return Did.parse(name)
                .map(accounts::find)
                .orElseGet(() -> accounts.findByUsername(name.startsWith("@") ? name.substring(1) : name));
    }

    private static Set<Permission> scope(Set<Permission> wanted, Member owner) {
        return wanted.isEmpty()
                ? owner.permissions()
                : wanted.stream().filter(owner::may).collect(Collectors.toUnmodifiableSet());
    }

    private static Set<Permission> permissions(JsonObject wish) {
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        for (Json item : wish.list("permissions")) {
            if (item instanceof JsonString word) {
                permissions.addAll(MastodonScopes.parse(word.value())
                        .orElseThrow(() -> new IllegalArgumentException("There is no permission " + word.value())));
            }
        }
        return permissions;
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
                .put("permissions", words(role.permissions()))
                .build();
    }

    private static JsonObject token(Token token) {
        return JsonObject.builder()
                .put("id", token.hash().hex())
                .put("did", token.did())
                .put("name", token.name())
                .put("permissions", words(token.scope()))
                .put("expires", token.expires().toString())
                .build();
    }

    private static List<String> words(Set<Permission> permissions) {
        return permissions.stream().map(Permission::word).sorted().toList();
    }

    private static Uni<Response> rank() {
        return Operators.answer(
                Problem.of(403, "rank", "Not permitted", "Nobody appoints or dismisses at or above the own rank."));
    }
}
