package social.godwit.instance.session.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import social.godwit.activitypub.gateway.Allowance;
import social.godwit.activitypub.gateway.web.Exchange;
import social.godwit.activitypub.gateway.web.TrustedProxies;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.http.web.Answers;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.instance.session.GuestAsks;
import social.godwit.instance.session.GuestAsks.Answered;
import social.godwit.instance.session.GuestAsks.Asked;

/**
 * Signing in with an account of another server. {@code POST} {@code {"handle","device"}}: a browser, with a key of its own, waits for the
 * account's word; {@code GET} with {@code ?device=} fetches what was sealed to it: the request to {@code /session} that signs it in.
 */
@Path("/session/guest")
class GuestResource {
    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final int ASKED_MAX = 10;
    private static final int POLLED_MAX = 400;
    private static final int BODY_MAX = 1024;
    private static final int HANDLE_MAX = 300;

    private final GuestAsks asks;
    private final TrustedProxies proxies;
    private final Allowance asked;
    private final Allowance polled;

    GuestResource(GuestAsks asks, TrustedProxies proxies, InstantSource clock) {
        this.asks = asks;
        this.proxies = proxies;
        this.asked = new Allowance(clock, ASKED_MAX, WINDOW);
        this.polled = new Allowance(clock, POLLED_MAX, WINDOW);
    }

    /** Waits; answers whose word it waits for. */
    @POST
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<Response> ask(@Context RoutingContext context, byte[] body) {
        Optional<JsonObject> json = body != null
                        && body.length <= BODY_MAX
                        && StrictJson.read(body, JsonLimits.PLAIN) instanceof JsonReading.Read(JsonObject read)
                ? Optional.of(read)
                : Optional.empty();
        Optional<String> handle = json.flatMap(one -> one.string("handle")).filter(text -> text.length() <= HANDLE_MAX);
        Optional<Did> device = json.flatMap(one -> one.string("device")).flatMap(Did::parse);
        if (handle.isEmpty() || device.isEmpty()) {
            return answer(Problem.of(400, "Bad Request"));
        }
        String agent =
                Optional.ofNullable(context.request().getHeader("User-Agent")).orElse("");
        return within(context, asked)
                .map(GuestResource::answer)
                .orElseGet(() -> asks.ask(
                                handle.get(), device.get(), agent.substring(0, Math.min(agent.length(), HANDLE_MAX)))
                        .map(result -> switch (result) {
                            case Asked.Waits waits ->
                                Response.ok(JsonObject.builder()
                                                .put("account", SessionResource.shown(waits.whom()))
                                                .build()
                                                .toString())
                                        .build();
                            case Asked.Refused refused -> Answers.problem(refused.problem());
                        }));
    }

    /** What was sealed to the browser, once; 204 as long as nothing was, 404 when nothing will be. */
    @GET
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    public Uni<Response> fetch(@Context RoutingContext context, @QueryParam("device") @Nullable String device) {
        Optional<Did> key = Optional.ofNullable(device).flatMap(Did::parse);
        if (key.isEmpty()) {
            return answer(Problem.notFound());
        }
        return within(context, polled)
                .map(GuestResource::answer)
                .orElseGet(() -> asks.fetch(key.get()).map(answered -> switch (answered) {
                    case Answered.Sealed sealed -> Response.ok(sealed.box()).build();
                    case Answered.Waits waits -> Response.noContent().build();
                    case Answered.Gone gone -> Answers.problem(Problem.notFound());
                }));
    }

    private Optional<Problem> within(RoutingContext context, Allowance allowance) {
        return allowance.refusal(Exchange.network(context.request(), proxies));
    }

    private static Uni<Response> answer(Problem problem) {
        return Uni.createFrom().item(Answers.problem(problem));
    }
}
