package social.godwit.instance.admin.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.http.Problem;
import social.godwit.identity.did.Did;

/** Accounts registered here: listed, suspended, let in again. */
@Path("/admin/v1/accounts")
@Produces(MediaType.APPLICATION_JSON)
class AccountsResource {
    private static final Logger LOG = Logger.getLogger(AccountsResource.class);
    private static final int PAGE = 100;
    private static final int REASON_MAX = 2_000;

    private final Operators operators;
    private final AccountStore accounts;

    AccountsResource(Operators operators, AccountStore accounts) {
        this.operators = operators;
        this.accounts = accounts;
    }

    record AccountAnswer(
            String did,
            String username,
            String actor,
            String status,
            boolean locked,
            boolean home,
            Instant registeredAt) {
        static AccountAnswer of(Account account) {
            return new AccountAnswer(
                    account.did().toString(),
                    account.username(),
                    account.actorId(),
                    account.status().name().toLowerCase(Locale.ROOT),
                    account.locked(),
                    account.home(),
                    account.registeredAt());
        }
    }

    /** A page of accounts; {@code next} goes into {@code after}, null on the last page. */
    record AccountList(
            List<AccountAnswer> accounts, @Nullable String next) {}

    @GET
    public Uni<Response> list(@Context RoutingContext request, @QueryParam("after") @Nullable String after) {
        return operators.only(
                request,
                nothing -> accounts.page(Optional.ofNullable(after).flatMap(Did::parse), PAGE)
                        .map(page -> new AccountList(
                                page.stream().map(AccountAnswer::of).toList(),
                                page.size() < PAGE ? null : page.getLast().did().toString()))
                        .map(list -> Response.ok(list).build()));
    }

    @POST
    @Path("/{account}/suspend")
    public Uni<Response> suspend(@Context RoutingContext request, @PathParam("account") String name, byte[] body) {
        return operators.only(
                request,
                wish -> {
                    String reason = wish.string("reason").orElse("");
                    if (reason.length() > REASON_MAX) {
                        return Operators.answer(
                                Problem.of(400, "reason", "Reason too long", "At most " + REASON_MAX + " characters."));
                    }
                    return change(name, true, reason);
                },
                body);
    }

    @POST
    @Path("/{account}/unsuspend")
    public Uni<Response> unsuspend(@Context RoutingContext request, @PathParam("account") String name, byte[] body) {
        return operators.only(request, nothing -> change(name, false, ""), body);
    }

    private Uni<Response> change(String name, boolean suspended, String reason) {
        return find(name).chain(found -> {
            if (found.isEmpty()) {
                return Operators.answer(
                        Problem.of(404, "account", "No such account", "No account " + name + " is registered here."));
            }
            Did did = found.get().did();
            return accounts.suspend(did, suspended)
                    .invoke(done -> LOG.infof("%s %s: %s", suspended ? "suspended" : "unsuspended", did, reason))
                    .chain(() -> accounts.find(did))
                    .map(account -> Response.ok(AccountAnswer.of(account.orElse(found.get())))
                            .build());
        });
    }

    private Uni<Optional<Account>> find(String name) {
        return Did.parse(name)
                .map(accounts::find)
                .orElseGet(() -> accounts.findByUsername(name.startsWith("@") ? name.substring(1) : name));
    }
}
