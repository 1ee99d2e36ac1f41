package social.godwit.instance.admin.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import social.godwit.activitypub.http.Problem;
import social.godwit.identity.Randomness;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.network.staff.Member;
import social.godwit.network.staff.Permission;
import social.godwit.network.staff.StaffStore;
import social.godwit.network.staff.StaffStore.Token;

/** Tokens: what a program may do here in the name of somebody who has a role. */
@Path("/admin/v1/tokens")
@Produces(MediaType.APPLICATION_JSON)
class TokensResource {
    private static final int BYTES = 32;
    private static final String PREFIX = "godwit_";
    private static final long DAYS_MAX = 366;
    private static final long DAYS_DEFAULT = 30;
    private static final int NAME_MAX = 100;

    private final Staff staff;
    private final StaffStore store;
    private final People people;
    private final Randomness randomness;
    private final InstantSource clock;

    TokensResource(Staff staff, StaffStore store, People people, Randomness randomness, InstantSource clock) {
        this.staff = staff;
        this.store = store;
        this.people = people;
        this.randomness = randomness;
        this.clock = clock;
    }

    /**
     * Makes a token for a program: {@code name}, {@code permissions} (the own ones if left out; Mastodon's scopes
     * are taken, too), {@code days}. It stands for who asks, or, when the operator asks, for {@code for}. A token cannot make one.
     */
    @POST
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
                        wanted = MastodonScopes.permissions(wish);
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
                ? people.account(wish.string("for").orElse(""))
                        .chain(account -> account.isEmpty()
                                ? Uni.createFrom().item(Optional.empty())
                                : store.member(account.get().did().toString()))
                : Uni.createFrom().item(Optional.of(member));
    }

    private Uni<Response> make(Member owner, String name, Set<Permission> scope, Duration lasting) {
        String token = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(randomness.bytes(BYTES));
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
    public Uni<Response> tokens(@Context RoutingContext request) {
        return staff.only(
                Permission.SEE_ACCOUNTS,
                request,
                (member, nothing) -> store.tokens(member.who(), clock.instant())
                        .map(tokens -> ModerationAnswers.list("tokens", tokens, TokensResource::token)));
    }

    /** Takes an own token back, by the {@code id} that the list shows. */
    @DELETE
    @Path("/{id}")
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

    private static Set<Permission> scope(Set<Permission> wanted, Member owner) {
        return wanted.isEmpty()
                ? owner.permissions()
                : wanted.stream().filter(owner::may).collect(Collectors.toUnmodifiableSet());
    }

    private static JsonObject token(Token token) {
        return JsonObject.builder()
                .put("id", token.hash().hex())
                .put("did", token.did())
                .put("name", token.name())
                .put("permissions", Permission.words(token.scope()))
                .put("expires", token.expires().toString())
                .build();
    }
}
