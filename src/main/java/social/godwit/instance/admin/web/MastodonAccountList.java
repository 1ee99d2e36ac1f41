package social.godwit.instance.admin.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** The list of accounts with the parameters that Mastodon has had since version 4. */
@Path("/api/v2/admin/accounts")
@Produces(MediaType.APPLICATION_JSON)
class MastodonAccountList {
    private final MastodonAccounts accounts;

    MastodonAccountList(MastodonAccounts accounts) {
        this.accounts = accounts;
    }

    /** Accounts, as Mastodon lists them since version 4. */
    @GET
    public Uni<Response> list(
            @Context RoutingContext request,
            @QueryParam("origin") @Nullable String origin,
            @QueryParam("status") @Nullable String status,
            @QueryParam("username") @Nullable String username,
            @QueryParam("by_domain") @Nullable String domain,
            @BeanParam MastodonSlice slice) {
        return accounts.list(
                request,
                "/api/v2/admin/accounts",
                MastodonAccounts.Asked.of("remote".equals(origin), domain, username, status, slice));
    }
}
